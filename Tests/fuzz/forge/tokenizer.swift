// A vocabulary out of the first lines, up to an empty one, and a text out of the rest: the device's tokenizer gives pieces
// of what the importer packed, which lie in the text, in order.

@testable import PipitCore
@testable import forge

private let specials = ["[PAD]", "[UNK]", "[CLS]", "[MASK]", "[SEP]"]

/// Packs a vocabulary and cuts a text by it.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzTokenizer(_ data: UnsafePointer<UInt8>?, _ size: Int) -> Int32 {
    let bytes = Array(UnsafeBufferPointer(start: data, count: size))
    let lines = bytes.split(separator: 10, omittingEmptySubsequences: false)
    let words = specials.map { Array($0.utf8) } + lines.prefix { !$0.isEmpty }.map(Array.init)
    let text = Array(bytes.dropFirst(words.dropFirst(specials.count).reduce(1) { $0 + $1.count + 1 }))
    guard let draft = try? VocabularyDraft(pieces: words, specials: specials),
        String(validating: text, as: UTF8.self) != nil
    else { return 0 }
    precondition(draft.order.sorted() == Array(words.indices))
    // Of the section's own size, so that a byte behind it is found.
    let section = UnsafeMutableRawBufferPointer.allocate(byteCount: draft.bytes.count, alignment: 4)
    defer { section.deallocate() }
    section.copyBytes(from: draft.bytes)
    guard let base = section.baseAddress else { return 0 }
    let vocabulary = Vocabulary(section: UnsafeRawPointer(base))
    precondition(vocabulary.count == words.count)
    check(text, by: Tokenizer(vocabulary: vocabulary, unknownId: 1), words: words.count)
    return 0
}

/// Makes sure that the pieces of a text lie in it.
private func check(_ text: [UInt8], by tokenizer: Tokenizer, words: Int) {
    let none = WordPiece(id: 0, start: 0, end: 0, startsWord: false)
    var pieces = [WordPiece](repeating: none, count: 64)
    let count = pieces.withUnsafeMutableBufferPointer { pieces in
        text.withUnsafeBufferPointer { tokenizer.tokenize($0, into: pieces).count }
    }
    precondition(count <= pieces.count)
    var before: UInt16 = 0
    for piece in pieces[..<count] {
        precondition(piece.start < piece.end && Int(piece.end) <= text.count && piece.start >= before)
        precondition(Int(piece.id) < words)
        before = piece.start
    }
}
