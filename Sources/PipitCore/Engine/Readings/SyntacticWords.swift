// The syntactic words of a text, which carry plain tags. This rule holds for the device and for training
// (pipit.text.syntactic_words) alike.
//
// Finer than the words of Words.swift, as in Universal Dependencies: punctuation is a word of its own. Each word of the
// tokenizer is a syntactic word, except that one joins the word before it when nothing stands between the two, and
//
// 1. it is one of `. , :` between two digits, or a digit after such a one: `3.5`, `1,000`, `10:30` are one word each;
// 2. it is one of s, t, d, m, re, ve, ll (in either case, and no further ASCII letter) after an apostrophe: `John's` is
//    `John` and `'s`, `don't` is `don` and `'t`.
//
// The tag is read at the word's first piece.

/// Puts the pieces of a text together into its syntactic words, one after the other.
struct SyntacticWordReader {
    private let text: UnsafeBufferPointer<UInt8>
    private let pieces: UnsafeBufferPointer<WordPiece>
    private var position = 0

    /// A reader of the words of `text`, whose word pieces are `pieces`, without special tokens.
    init(text: UnsafeBufferPointer<UInt8>, pieces: UnsafeBufferPointer<WordPiece>) {
        self.text = text
        self.pieces = pieces
    }

    /// The next word, or nil after the last.
    mutating func next() -> Word? {
        if position == pieces.count { return nil }
        let first = position
        position &+= 1
        while position < pieces.count && continues(position) { position &+= 1 }
        return Word(firstPiece: first, start: pieces[first].start, end: pieces[position &- 1].end)
    }

    private func continues(_ index: Int) -> Bool {
        let piece = pieces[index]
        if !piece.startsWord { return true }
        return piece.start == pieces[index &- 1].end && joins(Int(piece.start))
    }

    /// Whether what starts at `offset`, not the first of the text, belongs to the word that ends there.
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

extension Engine {
    /// The syntactic words of a text of which all hidden states were wanted, and the tag that head number `index`, of the
    /// kind `tokenPlain`, gives each: the highest logit, the lowest of equals.
    ///
    /// They are valid until the next call.
    public func tagSyntacticWords(_ reading: borrowing Reading, head index: Int) -> TextSpans {
        let head = model.head(index)
        var spans = TextSpans(storage: memory.spans, text: reading.text, labels: head.labels)
        var words = SyntacticWordReader(text: reading.text, pieces: reading.pieces)
        var logits = TiledLogits(of: head, into: memory.logits)
        while let word = words.next() {
            let scores = logits.ofPiece(word.firstPiece, reading.states, by: encoder)
            var top = 0
            for label in 1..<scores.count where scores[label] > scores[top] { top = label }
            spans.append(TextSpan(label: top, start: word.start, end: word.end))
        }
        return spans
    }
}
