import Testing

@testable import PipitCore

@Suite struct UTF8Tests {
    private func isValid(_ bytes: [UInt8]) -> Bool { bytes.withUnsafeBufferPointer(isValidUTF8) }

    @Test func everyScalarDecodesToItself() {
        var wrong = 0
        for value in UInt32(0)...0x10FFFF {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let bytes = Array(String(Character(scalar)).utf8)
            let decoded = decodeScalar(bytes.span, at: 0)
            if decoded.value != value || decoded.byteCount != bytes.count { wrong += 1 }
        }
        #expect(wrong == 0)
    }

    @Test func everyPairAndTripleOfBytesIsJudgedAsTheStandardLibraryDoes() {
        var wrong: [[UInt8]] = []
        let seconds: [UInt8] = [0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC2, 0xFF]
        for first in UInt8.min...UInt8.max {
            for second in UInt8.min...UInt8.max {
                for rest in [[], [0x80], [0xBF], [0xC0], [0x80, 0x80], [0xBF, 0x7F], [0x80, 0x80, 0x80]]
                    as [[UInt8]]
                {
                    let bytes = [first, second] + rest
                    if rest.count > 1 && !seconds.contains(second) { continue }
                    if isValid(bytes) != (String(validating: bytes, as: UTF8.self) != nil) {
                        wrong.append(bytes)
                    }
                }
            }
        }
        #expect(wrong == [])
    }

    @Test func nothingIsValidAndACutScalarIsNot() {
        #expect(isValid([]))
        let scalar = Array("\u{1F600}".utf8)
        for count in 1..<4 { #expect(!isValid(Array(scalar[..<count]))) }
        for count in 1..<4 { #expect(!isValid([0x61] + scalar[count...])) }
    }
}
