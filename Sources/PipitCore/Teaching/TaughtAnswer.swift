import PipitKernels

/// What the taught labels say of a text.
public struct TaughtAnswer {
    /// The best label; it stands even when the text is like none.
    public let label: Int
    /// The probability of `label` among the labels.
    public let score: Float
    /// The cosine between the text and the examples of `label`, −1 to 1.
    public let similarity: Float
    /// Whether the text is like none of the labels.
    public let isUnknown: Bool
    /// The act, by its number, that holds the text back from `label`: none of the label's examples does it.
    public fileprivate(set) var heldBy: Int?
}

extension TaughtLabels {
    /// What the labels say of a text, and whether it was cut; at least one must be taught.
    ///
    /// Training comes before the text is encoded, since the two share memory.
    mutating func classify(_ text: Bytes, by engine: borrowing Engine) -> (
        answer: TaughtAnswer, isTruncated: Bool
    ) {
        train(by: engine.encoder.kernels)
        let (state, acts) = engine.pooledStateWithActs(of: text)
        var answer = classify(state.vector, of: text, by: engine.encoder.kernels)
        if !answer.isUnknown { answer.heldBy = acts?.holding(self.acts(of: answer.label)) }
        return (answer, state.isTruncated)
    }

    /// What the labels say of a text; at least one must be taught, and `train` called since.
    ///
    /// - Parameters:
    ///   - row: the pooled state of the text.
    ///   - text: UTF-8.
    ///   - kernels: the integer kernels to run on.
    /// - Returns: the best label with its scores.
    public func classify(
        _ row: QuantizedRow, of text: UnsafeBufferPointer<UInt8>, by kernels: UnsafePointer<pipit_kernels>
    ) -> TaughtAnswer {
        classify(row, of: text, by: Kernels(kernels))
    }

    func classify(_ row: QuantizedRow, of text: Bytes, by kernels: Kernels) -> TaughtAnswer {
        let (width, sums, z) = (memory.width, memory.sums, memory.logits)
        let scale = center(row.values, kernels)
        findWords(of: text)
        kernels.multiply(
            memory.row, stride: width, by: memory.weights, stride: width, into: sums, stride: count, rows: 1,
            outputs: count, depth: width)
        var best = 0
        for label in 0..<count {
            z[label] = Float(sums[label]) * (scale * memory.scales[label]) + memory.words[label]
            if z[label] > z[best] { best = label }
        }
        let sum = exponentiateLogits()
        let meaning = meaningScore(of: best, scale, kernels)
        let score = (meaning + memory.words[best]) - Self.generalShare * generalScore(scale, kernels)
        return TaughtAnswer(
            label: best, score: z[best] / sum, similarity: meaning * (1 / Self.meaning),
            isUnknown: score < threshold || !hasLetterOrDigit(text))
    }
}
