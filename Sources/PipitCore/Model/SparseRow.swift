/// A row of a lexicon without the weights that are 0: a bitmap of the others, then these, two a byte.
struct SparseRow {
    var start: UnsafePointer<UInt8>
    let bitmapBytes: Int

    /// How many weights there are.
    var count: Int {
        var count = 0
        for index in 0..<bitmapBytes { count &+= start[index].nonzeroBitCount }
        return count
    }

    var byteCount: Int { bitmapBytes &+ (count &+ 1) &>> 1 }

    /// Adds the weights, each times `step`, to `sums`, which has as many as there are columns.
    func add(times step: Int32, to sums: UnsafeMutablePointer<Int32>) {
        let weights = start + bitmapBytes
        var number = 0
        for index in 0..<bitmapBytes {
            var bits = start[index]
            var column = index &<< 3
            while bits != 0 {
                if bits & 1 != 0 {
                    // The nibble is moved to the upper half, of which a shift to the right copies the sign.
                    let byte = weights[number &>> 1] &<< (number & 1 == 0 ? 4 : 0)
                    sums[column] &+= step &* Int32(Int8(bitPattern: byte) &>> 4)
                    number &+= 1
                }
                bits &>>= 1
                column &+= 1
            }
        }
    }
}
