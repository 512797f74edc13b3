/// The vector of a text.
public struct VectorAnswer {
    /// int8 `[width]`, valid until another text is given its place.
    public let vector: QuantizedRow
    /// Whether the text was cut.
    public let isTruncated: Bool
    /// Whether words were read, and the vocabulary knows none of them: such vectors are all alike.
    public var isUnknown = false
}

/// How alike two texts are.
public struct SimilarityAnswer {
    /// The cosine of their vectors, −1 to 1.
    public let cosine: Float
    /// Whether the vocabulary knows no word of one of them, so that the cosine says nothing.
    public let isUnknown: Bool
    /// Whether one of them was cut.
    public let isTruncated: Bool
}

extension Engine {
    /// The vector that a head of the kinds `sentenceVector` and `pairSimilarity` makes of a text.
    ///
    /// - Parameters:
    ///   - text: valid UTF-8.
    ///   - index: the number of the head.
    ///   - place: 0 or 1: a vector is valid until another text is given its place.
    /// - Returns: the vector, and whether the text was cut.
    public func vector(of text: UnsafeBufferPointer<UInt8>, head index: Int, keptAs place: Int = 0)
        -> VectorAnswer
    {
        let head = model.head(index)
        let reading = encode(text, wanted: wanted(by: index))
        let state = encoder.pool(reading.states, head.pooling)
        let floats = UnsafeMutableBufferPointer(rebasing: memory.logits[..<head.outputs])
        return VectorAnswer(
            vector: encoder.vector(of: head, row: state, keptAs: place, floats: floats),
            isTruncated: reading.isTruncated, isUnknown: reading.isUnknown(model.config.unknownId))
    }

    /// How alike two texts are, by a head of the kind `pairSimilarity`.
    public func similarity(
        _ first: UnsafeBufferPointer<UInt8>, _ second: UnsafeBufferPointer<UInt8>, head: Int
    ) -> SimilarityAnswer {
        let a = vector(of: first, head: head, keptAs: 0)
        let b = vector(of: second, head: head, keptAs: 1)
        return SimilarityAnswer(
            cosine: cosine(a.vector, b.vector), isUnknown: a.isUnknown || b.isUnknown,
            isTruncated: a.isTruncated || b.isTruncated)
    }

    /// The pooled state of a whole text, by `sentencePooling` of the model.
    ///
    /// - Parameter text: valid UTF-8.
    /// - Returns: the state, valid until the next text is encoded, and whether the text was cut.
    public func pooledState(of text: UnsafeBufferPointer<UInt8>) -> VectorAnswer {
        pooledStateWithActs(of: text).state
    }

    /// The pooled state of a whole text, and what the text does where the model can tell.
    func pooledStateWithActs(of text: Bytes) -> (state: VectorAnswer, acts: ActScores?) {
        let pooling = model.sentencePooling
        let isFirst = pooling == .firstPosition && (actHead.map { wanted(by: $0) == .first } ?? true)
        let reading = encode(text, wanted: isFirst ? .first : .all)
        // Each head pools anew, in one place, so the state that stays comes last.
        let acts = acts(reading)
        return (
            VectorAnswer(vector: encoder.pool(reading.states, pooling), isTruncated: reading.isTruncated),
            acts
        )
    }
}

extension Reading {
    /// Whether pieces are unknown, and no other has a letter or digit.
    fileprivate func isUnknown(_ unknown: UInt16) -> Bool {
        var hasUnknown = false
        for piece in pieces {
            if piece.id == unknown {
                hasUnknown = true
            } else if hasLetterOrDigit(Bytes(rebasing: text[Int(piece.start)..<Int(piece.end)])) {
                return false
            }
        }
        return hasUnknown
    }
}

extension ModelFile {
    /// How the hidden states of a text become one: as in the first head for sentence vectors, else as the config says.
    public var sentencePooling: ModelConfig.Pooling {
        for index in 0..<headCount where head(index).kind == .sentenceVector { return head(index).pooling }
        return config.pooling
    }
}
