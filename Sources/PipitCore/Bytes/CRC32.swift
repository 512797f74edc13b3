/// CRC-32 (IEEE 802.3, as zlib's), fed in pieces.
package struct CRC32 {
    /// The remainders of the sixteen half bytes: small enough to stay in a first-level cache.
    private let table: InlineArray<16, UInt32> = [
        0x0000_0000, 0x1DB7_1064, 0x3B6E_20C8, 0x26D9_30AC, 0x76DC_4190, 0x6B6B_51F4, 0x4DB2_6158,
        0x5005_713C,
        0xEDB8_8320, 0xF00F_9344, 0xD6D6_A3E8, 0xCB61_B38C, 0x9B64_C2B0, 0x86D3_D2D4, 0xA00A_E278,
        0xBDBD_F21C,
    ]
    private var state: UInt32 = 0xFFFF_FFFF

    /// The checksum of all bytes so far.
    var value: UInt32 { ~state }

    mutating func update(_ bytes: ByteView) {
        var crc = state
        for offset in 0..<bytes.count {
            crc ^= UInt32(bytes.u8(offset))
            crc = table[Int(crc & 15)] ^ crc >> 4
            crc = table[Int(crc & 15)] ^ crc >> 4
        }
        state = crc
    }

    /// Feeds four zero bytes, in place of a field that holds the checksum itself.
    mutating func updateWithZeroWord() {
        var crc = state
        for _ in 0..<8 { crc = table[Int(crc & 15)] ^ crc >> 4 }
        state = crc
    }

    /// The checksum of all bytes.
    package static func checksum(of bytes: UnsafeRawBufferPointer) -> UInt32 {
        checksum(of: ByteView(bytes))
    }

    static func checksum(of bytes: ByteView) -> UInt32 {
        var crc = CRC32()
        crc.update(bytes)
        return crc.value
    }
}
