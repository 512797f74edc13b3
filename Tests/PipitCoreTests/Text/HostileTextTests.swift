import Foundation
import Testing

@testable import PipitCore

/// Memory whose last byte lies before a page that nothing may touch.
private struct GuardedBytes: ~Copyable {
    private let base: UnsafeMutableRawPointer
    private let size: Int
    private let page = Int(sysconf(Int32(_SC_PAGESIZE)))

    init(capacity: Int) {
        size = (capacity + page - 1) / page * page
        base = mmap(nil, size + page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        mprotect(base + size, page, PROT_NONE)
    }

    deinit { munmap(base, size + page) }

    /// The last `count` bytes.
    func last(_ count: Int) -> UnsafeMutableRawBufferPointer {
        UnsafeMutableRawBufferPointer(start: base + size - count, count: count)
    }
}

@Suite struct HostileTextTests {
    @Test func anyBytesGiveTokensInOrderAndNothingElseIsTouched() throws {
        let tokenizer = try TextFixtures.tokenizer()
        let text = GuardedBytes(capacity: 1024)
        let output = GuardedBytes(capacity: 64 * 8)
        let material = try TextFixtures.bytes("lines.txt")
        var random = SystemRandomNumberGenerator()
        for round in 0..<20000 {
            let bytes = text.last(Int.random(in: 0...200))
            // Random bytes, and real text cut anywhere with a few bytes changed.
            let from = Int.random(in: 0..<material.count - 200, using: &random)
            for index in 0..<bytes.count {
                let isRandom = round % 3 == 0 || UInt8.random(in: 0...255, using: &random) < 5
                bytes[index] = isRandom ? UInt8.random(in: 0...255, using: &random) : material[from + index]
            }
            let line = UnsafeBufferPointer(bytes.bindMemory(to: UInt8.self))
            let tokens = output.last(Int.random(in: 0...64) * MemoryLayout<WordPiece>.stride).bindMemory(
                to: WordPiece.self)
            let (count, _) = tokenizer.tokenize(line, into: tokens)
            let isValid = String(validating: line, as: UTF8.self) != nil
            #expect(isValidUTF8(line) == isValid)
            var before: UInt16 = 0
            for token in tokens[..<count] {
                #expect(token.id < 8192 && token.start >= before && token.start < token.end)
                #expect(Int(token.end) <= line.count)
                if isValid {
                    #expect(isScalarStart(line[Int(token.start)]))
                    #expect(token.end == line.count || isScalarStart(line[Int(token.end)]))
                }
                before = token.start
            }
        }
    }

    @Test func piecesThatAreNoUTF8AreHarmless() {
        // Half scalars as pieces, which no checked importer writes: [C3] and ##[A9], over the letter U+A9 … U+E9.
        let valid = vocabularySection(specials: ["[UNK]"], words: ["A"], continuations: ["B"])
        let section = valid.map { $0 == 0x41 ? 0xC4 : $0 == 0x42 ? 0xB1 : $0 }
        let tokenizer = Tokenizer(vocabulary: TextFixtures.vocabulary(section), unknownId: 0)
        let found = tokenizer.pieces(Array("\u{131}".utf8)).pieces
        #expect(found.map(\.id) == [1, 2])
        #expect(found.allSatisfy { $0.start == 0 && $0.end == 2 })
    }
}
