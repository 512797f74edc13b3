// The words of a text, for tagging. This rule holds for the device (Words.swift) and for training alike.
//
// A tagged word is what a person separates by white space, less the punctuation at its end. The tokenizer splits
// finer ("o'clock" into `o`, `'`, `clock`; "lights?" into `lights`, `?`), so words are put together from its pieces:
//
// 1. A piece begins a word when it is the first piece of the text, or when it starts a word of the tokenizer
//    (it is no `##` continuation) and its start lies after the end of the piece before it: something, which is
//    white space, stands between the two. Offsets count bytes of the original text, ends are exclusive.
// 2. The word's pieces are that one and all that follow, up to the next piece that begins a word.
// 3. From the word's last piece backwards, each piece whose bytes in the text are exactly one of `. , ! ? ; :` is
//    taken off; the first piece of a word never is. What was taken off belongs to no word.
// 4. The word reaches from the start of its first piece to the end of the last piece that is left. In the bytes
//    between two white spaces: all but the final run of those six marks, of which the first byte always stays.
// 5. The tag of a word is read at its first piece, and at no other. In training the label of the word stands on
//    its first piece; every other piece (continuations, inner pieces, [CLS], [SEP], what step 3 took off) is left
//    out of the loss. Giving them the label O instead does no harm: the device never reads them.
//
// A data set whose tokens were separated by single spaces has one word a token. A token that leaves no piece
// (control characters only) is dropped with its tag; of a token that leaves two words (it held a no-break space)
// the second takes the tag as well, its B- turned into I-.
//
// A span (slot, entity) reaches from the start of its first word to the end of its last one:
//
//     wake me at five o'clock, please.     words: wake|me|at|five|o'clock|please
//     turn off the kitchen lights?         words: turn|off|the|kitchen|lights
//     change 5 u. s. d. to euros           words: change|5|u|s|d|to|euros, and the span "u. s. d"

/// A word that carries a tag.
public struct Word {
    /// Index of its first piece, the one that carries the tag, among the word pieces of the text.
    public let firstPiece: Int
    /// Byte offset of its start in the text.
    public let start: UInt16
    /// Byte offset of its end, exclusive; punctuation at its end is left out.
    public let end: UInt16
}

/// Puts the pieces of a text together into words, one after the other.
public struct WordReader {
    private let text: UnsafeBufferPointer<UInt8>
    private let pieces: UnsafeBufferPointer<WordPiece>
    private var position = 0

    /// A reader of the words of `text`, whose word pieces are `pieces`, without special tokens.
    init(text: UnsafeBufferPointer<UInt8>, pieces: UnsafeBufferPointer<WordPiece>) {
        self.text = text
        self.pieces = pieces
    }

    /// The next word, or nil after the last.
    public mutating func next() -> Word? {
        if position == pieces.count { return nil }
        let first = position
        position &+= 1
        while position < pieces.count && !beginsWord(position) { position &+= 1 }
        var last = position &- 1
        while last > first && isFinalPunctuation(pieces[last]) { last &-= 1 }
        return Word(firstPiece: first, start: pieces[first].start, end: pieces[last].end)
    }

    private func beginsWord(_ index: Int) -> Bool {
        pieces[index].startsWord && pieces[index].start > pieces[index &- 1].end
    }

    /// Whether a piece is one of the six punctuation characters that are taken off the end of a word.
    private func isFinalPunctuation(_ piece: WordPiece) -> Bool {
        guard piece.end &- piece.start == 1 else { return false }
        switch text[Int(piece.start)] {
        case UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: "!"), UInt8(ascii: "?"), UInt8(ascii: ";"),
            UInt8(ascii: ":"):
            return true
        default: return false
        }
    }
}

extension Reading {
    /// The words that carry tags.
    public var words: WordReader { WordReader(text: text, pieces: pieces) }
}
