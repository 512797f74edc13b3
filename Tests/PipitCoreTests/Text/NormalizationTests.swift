import Testing

@testable import PipitCore

@Suite struct NormalizationTests {
    private static let blockSize: UInt32 = 4096

    /// FNV-1a over the words of each code point of a block, alone and between a and b.
    private func digest(ofBlock block: UInt32) -> UInt64 {
        var value: UInt64 = 0xCBF2_9CE4_8422_2325
        func add(_ byte: UInt8) { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }
        for code in block * Self.blockSize..<(block + 1) * Self.blockSize {
            guard let scalar = Unicode.Scalar(code) else { continue }
            let bytes = Array(String(Character(scalar)).utf8)
            for text in [bytes, [0x61] + bytes + [0x62]] {
                text.withUnsafeBufferPointer { text in
                    var scanner = WordScanner(text)
                    while scanner.next() {
                        for index in 0..<scanner.word.byteCount { add(scanner.word.bytes[index]) }
                        add(0xFF)
                        add(UInt8(scanner.word.start))
                        add(UInt8(scanner.word.end))
                    }
                    add(0xFE)
                }
            }
        }
        return value
    }

    @Test func everyCodePointBecomesWhatTheReferenceMakesOfIt() throws {
        let digests = String(decoding: try TextFixtures.bytes("unicode.txt"), as: UTF8.self).split(
            separator: "\n")
        #expect(digests.count == 272)
        for (block, expected) in digests.enumerated() {
            #expect(
                digest(ofBlock: UInt32(block)) == UInt64(expected, radix: 16),
                "code points from \(block) · 4096")
        }
    }

    private func words(_ text: String) -> [String] {
        Array(text.utf8).withUnsafeBufferPointer { text in
            var scanner = WordScanner(text)
            var found: [String] = []
            while scanner.next() {
                let word = scanner.word
                found.append(String(decoding: (0..<word.byteCount).map { word.bytes[$0] }, as: UTF8.self))
            }
            return found
        }
    }

    @Test func marksThatStayAreOrdered() {
        // U+1D16D has class 226, U+1D165 has 216: each as the reference puts them.
        #expect(words("a\u{1D16D}\u{1D165}b") == ["a\u{1D165}\u{1D16D}b"])
        #expect(words("a\u{1D165}\u{1D16D}b") == ["a\u{1D165}\u{1D16D}b"])
        #expect(words("a\u{1D16D}\u{301}\u{200D}\u{1D165}") == ["a\u{1D165}\u{1D16D}"])
        #expect(words("\u{1D160}\u{1D165}") == ["\u{1D158}\u{1D165}\u{1D16E}\u{1D165}"])
        // A dropped mark of class 0 (a variation selector) keeps them apart, and so does a letter.
        #expect(words("a\u{1D16D}\u{FE00}\u{1D165}") == ["a\u{1D16D}\u{1D165}"])
        #expect(words("\u{1D16D}x\u{1D165}") == ["\u{1D16D}x\u{1D165}"])
    }

    @Test func longWordsAreCutAndSaySo() {
        for (count, isTooLong) in [(99, false), (100, false), (101, true), (5000, true)] {
            let text = [UInt8](String(repeating: "\u{10428}", count: count).utf8)
            text.withUnsafeBufferPointer { text in
                var scanner = WordScanner(text)
                let hasOne = scanner.next()
                #expect(hasOne)
                #expect(scanner.word.isTooLong == isTooLong)
                #expect(scanner.word.byteCount == 4 * min(count, 100))
                #expect(scanner.word.end == 4 * count)
                let hasTwo = scanner.next()
                #expect(!hasTwo)
            }
        }
    }
}
