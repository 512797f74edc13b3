// The parts of words, for tags with learnt paths. This rule holds for the device and for training alike.
//
// Finer than the words of Engine/Readings/Words.swift, so that a value may end before `'s`, `°C`, `%` or
// `pm`, and stand in quotes or brackets or between hyphens. Inside each word of the tokenizer (which sets
// white space and marks apart) a part is
//
// 1. a run of letters: those of ASCII, and every scalar beyond ASCII but those of rule 3;
// 2. a run of digits 0 … 9; where such a run ends its word, one of `. , :` with a digit behind it and nothing between
//    belongs to it, and the digits go on: `3.5`, `1,000` and `10:30` are one part each;
// 3. any other single scalar: marks of ASCII, U+0080 … U+00BF (`°`, `£`, `½`), and U+2000 … U+2FFF (`’`, `€`).
//
// A part reads the state of the word piece that its first byte belongs to, of several the first one's. Bytes
// that the tokenizer dropped are letters or marks as any other, but where they lie between two pieces no part
// starts with them. A word that does not fit the model ends with the last piece that does. Of a text with
// more parts than pieces fit the model, the first so many are read.

/// A part of a word: letters, a number or a mark; what a tag with a learnt path belongs to.
public struct WordPart: BitwiseCopyable {
    /// Byte offset of its start in the text.
    public let start: UInt16
    /// Byte offset of its end, exclusive.
    public let end: UInt16
    /// Index of the piece that its first byte belongs to, among the pieces of the text.
    public let piece: UInt16
}

/// Cuts a text into the parts of its words, one after the other.
public struct WordPartReader {
    private enum Class {
        case letter, digit, mark
    }

    private let text: UnsafeBufferPointer<UInt8>
    private let pieces: UnsafeBufferPointer<WordPiece>
    private var piece = 0
    private var offset = 0

    /// A reader of the parts of `text`, which is valid UTF-8 and has these word pieces, without special tokens.
    public init(text: UnsafeBufferPointer<UInt8>, pieces: UnsafeBufferPointer<WordPiece>) {
        self.text = text
        self.pieces = pieces
    }

    /// The next part, or nil after the last.
    public mutating func next() -> WordPart? {
        while piece < pieces.count && Int(pieces[piece].end) <= offset { piece &+= 1 }
        if piece == pieces.count { return nil }
        let start = max(offset, Int(pieces[piece].start))
        let end = end(of: start, in: wordEnd())
        offset = end
        return WordPart(
            start: UInt16(truncatingIfNeeded: start), end: UInt16(truncatingIfNeeded: end),
            piece: UInt16(truncatingIfNeeded: piece))
    }

    /// Where the tokenizer's word that the piece belongs to ends.
    private func wordEnd() -> Int {
        var last = piece
        while last &+ 1 < pieces.count && !pieces[last &+ 1].startsWord { last &+= 1 }
        return Int(pieces[last].end)
    }

    private func end(of start: Int, in wordEnd: Int) -> Int {
        let first = kind(at: start)
        var end = start &+ scalarBytes(at: start)
        if first == .mark { return min(end, text.count) }
        while end < wordEnd && kind(at: end) == first { end &+= scalarBytes(at: end) }
        if first == .digit {
            while end >= wordEnd && end < text.count && isNumberMark(text[end]) && isDigit(at: end &+ 1) {
                end &+= 1
                while isDigit(at: end) { end &+= 1 }
            }
        }
        return min(end, text.count)
    }

    private func kind(at offset: Int) -> Class {
        let byte = text[offset]
        if byte >= 0x80 { return byte == 0xC2 || byte == 0xE2 ? .mark : .letter }
        if isDigit(at: offset) { return .digit }
        return isLetter(at: offset) ? .letter : .mark
    }

    /// Bytes of the scalar that starts at `offset`, by its first.
    private func scalarBytes(at offset: Int) -> Int {
        switch text[offset] {
        case 0xF0...: 4
        case 0xE0...: 3
        case 0xC0...: 2
        default: 1
        }
    }

    private func isLetter(at offset: Int) -> Bool {
        offset < text.count && (text[offset] | 0x20) &- UInt8(ascii: "a") < 26
    }

    private func isDigit(at offset: Int) -> Bool {
        offset < text.count && text[offset] &- UInt8(ascii: "0") < 10
    }

    private func isNumberMark(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ".") || byte == UInt8(ascii: ",") || byte == UInt8(ascii: ":")
    }
}
