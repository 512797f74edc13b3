/// CRC-32 (IEEE 802.3, as zlib's), fed in pieces, in words of four bytes.
///
/// Its tables are made for a while, since all that is checked is checked at the start: 4 kB in the program would be that
/// much of the memory for good.
package struct CRC32 {
    /// `[4, 256]`: what a byte comes to with none, one, two or three bytes behind it.
    private let tables: UnsafeMutablePointer<UInt32>
    private var state: UInt32 = 0xFFFF_FFFF

    /// The checksum of nothing, whose tables lie at `tables`.
    private init(tables: UnsafeMutablePointer<UInt32>) {
        self.tables = tables
        let reversedPolynomial: UInt32 = 0xEDB8_8320
        for byte in 0..<256 {
            var crc = UInt32(truncatingIfNeeded: byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? reversedPolynomial ^ crc &>> 1 : crc &>> 1 }
            tables[byte] = crc
        }
        for place in 256..<1024 {
            let before = tables[place &- 256]
            tables[place] = tables[Int(before & 0xFF)] ^ before &>> 8
        }
    }

    /// Gives `body` the checksum of nothing; copies of it start anew, for as long as the call takes.
    static func begin<Result, Problem: Error>(
        _ body: (CRC32) throws(Problem) -> Result
    ) throws(Problem) -> Result {
        var storage = InlineArray<1024, UInt32>(repeating: 0)
        return try withUnsafeMutableBytes(of: &storage) { (bytes) throws(Problem) -> Result in
            // It is not empty, so it has a base.
            let tables = bytes.baseAddress.unsafelyUnwrapped.assumingMemoryBound(to: UInt32.self)
            return try body(CRC32(tables: tables))
        }
    }

    /// The checksum of all bytes so far.
    var value: UInt32 { ~state }

    mutating func update(_ bytes: ByteView) {
        var offset = 0
        while bytes.count &- offset >= 16 {
            update(word: bytes.u32(offset))
            update(word: bytes.u32(offset &+ 4))
            update(word: bytes.u32(offset &+ 8))
            update(word: bytes.u32(offset &+ 12))
            offset &+= 16
        }
        while offset < bytes.count {
            state = tables[Int((state ^ UInt32(bytes.u8(offset))) & 0xFF)] ^ state &>> 8
            offset &+= 1
        }
    }

    /// Feeds four zero bytes, in place of a field that holds the checksum itself.
    mutating func updateWithZeroWord() { update(word: 0) }

    @inline(__always)
    private mutating func update(word: UInt32) {
        let sum = state ^ word
        var all = tables[Int(768 &+ (sum & 0xFF))] ^ tables[Int(512 &+ (sum &>> 8 & 0xFF))]
        all ^= tables[Int(256 &+ (sum &>> 16 & 0xFF))] ^ tables[Int(sum &>> 24)]
        state = all
    }

    /// The checksum of these bytes alone.
    func checksum(of bytes: ByteView) -> UInt32 {
        var crc = self
        crc.update(bytes)
        return crc.value
    }

    /// The checksum of all bytes.
    package static func checksum(of bytes: UnsafeRawBufferPointer) -> UInt32 {
        begin { $0.checksum(of: ByteView(bytes)) }
    }
}
