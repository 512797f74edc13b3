// In place of Bytes/CRC32.swift, which is small and slow: the same checksums, eight bytes at a time, so that a model is
// checked some hundred thousand times in minutes. That they are the same shows in the shipped model's being accepted.

/// Remainders of each byte with 0 to 7 zero bytes behind it, `[8, 256]`.
nonisolated(unsafe) private let tables: UnsafeMutablePointer<UInt32> = {
    let tables = UnsafeMutablePointer<UInt32>.allocate(capacity: 8 * 256)
    for byte in 0..<256 {
        var crc = UInt32(byte)
        for _ in 0..<8 { crc = crc & 1 == 1 ? 0xEDB8_8320 ^ crc >> 1 : crc >> 1 }
        tables[byte] = crc
    }
    for index in 256..<8 * 256 {
        let before = tables[index - 256]
        tables[index] = tables[Int(before & 255)] ^ before >> 8
    }
    return tables
}()

/// CRC-32 (IEEE 802.3, as zlib's), fed in pieces.
package struct CRC32 {
    private var state: UInt32 = 0xFFFF_FFFF

    var value: UInt32 { ~state }

    mutating func update(_ bytes: ByteView) {
        let tables = tables
        var crc = state
        var offset = 0
        while bytes.count &- offset >= 8 {
            let low = bytes.u32(offset) ^ crc
            let high = bytes.u32(offset &+ 4)
            crc =
                tables[Int(0x700 &+ (low & 255))] ^ tables[Int(0x600 &+ (low >> 8 & 255))]
                ^ tables[Int(0x500 &+ (low >> 16 & 255))] ^ tables[Int(0x400 &+ (low >> 24))]
                ^ tables[Int(0x300 &+ (high & 255))] ^ tables[Int(0x200 &+ (high >> 8 & 255))]
                ^ tables[Int(0x100 &+ (high >> 16 & 255))] ^ tables[Int(high >> 24)]
            offset &+= 8
        }
        while offset < bytes.count {
            crc = tables[Int((crc ^ UInt32(bytes.u8(offset))) & 255)] ^ crc >> 8
            offset &+= 1
        }
        state = crc
    }

    mutating func updateWithZeroWord() {
        for _ in 0..<4 { state = tables[Int(state & 255)] ^ state >> 8 }
    }

    package static func checksum(of bytes: UnsafeRawBufferPointer) -> UInt32 {
        checksum(of: ByteView(bytes))
    }

    static func checksum(of bytes: ByteView) -> UInt32 {
        var crc = CRC32()
        crc.update(bytes)
        return crc.value
    }
}
