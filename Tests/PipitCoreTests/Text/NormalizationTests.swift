import Testing

@testable import PipitCore

@Suite struct NormalizationTests {
    private static let blockSize: UInt32 = 4096

    private func withWords(of text: [UInt8], _ body: (borrowing NormalizedWord) -> Void) {
        let scratch = UnsafeMutableRawPointer.allocate(byteCount: NormalizedWord.scratchBytes, alignment: 2)
        defer { scratch.deallocate() }
        text.withUnsafeBufferPointer { text in
            var scanner = WordScanner(text, scratch: scratch)
            while scanner.next() { body(scanner.word) }
        }
    }

    /// FNV-1a over the words of each code point of a block, alone and between a and b.
    private func digest(ofBlock block: UInt32) -> UInt64 {
        var value: UInt64 = 0xCBF2_9CE4_8422_2325
        func add(_ byte: UInt8) { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }
        for code in block * Self.blockSize..<(block + 1) * Self.blockSize {
            guard let scalar = Unicode.Scalar(code) else { continue }
            let bytes = Array(String(Character(scalar)).utf8)
            for text in [bytes, [0x61] + bytes + [0x62]] {
                withWords(of: text) { word in
                    for byte in word.text { add(byte) }
                    add(0xFF)
                    add(UInt8(word.start))
                    add(UInt8(word.end))
                }
                add(0xFE)
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

    /// The normalized words, a space after each; as bytes, since strings are equal whatever the order of marks.
    private func words(_ text: [UInt8]) -> [UInt8] {
        var found: [UInt8] = []
        withWords(of: text) { found += Array($0.text) + [0x20] }
        return found
    }

    @Test func marksThatStayAreOrdered() {
        func words(_ text: String) -> [UInt8] { self.words(Array(text.utf8)) }
        // U+1D16D has class 226, U+1D165 has 216: each as the reference puts them.
        #expect(words("a\u{1D16D}\u{1D165}b") == Array("a\u{1D165}\u{1D16D}b ".utf8))
        #expect(words("a\u{1D165}\u{1D16D}b") == Array("a\u{1D165}\u{1D16D}b ".utf8))
        #expect(words("a\u{1D16D}\u{301}\u{200D}\u{1D165}") == Array("a\u{1D165}\u{1D16D} ".utf8))
        #expect(words("\u{1D160}\u{1D165}") == Array("\u{1D158}\u{1D165}\u{1D16E}\u{1D165} ".utf8))
        // A dropped mark of class 0 (a variation selector) keeps them apart, and so does a letter.
        #expect(words("a\u{1D16D}\u{FE00}\u{1D165}") == Array("a\u{1D16D}\u{1D165} ".utf8))
        #expect(words("\u{1D16D}x\u{1D165}") == Array("\u{1D16D}x\u{1D165} ".utf8))
    }

    @Test func heapsOfMarksAreOrderedAsTheReferenceDoes() throws {
        let lines = try TextFixtures.bytes("marks.txt").split(separator: 10)
        #expect(lines.count == 400)
        for line in lines {
            let parts = line.split(separator: 9, omittingEmptySubsequences: false)
            #expect(
                words(Array(parts[0])) == Array(parts[1]),
                "\(String(decoding: parts[0], as: UTF8.self).debugDescription)")
        }
    }

    @Test func longWordsAreCutAndSaySo() {
        for (count, isTooLong) in [(99, false), (100, false), (101, true), (5000, true)] {
            let text = [UInt8](String(repeating: "\u{10428}", count: count).utf8)
            var found = 0
            withWords(of: text) { word in
                found += 1
                #expect(
                    (word.isTooLong, word.byteCount, word.end) == (
                        isTooLong, 4 * min(count, 100), UInt16(4 * count)
                    ))
            }
            #expect(found == 1)
        }
    }
}
