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
    /// `logits` becomes e of the softmax. Equal scores go to the lower label.
    init(logits: UnsafeMutableBufferPointer<Float>, head: Head) {
        var top = 0
        for index in 0..<head.labelCount where logits[index] > logits[top] { top = index }
        let sum = exponentials(logits)
        label = top
        score = logits[top] / sum
        let outOfScope = head.hasOutOfScope ? logits[head.labelCount] / sum : nil
        self.outOfScope = outOfScope
        isOutOfScope = outOfScope.map { $0 > head.threshold } ?? false
    }
}

/// The softmax of ARITHMETIC.md but for its division: m = max z, e = exp(z − m) in the place of z, and returns Σ8 e.
@inline(never)  // Several heads need it, and the exponential is long.
func exponentials(_ z: UnsafeMutableBufferPointer<Float>) -> Float {
    var highest = z[0]
    for index in 1..<z.count where z[index] > highest { highest = z[index] }
    var sum = LaneSum()
    for index in 0..<z.count {
        z[index] = exponential(z[index] - highest)
        sum.add(z[index], at: index)
    }
    return sum.total
}
