import Testing

@testable import PipitCore

struct CRC32Tests {
    @Test func checksumAsZlib() {
        let bytes = FencedBytes(Array("123456789".utf8))
        #expect(CRC32.checksum(of: ByteView(bytes.readOnly)) == 0xCBF4_3926)
        var crc = CRC32()
        crc.updateWithZeroWord()
        #expect(crc.value == 0x2144_DF1C)
    }
}
