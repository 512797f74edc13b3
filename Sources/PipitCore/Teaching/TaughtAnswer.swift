import PipitKernels

/// What the taught labels say of a text.
public struct TaughtAnswer {
    /// The best label; it stands even when the text is like none.
    public let label: Int
    /// The probability of `label` among the labels.
    public let score: Float
    /// The cosine between the text and the weights of `label`, −1 to 1.
    public let similarity: Float
    /// Whether `similarity` is below the threshold.
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
        var answer = classify(state.vector, by: engine.encoder.kernels)
        if !answer.isUnknown { answer.heldBy = acts?.holding(self.acts(of: answer.label)) }
        return (answer, state.isTruncated)
    }

    /// What the labels say of a text; at least one must be taught, and `train` called since.
    ///
    /// - Parameters:
    ///   - row: the pooled state of the text.
    ///   - kernels: the integer kernels to run on.
    /// - Returns: the best label with its scores.
    public func classify(_ row: QuantizedRow, by kernels: UnsafePointer<pipit_kernels>) -> TaughtAnswer {
        classify(row, by: Kernels(kernels))
    }

    func classify(_ row: QuantizedRow, by kernels: Kernels) -> TaughtAnswer {
        let width = memory.width
        let scale = center(row.values, into: memory.vector, kernels)
        let sums = memory.vectorSums
        let vector = UnsafeRawPointer(memory.vector).assumingMemoryBound(to: Int8.self)
        kernels.multiply(
            vector, stride: width, by: memory.weights, stride: width, into: sums, stride: count, rows: 1,
            outputs: count, depth: width)
        var best = 0
        var highest = Float(sums[0]) * (scale * memory.scales[0])
        for label in 1..<count {
            let z = Float(sums[label]) * (scale * memory.scales[label])
            if z > highest { (best, highest) = (label, z) }
        }
        let similarity = Float(sums[best]) * (scale * memory.inverseLengths[best])
        let (e, sum) = softmax(sums, scale)
        return TaughtAnswer(
            label: best, score: e[best] / sum, similarity: similarity,
            isUnknown: similarity < threshold)
    }
}
