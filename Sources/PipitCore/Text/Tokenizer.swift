/// Cuts a text into the word pieces of a vocabulary, as BERT's uncased tokenizer does, in one pass over its bytes.
public struct Tokenizer {
    let vocabulary: Vocabulary
    private let unknownId: UInt16

    /// The tokenizer of a model, which outlives this value.
    public init(_ model: ModelFile) {
        self.init(vocabulary: Vocabulary(model), unknownId: model.config.unknownId)
    }

    /// A tokenizer that answers `unknownId` for a word that the vocabulary cannot spell.
    public init(vocabulary: Vocabulary, unknownId: UInt16) {
        self.vocabulary = vocabulary
        self.unknownId = unknownId
    }

    /// Cuts `text` into word pieces, without special tokens.
    ///
    /// A word that cannot be spelled, or of more than 100 normalized scalars, is one unknown piece.
    ///
    /// - Parameters:
    ///   - text: UTF-8; what lies behind 65,535 bytes is cut off.
    ///   - pieces: Filled from its start, with at most `pieces.count` pieces.
    ///   - skipped: How many pieces of the text are left out before the first one.
    /// - Returns: How many there are in `pieces`, and whether more would follow.
    @inline(never)  // Many requests need it, and it is long.
    public func tokenize(
        _ text: UnsafeBufferPointer<UInt8>, into pieces: UnsafeMutableBufferPointer<WordPiece>,
        skipping skipped: Int = 0
    ) -> (count: Int, truncated: Bool) {
        withUnsafeTemporaryAllocation(byteCount: NormalizedWord.scratchBytes, alignment: 2) { scratch in
            // Room was asked for, so there is a base.
            tokenize(text, into: pieces, from: -skipped, scratch: scratch.baseAddress.unsafelyUnwrapped)
        }
    }

    private func tokenize(
        _ text: UnsafeBufferPointer<UInt8>, into pieces: UnsafeMutableBufferPointer<WordPiece>,
        from first: Int, scratch: UnsafeMutableRawPointer
    ) -> (count: Int, truncated: Bool) {
        let maxBytes = Int(UInt16.max)
        let isTooLong = text.count > maxBytes
        let readable = isTooLong ? UnsafeBufferPointer(rebasing: text[..<maxBytes]) : text
        var scanner = WordScanner(readable, scratch: scratch)
        var count = first  // below zero: of pieces that are left out
        while scanner.next() {
            count &+= append(scanner.word, to: pieces, from: count)
            if count > pieces.count { return (pieces.count, true) }
        }
        return (max(count, 0), isTooLong)
    }

    /// Writes the pieces of `word` behind the first `count`, those that have a place there, and returns how many
    /// it has.
    private func append(
        _ word: borrowing NormalizedWord, to pieces: UnsafeMutableBufferPointer<WordPiece>, from count: Int
    )
        -> Int
    {
        let bytes = word.text.span
        var total = count
        var offset = 0
        var last = -1  // The scalar of `word` that holds the byte before `offset`.
        while offset < bytes.count && !word.isTooLong {
            guard let match = vocabulary.longestPiece(in: bytes, from: offset) else { break }
            let first = isScalarStart(bytes[offset]) ? last &+ 1 : last
            let end = offset &+ match.byteCount
            for index in offset..<end where isScalarStart(bytes[index]) { last &+= 1 }
            if pieces.hasPlace(total) {
                pieces[total] = WordPiece(
                    id: match.id, start: word.start(ofScalar: first), end: word.end(ofScalar: last),
                    startsWord: offset == 0)
            }
            total &+= 1
            offset = end
        }
        if offset == bytes.count { return total &- count }
        if pieces.hasPlace(count) {
            pieces[count] = WordPiece(id: unknownId, start: word.start, end: word.end, startsWord: true)
        }
        return 1
    }
}

extension UnsafeMutableBufferPointer {
    /// Whether there is a place of that number, which may be below zero.
    fileprivate func hasPlace(_ index: Int) -> Bool { UInt(bitPattern: index) < UInt(bitPattern: count) }
}

/// A word piece, and the bytes of the text that it stands for.
public struct WordPiece: BitwiseCopyable {
    /// Its place in the vocabulary.
    public var id: UInt16
    /// The first byte, counted from the start of the text.
    public var start: UInt16
    /// The byte after the last one.
    public var end: UInt16
    /// Whether it is the first piece of a word of the tokenizer: what stands between white space and punctuation,
    /// or a single punctuation mark.
    public var startsWord: Bool

    /// A word piece from its parts.
    public init(id: UInt16, start: UInt16, end: UInt16, startsWord: Bool) {
        self.id = id
        self.start = start
        self.end = end
        self.startsWord = startsWord
    }
}
