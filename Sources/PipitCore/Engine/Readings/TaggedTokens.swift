// The tokens of a text, for plain tags. This rule holds for the device and for training (pipit.text.syntactic_words) alike.
//
// Finer than the words of Words.swift, as in Universal Dependencies: punctuation is a token of its own. Each word of
// the tokenizer is a token, except that one joins the token before it when nothing stands between the two, and
//
// 1. it is one of `. , :` between two digits, or a digit after such a one: `3.5`, `1,000`, `10:30` are one token each;
// 2. it is one of s, t, d, m, re, ve, ll (in either case, and no further ASCII letter) after an apostrophe: `John's` is
//    `John` and `'s`, `don't` is `don` and `'t`.
//
// The tag is read at the token's first piece.

/// Puts the pieces of a text together into the tokens that carry plain tags, one after the other.
struct TaggedTokenReader {
    private let text: UnsafeBufferPointer<UInt8>
    private let tokens: UnsafeBufferPointer<Token>
    private var position = 0

    /// A reader of the tokens of `text`, whose pieces are `tokens`, without special tokens.
    init(text: UnsafeBufferPointer<UInt8>, tokens: UnsafeBufferPointer<Token>) {
        self.text = text
        self.tokens = tokens
    }

    /// The next token, or nil after the last.
    mutating func next() -> Word? {
        if position == tokens.count { return nil }
        let first = position
        position &+= 1
        while position < tokens.count && continues(position) { position &+= 1 }
        return Word(firstToken: first, start: tokens[first].start, end: tokens[position &- 1].end)
    }

    private func continues(_ index: Int) -> Bool {
        let piece = tokens[index]
        if !piece.startsWord { return true }
        return piece.start == tokens[index &- 1].end && joins(Int(piece.start))
    }

    /// Whether what starts at `offset`, not the first of the text, belongs to the token that ends there.
    private func joins(_ offset: Int) -> Bool {
        if isNumberMark(offset) { return isDigit(offset &- 1) && isDigit(offset &+ 1) }
        if isDigit(offset) { return isNumberMark(offset &- 1) && isDigit(offset &- 2) }
        return text[offset &- 1] == UInt8(ascii: "'") && isClitic(offset)
    }

    private func isDigit(_ offset: Int) -> Bool {
        guard offset >= 0 && offset < text.count else { return false }
        return text[offset] >= UInt8(ascii: "0") && text[offset] <= UInt8(ascii: "9")
    }

    private func isNumberMark(_ offset: Int) -> Bool {
        switch text[offset] {
        case UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: ":"): true
        default: false
        }
    }

    /// Whether the ASCII letters from `offset` on are one of the seven.
    private func isClitic(_ offset: Int) -> Bool {
        let first = lowerCaseLetter(offset)
        let second = lowerCaseLetter(offset &+ 1)
        if second == 0 {
            switch first {
            case UInt8(ascii: "s"), UInt8(ascii: "t"), UInt8(ascii: "d"), UInt8(ascii: "m"): return true
            default: return false
            }
        }
        if lowerCaseLetter(offset &+ 2) != 0 { return false }
        switch first {
        case UInt8(ascii: "r"), UInt8(ascii: "v"): return second == UInt8(ascii: "e")
        case UInt8(ascii: "l"): return second == UInt8(ascii: "l")
        default: return false
        }
    }

    /// The ASCII letter at `offset`; 0 where there is none.
    private func lowerCaseLetter(_ offset: Int) -> UInt8 {
        guard offset < text.count else { return 0 }
        let letter = text[offset] | 0x20
        return letter >= UInt8(ascii: "a") && letter <= UInt8(ascii: "z") ? letter : 0
    }
}
