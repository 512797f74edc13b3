import Testing

@testable import PipitCore

struct CRC32Tests {
    @Test func checksumAsZlib() {
        let bytes = FencedBytes(Array("123456789".utf8))
        #expect(CRC32.checksum(of: bytes.readOnly) == 0xCBF4_3926)
        let ofZeros: UInt32 = CRC32.begin { empty in
            var crc = empty
            crc.updateWithZeroWord()
            return crc.value
        }
        #expect(ofZeros == 0x2144_DF1C)
    }

    /// Wherever a text is cut, and however much of it is left for single bytes, the checksum is that of the whole.
    @Test func piecesComeToTheWhole() {
        let bytes = (0..<67).map { UInt8(truncatingIfNeeded: $0 * 89 + 7) }
        let whole = bytes.withUnsafeBytes { CRC32.checksum(of: $0) }
        for cut in 0...bytes.count {
            let fenced = (FencedBytes(Array(bytes[..<cut])), FencedBytes(Array(bytes[cut...])))
            let value: UInt32 = CRC32.begin { empty in
                var crc = empty
                crc.update(ByteView(fenced.0.readOnly))
                crc.update(ByteView(fenced.1.readOnly))
                return crc.value
            }
            #expect(value == whole)
        }
    }
}
