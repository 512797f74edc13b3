import Foundation

@testable import PipitCore

/// The goldens in Fixtures/tokenizer.
enum TextFixtures {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures/tokenizer")

    static func bytes(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: folder.appending(path: name)))
    }

    /// A vocabulary over bytes that stay for the whole run of the tests.
    static func vocabulary(_ section: [UInt8]) -> Vocabulary {
        let copy = UnsafeMutableRawPointer.allocate(byteCount: section.count, alignment: 16)
        copy.copyMemory(from: section, byteCount: section.count)
        return Vocabulary(section: copy)
    }

    static func tokenizer() throws -> Tokenizer {
        Tokenizer(vocabulary: vocabulary(try bytes("vocabulary.bin")), unknownId: 1)
    }
}

/// Front-codes pieces into a vocabulary section, by the format's words and not by the reader's code.
func vocabularySection(specials: [String], words: [String], continuations: [String]) -> [UInt8] {
    var entries: [UInt8] = []
    var blocks: [Int] = []
    var before: [UInt8] = []
    var id = 0
    for group in [specials, words, continuations] {
        for (place, piece) in group.enumerated() {
            let bytes = [UInt8](piece.utf8)
            var shared = 0
            if id % 16 == 0 {
                blocks.append(entries.count)
            } else if place > 0 {
                shared = min(15, zip(before, bytes).prefix { $0 == $1 }.count)
            }
            let rest = bytes.count - shared
            entries += rest < 15 ? [UInt8(shared * 16 + rest)] : [UInt8(shared * 16 + 15), UInt8(rest)]
            entries += bytes[shared...]
            before = bytes
            id += 1
        }
    }
    let numbers = [specials.count, words.count, continuations.count, entries.count] + blocks
    return numbers.flatMap { number in (0..<4).map { UInt8(number >> (8 * $0) & 255) } } + entries
}

extension Tokenizer {
    /// The pieces of `text`, as many as `capacity` holds.
    func pieces(
        _ text: [UInt8], capacity: Int = 2048, skipping skipped: Int = 0
    ) -> (pieces: [WordPiece], truncated: Bool) {
        var pieces = [WordPiece](
            repeating: WordPiece(id: 0, start: 0, end: 0, startsWord: false), count: capacity)
        let (count, truncated) = text.withUnsafeBufferPointer { text in
            pieces.withUnsafeMutableBufferPointer { tokenize(text, into: $0, skipping: skipped) }
        }
        return (Array(pieces[..<count]), truncated)
    }
}

extension WordPiece: Equatable {
    /// Whether all parts are equal.
    public static func == (a: WordPiece, b: WordPiece) -> Bool {
        a.id == b.id && a.start == b.start && a.end == b.end && a.startsWord == b.startsWord
    }
}
