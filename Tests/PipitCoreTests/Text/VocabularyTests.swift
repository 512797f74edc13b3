import Foundation
import Testing

@testable import PipitCore

@Suite struct VocabularyTests {
    private func piece(_ id: Int, of vocabulary: Vocabulary, capacity: Int = 100) -> [UInt8] {
        var buffer = [UInt8](repeating: 0xEE, count: capacity)
        let count = buffer.withUnsafeMutableBufferPointer { vocabulary.piece(of: UInt16(id), into: $0) }
        return Array(buffer[..<count])
    }

    /// The longest piece by trying every length.
    private func longest(_ rest: ArraySlice<UInt8>, in ids: [[UInt8]: Int]) -> PieceMatch? {
        for count in stride(from: rest.count, to: 0, by: -1) {
            if let id = ids[Array(rest.prefix(count))] { return PieceMatch(id: UInt16(id), byteCount: count) }
        }
        return nil
    }

    private func expectSearchesAgree(_ vocabulary: Vocabulary, _ words: [[UInt8]]) {
        var ids = [[[UInt8]: Int](), [:]]
        for id in vocabulary.firstWord..<vocabulary.count {
            ids[id < vocabulary.firstContinuation ? 0 : 1][piece(id, of: vocabulary)] = id
        }
        for word in words where !word.isEmpty {
            for offset in 0..<word.count {
                let found = vocabulary.longestPiece(in: word.span, from: offset)
                let expected = longest(word[offset...], in: ids[min(offset, 1)])
                #expect(
                    found?.id == expected?.id && found?.byteCount == expected?.byteCount,
                    "\(word) from \(offset)")
            }
        }
    }

    @Test func everyPieceIsFoundByItsOwnBytes() throws {
        let vocabulary = TextFixtures.vocabulary(try TextFixtures.bytes("vocabulary.bin"))
        #expect(vocabulary.count == 8192)
        for id in vocabulary.firstWord..<vocabulary.count {
            let bytes = piece(id, of: vocabulary)
            let isContinuation = vocabulary.isContinuation(UInt16(id))
            let word = isContinuation ? [0x61] + bytes : bytes
            let found = vocabulary.longestPiece(in: word.span, from: isContinuation ? 1 : 0)
            #expect(found?.id == UInt16(id) && found?.byteCount == bytes.count)
        }
        #expect(piece(0, of: vocabulary) == Array("[PAD]".utf8))
        #expect(piece(4, of: vocabulary) == Array("[SEP]".utf8))
    }

    @Test func aModelGivesItsVocabulary() throws {
        let file = [UInt8](
            try Data(contentsOf: TextFixtures.folder.appending(path: "../encoder/every_head.pipit")))
        let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: file.count, alignment: 16)
        copy.copyBytes(from: file)
        let model = try ModelFile(UnsafeRawBufferPointer(copy))
        let vocabulary = Vocabulary(model)
        #expect(vocabulary.count == model.config.vocabularySize)
        #expect(piece(Int(model.config.unknownId), of: vocabulary) == Array("[UNK]".utf8))
    }

    @Test func piecesThatDoNotFitAreCut() throws {
        let vocabulary = TextFixtures.vocabulary(try TextFixtures.bytes("vocabulary.bin"))
        for id in stride(from: 0, to: vocabulary.count, by: 7) {
            let whole = piece(id, of: vocabulary)
            for capacity in [0, 1, 3] {
                #expect(piece(id, of: vocabulary, capacity: capacity) == Array(whole.prefix(capacity)))
            }
        }
        #expect(piece(8192, of: vocabulary) == [])
        #expect(piece(65535, of: vocabulary) == [])
    }

    @Test func longestMatchesAreThoseOfTryingEveryLength() throws {
        let vocabulary = TextFixtures.vocabulary(try TextFixtures.bytes("vocabulary.bin"))
        var random = SystemRandomNumberGenerator()
        let pieces = (5..<vocabulary.count).map { piece($0, of: vocabulary) }
        let words = (0..<2000).map { _ in
            // Pieces put together, and cut or with a byte changed, so that near misses are many.
            var word = (0..<Int.random(in: 1...4, using: &random)).flatMap { _ in
                pieces.randomElement(using: &random)!
            }
            word = Array(word.prefix(Int.random(in: 1...word.count, using: &random)))
            if Bool.random(using: &random) {
                word[Int.random(in: 0..<word.count)] = UInt8.random(in: 0...255)
            }
            return word
        }
        expectSearchesAgree(vocabulary, words)
    }

    @Test(arguments: [0, 1, 2, 14, 15, 16, 17, 31, 32, 33, 48])
    func groupsMayStartAndEndAnywhereInABlock(_ specials: Int) {
        var random = SystemRandomNumberGenerator()
        func pieces(_ count: Int) -> [String] {
            var found: Set<String> = []
            while found.count < count {
                found.insert(
                    String((0..<Int.random(in: 1...5)).map { _ in "abc".randomElement(using: &random)! }))
            }
            return found.sorted()
        }
        for (words, continuations) in [
            (0, 0), (1, 0), (0, 1), (1, 1), (15, 16), (16, 15), (17, 40), (40, 3), (2, 2),
        ] {
            let section = vocabularySection(
                specials: (0..<specials).map { "[\($0)]" }, words: pieces(words),
                continuations: pieces(continuations))
            let vocabulary = TextFixtures.vocabulary(section)
            #expect(vocabulary.count == specials + words + continuations)
            expectSearchesAgree(
                vocabulary, pieces(40).map { Array($0.utf8) } + pieces(20).map { Array(($0 + "zz").utf8) })
        }
    }

    /// Both counts of an entry share a byte: more than 15 bytes in common are not, and a rest of 15 has a count of its own.
    @Test func piecesAtTheLimitsOfTheirCountsAreFound() {
        let words = Set(
            [0, 1, 13, 14, 15, 16, 17, 60].flatMap { common in
                [1, 2, 13, 14, 15, 16, 30].map { rest in
                    String(repeating: "m", count: common) + String(repeating: "n", count: rest)
                }
            }
        ).sorted()
        let section = vocabularySection(specials: ["[UNK]"], words: words, continuations: words)
        let vocabulary = TextFixtures.vocabulary(section)
        for (index, word) in words.enumerated() {
            #expect(piece(1 + index, of: vocabulary) == Array(word.utf8))
            #expect(vocabulary.longestPiece(in: Array(word.utf8).span, from: 0)?.id == UInt16(1 + index))
        }
        expectSearchesAgree(vocabulary, words.map { Array(($0 + "nm").utf8) })
    }

    @Test func piecesOfAHundredBytesAreFound() {
        let long = String(repeating: "x", count: 100)
        let vocabulary = TextFixtures.vocabulary(
            vocabularySection(specials: ["[UNK]"], words: ["x", long], continuations: [long]))
        let word = Array((long + long + "x").utf8)
        #expect(vocabulary.longestPiece(in: word.span, from: 0)?.byteCount == 100)
        #expect(vocabulary.longestPiece(in: word.span, from: 100)?.id == 3)
        #expect(vocabulary.longestPiece(in: word.span, from: 150)?.id == nil)
        #expect(piece(2, of: vocabulary) == Array(long.utf8))
    }
}
