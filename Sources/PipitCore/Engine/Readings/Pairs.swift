// Two texts, encoded as one sequence.

/// Two texts that were encoded as [CLS] first [SEP] second [SEP].
struct PairReading: ~Copyable {
    let states: HiddenStates
    /// The pieces of the second text: those that have hidden states, and one more where it goes on.
    let pieces: UnsafeBufferPointer<WordPiece>
    /// The pieces of the second text that have hidden states.
    let count: Int
    /// The token that the first of them is.
    let firstToken: Int
    let isFirstCut: Bool

    var isSecondCut: Bool { pieces.count > count }
}

/// The label of two texts.
public struct PairAnswer {
    /// What the head says of them.
    public let label: Classification
    /// Whether one of them was cut.
    public let isTruncated: Bool
}

extension Engine {
    /// What head number `index`, of the kind `pairClassification`, says of two texts.
    public func classify(
        _ first: UnsafeBufferPointer<UInt8>, _ second: UnsafeBufferPointer<UInt8>, head index: Int
    ) -> PairAnswer {
        let head = model.head(index)
        let reading = encode(first, limit: firstLimit(beside: second), second, wanted: wanted(by: index))
        return PairAnswer(
            label: Classification(
                logits: logits(of: head, reading.states), head: head, probabilities: memory.probabilities),
            isTruncated: reading.isFirstCut || reading.isSecondCut)
    }

    /// Cuts two texts into word pieces and encodes them as one sequence.
    ///
    /// - Parameters:
    ///   - first: valid UTF-8.
    ///   - limit: the maximum of pieces of the first text.
    ///   - second: valid UTF-8, whose pieces get the places that are left.
    ///   - wanted: which hidden states will be read.
    /// - Returns: what heads read, valid until the next text is encoded.
    @inline(never)  // Pairs and questions need it.
    func encode(_ first: Bytes, limit: Int, _ second: Bytes, wanted: Encoder.Wanted = .all) -> PairReading {
        let config = model.config
        let (firstCount, isFirstCut) = tokenizer.tokenize(
            first, into: UnsafeMutableBufferPointer(rebasing: memory.pieces[..<limit]))
        placeClassifier()
        placePieces(firstCount, of: first, at: 1, segment: config.firstSegment)

        // One more is looked for than there is room for, to see whether the last of them ends a word.
        let room = pairTokens &- firstCount
        let (found, _) = tokenizer.tokenize(
            second, into: UnsafeMutableBufferPointer(rebasing: memory.pieces[...room]))
        let count = min(found, room)
        placePieces(count, of: second, at: firstCount &+ 2, segment: config.firstSegment &+ 1)
        if config.marksMatches { markMatches(firstCount, count) }
        return PairReading(
            states: encodePlaced(firstCount &+ count &+ 3, wanted),
            pieces: UnsafeBufferPointer(rebasing: memory.pieces[..<found]), count: count,
            firstToken: firstCount &+ 2, isFirstCut: isFirstCut)
    }

    /// The maximum of word pieces that two texts have together; [CLS] and twice [SEP] take the other three places.
    var pairTokens: Int { model.config.maxTokens &- 3 }

    /// How many pieces the first of two texts may have: half of the places, or what the second leaves.
    private func firstLimit(beside second: Bytes) -> Int {
        let needed = tokenizer.tokenize(second, into: memory.pieces).count
        return max(pairTokens / 2, pairTokens &- needed)
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
}

extension ModelConfig {
    /// Whether the second of two texts has a segment for the pieces that stand in the first as well.
    fileprivate var marksMatches: Bool { blockKind == .embBERT && segments >= FileFormat.segmentsWithMatches }
}
