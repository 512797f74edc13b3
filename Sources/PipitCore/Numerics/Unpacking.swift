/// Unpacks `count` int4 numbers, two a byte and the low nibble first, to int8; `count` is even.
func unpackInt4(_ packed: UnsafePointer<Int8>, _ count: Int, into q: UnsafeMutablePointer<Int8>) {
    for pair in 0..<count / 2 {
        let byte = packed[pair]
        q[pair &* 2] = (byte &<< 4) &>> 4
        q[pair &* 2 &+ 1] = byte &>> 4
    }
}
