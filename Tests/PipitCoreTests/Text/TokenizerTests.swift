import Testing

@testable import PipitCore

@Suite struct TokenizerTests {
    @Test func linesAreCutAsTheReferenceCutsThem() throws {
        let tokenizer = try TextFixtures.tokenizer()
        var golden = try TextFixtures.bytes("tokens.bin")[...]
        func number() -> Int {
            var value = 0
            var shift = 0
            while let byte = golden.popFirst() {
                value |= Int(byte & 0x7F) << shift
                shift += 7
                if byte < 0x80 { break }
            }
            return value
        }
        let lines = try TextFixtures.bytes("lines.txt").split(separator: 10, omittingEmptySubsequences: false)
        #expect(lines.count == 2087)
        for line in lines.dropLast() {
            var expected: [WordPiece] = []
            for _ in 0..<number() {
                let id = number()
                let start = number() + Int(expected.last?.start ?? 0)
                expected.append(
                    WordPiece(
                        id: UInt16(id >> 1), start: UInt16(start), end: UInt16(start + number()),
                        startsWord: id & 1 == 1))
            }
            let found = tokenizer.pieces(Array(line)).pieces
            #expect(found == expected, "\(String(decoding: line, as: UTF8.self).debugDescription)")
        }
        #expect(golden.isEmpty)
    }

    private let small = Tokenizer(
        vocabulary: TextFixtures.vocabulary(
            vocabularySection(
                specials: ["[PAD]", "[UNK]"], words: [".", "a", "ab", "abc", "b"],
                continuations: ["a", "b", "bc", "c"])),
        unknownId: 1)

    private func ids(_ text: String, capacity: Int = 100) -> [UInt16] {
        small.pieces(Array(text.utf8), capacity: capacity).pieces.map(\.id)
    }

    @Test func theLongestPieceWinsAndAWordWithoutOneIsUnknown() {
        #expect(ids("abc ab a b") == [5, 4, 3, 6])
        #expect(ids("abca abbc abcc") == [5, 7, 4, 9, 5, 10])
        #expect(ids("abx x. xabc") == [1, 1, 2, 1])
        #expect(ids("") == [])
        #expect(
            small.pieces(Array("  abx.".utf8)).pieces[0]
                == WordPiece(id: 1, start: 2, end: 5, startsWord: true))
    }

    @Test func whatDoesNotFitIsCutAndSaid() {
        let text = Array("abca abx ab".utf8)  // 5 7, 1, 4
        for (capacity, expected, truncated) in [
            (0, [], true), (1, [5], true), (2, [5, 7], true), (3, [5, 7, 1], true), (4, [5, 7, 1, 4], false),
        ] as [(Int, [UInt16], Bool)] {
            let found = small.pieces(text, capacity: capacity)
            #expect(found.pieces.map(\.id) == expected)
            #expect(found.truncated == truncated)
        }
        #expect(!small.pieces(Array(" \u{301} ".utf8), capacity: 0).truncated)
    }

    @Test func piecesThatAreLeftOutAreThoseAtTheStart() {
        for text in ["abca abx ab", "abbabababax a abca", "x", ""].map({ Array($0.utf8) }) {
            let all = small.pieces(text).pieces
            for skipped in 0...all.count + 2 {
                for capacity in 0...all.count + 1 {
                    let found = small.pieces(text, capacity: capacity, skipping: skipped)
                    let rest = all.dropFirst(skipped)
                    #expect(found.pieces == Array(rest.prefix(capacity)))
                    #expect(found.truncated == (rest.count > capacity))
                }
            }
        }
    }

    @Test func aWordThatEndsUnknownBehindTheLastTokenIsUnknownInItsPlace() {
        let found = small.pieces(Array("a abbabababax".utf8), capacity: 3)
        #expect(found.pieces.map(\.id) == [3, 1])
        #expect(!found.truncated)
    }

    @Test func aTextBeyondSixteenBitsIsCut() {
        let text = [UInt8](repeating: 0x20, count: 65534) + Array("ab".utf8)
        let found = small.pieces(text)
        #expect(found.pieces == [WordPiece(id: 3, start: 65534, end: 65535, startsWord: true)])
        #expect(found.truncated)
        #expect(!small.pieces(text.dropLast()).truncated)
    }
}
