// What the encoder is given: word pieces between [CLS] and [SEP], and their segments.

extension Engine {
    /// The word pieces of the encoder's next text, and the segment of each; both `[n]`.
    typealias Input = (ids: UnsafeBufferPointer<UInt16>, segments: UnsafeBufferPointer<UInt8>)

    /// [CLS] text [SEP], for the first `count` tokens, which are those of `text`.
    func placeText(_ count: Int, of text: Bytes) -> Input {
        memory.ids[0] = model.config.clsId
        placeTokens(count, of: text, at: 1, segment: model.config.firstSegment)
        memory.segments[0] = model.config.firstSegment
        return input(count &+ 2)
    }

    /// Cuts two texts into word pieces and encodes [CLS] first [SEP] second [SEP].
    ///
    /// - Parameters:
    ///   - first: valid UTF-8.
    ///   - limit: the most pieces of the first text.
    ///   - second: valid UTF-8, whose pieces get the places that are left.
    ///   - wanted: which rows will be read.
    /// - Returns: what heads read, valid until the next text is encoded.
    @inline(never)  // Pairs and questions need it.
    func encode(_ first: Bytes, limit: Int, _ second: Bytes, wanted: Encoder.Wanted = .all) -> PairReading {
        let config = model.config
        let (firstCount, isFirstCut) = tokenizer.tokenize(
            first, into: UnsafeMutableBufferPointer(rebasing: memory.tokens[..<limit]))
        memory.ids[0] = config.clsId
        memory.segments[0] = config.firstSegment
        placeTokens(firstCount, of: first, at: 1, segment: config.firstSegment)

        // One more is looked for than there is room for, to see whether the last of them ends a word.
        let room = pairTokens &- firstCount
        let (found, _) = tokenizer.tokenize(
            second, into: UnsafeMutableBufferPointer(rebasing: memory.tokens[...room]))
        let count = min(found, room)
        placeTokens(count, of: second, at: firstCount &+ 2, segment: config.firstSegment &+ 1)
        if config.marksMatches { markMatches(firstCount, count) }
        let input = input(firstCount &+ count &+ 3)
        return PairReading(
            rows: encoder.encode(input.ids, segments: input.segments, wanted: wanted),
            tokens: UnsafeBufferPointer(rebasing: memory.tokens[..<found]), count: count,
            firstRow: firstCount &+ 2, isFirstCut: isFirstCut)
    }

    /// The most word pieces that two texts have together; [CLS] and twice [SEP] take the other three places.
    var pairTokens: Int { model.config.maxTokens &- 3 }

    /// How many pieces the first of two texts may have: half of the places, or what the second leaves.
    func firstLimit(beside second: Bytes) -> Int {
        let needed = tokenizer.tokenize(second, into: memory.tokens).count
        return max(pairTokens / 2, pairTokens &- needed)
    }

    /// Puts the first `count` tokens, which are those of `text`, and a [SEP] at `start`.
    private func placeTokens(_ count: Int, of text: Bytes, at start: Int, segment: UInt8) {
        var place = start
        for index in 0..<count {
            let token = memory.tokens[index]
            memory.ids[place] = token.id
            memory.segments[place] = segment &+ model.config.capitalMark(of: token, in: text)
            place &+= 1
        }
        memory.ids[place] = model.config.sepId
        memory.segments[place] = segment
    }

    /// Gives the pieces of the second text that stand in the first as well the segment of matches, the next one.
    ///
    /// Two unknown words are not the same word: [UNK] matches nothing.
    private func markMatches(_ firstCount: Int, _ secondCount: Int) {
        let first = UnsafeMutableBufferPointer(rebasing: memory.ids[1..<firstCount &+ 1])
        for index in firstCount &+ 2..<firstCount &+ 2 &+ secondCount {
            let id = memory.ids[index]
            if id != model.config.unknownId && first.contains(id) {
                memory.segments[index] &+= 1
            }
        }
    }

    private func input(_ count: Int) -> Input {
        (
            UnsafeBufferPointer(rebasing: memory.ids[..<count]),
            UnsafeBufferPointer(rebasing: memory.segments[..<count])
        )
    }
}

/// Two texts that were encoded as one sequence.
struct PairReading {
    let rows: EncodedRows
    /// The pieces of the second text: those that have rows, and one more where it goes on.
    let tokens: UnsafeBufferPointer<Token>
    /// The pieces of the second text that have rows.
    let count: Int
    /// The row of the first of them.
    let firstRow: Int
    let isFirstCut: Bool

    var isSecondCut: Bool { tokens.count > count }
}

extension ModelConfig {
    /// The segment of a single text, and of the first of two: of three as published the first is padding's.
    public var firstSegment: UInt8 { segments >= 3 ? 1 : 0 }

    /// Whether the second of two texts has a segment for the pieces that stand in the first as well.
    var marksMatches: Bool { blockKind == .embBERT && segments > 3 }

    /// What is added to the segment of a piece of `text`: 4 where it starts with one of A … Z and the model has a segment
    /// for that, else 0.
    public func capitalMark(of token: Token, in text: UnsafeBufferPointer<UInt8>) -> UInt8 {
        segments == 8 && text[Int(token.start)] &- 0x41 < 26 ? 4 : 0
    }
}

/// The logits of a head for tokens of a text, asked for in rising order and computed a tile of rows at a time.
struct TiledLogits {
    private let head: Head
    private let rows: EncodedRows
    private let encoder: Encoder
    private let logits: UnsafeMutableBufferPointer<Float>  // [8, outputs]
    private var tile = 0..<0  // the rows whose logits are there

    init(
        of head: Head, _ rows: EncodedRows, _ encoder: Encoder, _ logits: UnsafeMutableBufferPointer<Float>
    ) {
        self.head = head
        self.rows = rows
        self.encoder = encoder
        self.logits = logits
    }

    /// Those of token `index`, `[outputs]`, valid until the next call.
    mutating func ofToken(_ index: Int) -> UnsafeBufferPointer<Float> {
        let row = index &+ 1  // row 0 is that of [CLS]
        if !tile.contains(row) {
            tile = row..<min(row &+ Encoder.tileRows, rows.count)
            encoder.logits(of: head, rows: rows, from: row, count: tile.count, into: logits)
        }
        let start = (row &- tile.lowerBound) &* head.outputs
        return UnsafeBufferPointer(rebasing: logits[start..<start &+ head.outputs])
    }
}
