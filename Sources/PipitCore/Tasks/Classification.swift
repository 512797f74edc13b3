/// What a sequence head says of a text.
public struct Classification {
    /// The best label; it stands even when the text is out of scope.
    public let label: Int
    /// The probability of `label`.
    public let score: Float
    /// The probability of the out-of-scope class; nil for a head without one.
    public let outOfScope: Float?
    /// Whether the probability of the out-of-scope class is above the head's threshold.
    public let isOutOfScope: Bool

    /// Reads logits, `[outputs]`: labels first, then the out-of-scope class where the head has one.
    ///
    /// Softmax in the order of ARITHMETIC.md: m = max z, e = exp(z − m), Z = Σ8 e, p = e / Z. `logits` becomes e.
    /// Equal scores go to the lower label.
    init(logits: UnsafeMutableBufferPointer<Float>, head: Head) {
        var top = 0
        for index in 0..<head.labelCount where logits[index] > logits[top] { top = index }
        var highest = logits[top]
        if head.hasOutOfScope { highest = max(highest, logits[head.labelCount]) }
        var lanes = LaneSum()
        for index in 0..<logits.count {
            logits[index] = exponential(logits[index] - highest)
            lanes.add(logits[index], at: index)
        }
        let sum = lanes.total
        label = top
        score = logits[top] / sum
        let outOfScope = head.hasOutOfScope ? logits[head.labelCount] / sum : nil
        self.outOfScope = outOfScope
        isOutOfScope = outOfScope.map { $0 > head.threshold } ?? false
    }
}
