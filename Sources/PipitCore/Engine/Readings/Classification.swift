/// What a sequence head says of a text, or a head of pairs of two.
public struct Classification {
    /// The number of the best label; it stands even when the text is out of scope.
    public let label: Int
    /// All labels of the head.
    let labels: TextLines
    /// The probability of `label`.
    public private(set) var score: Float
    /// The probability of the out-of-scope class; nil for a head without one.
    ///
    /// With a background it is that of the background against `label` alone: two labels that are both likely make
    /// neither of them less so.
    public private(set) var outOfScope: Float?
    /// Whether the probability of the out-of-scope class is above the head's threshold.
    public private(set) var isOutOfScope: Bool
    /// The probability of each label where each has one of its own; they stay until the next text is read.
    let probabilities: UnsafeMutablePointer<Float>?
    /// The act, by its number, that holds the text back from `label`, which it would have by its topic.
    public internal(set) var heldBy: Int?

    /// The bytes of `label`, in the model.
    var name: Bytes { labels.line(label).characters }

    /// Says that the text is out of scope, whatever the head made of it.
    mutating func leaveScope() {
        isOutOfScope = true
        score = 0
        if outOfScope != nil { outOfScope = 1 }
    }

    /// Whether the text has `label`: it is in scope, and no act holds it back.
    public var isAccepted: Bool { !isOutOfScope && heldBy == nil }

    /// Reads logits, `[outputs]`: labels first, then the out-of-scope class where the head has one.
    ///
    /// `logits` becomes e of the softmax, unless each label has a probability of its own, which `probabilities` has room
    /// for. Equal scores go to the lower label.
    init(
        logits: UnsafeMutableBufferPointer<Float>, head: TaskHead,
        probabilities: UnsafeMutableBufferPointer<Float>
    ) {
        var top = 0
        for index in 0..<head.labelCount where logits[index] > logits[top] { top = index }
        let highest = logits[top]
        label = top
        let outOfScope: Float?
        labels = head.labels
        self.probabilities = head.hasSeveralLabels ? probabilities.baseAddress : nil
        if head.hasSeveralLabels {
            for index in 0..<logits.count { probabilities[index] = sigmoid(logits[index]) }
        }
        let sum = exponentials(logits)
        if head.hasBackground {
            // All logits less the highest: so is the background's, which is 0.
            score = logits[top] / (sum + exponential(-highest))
            outOfScope = sigmoid(-highest)
        } else {
            score = head.hasSeveralLabels ? probabilities[top] : logits[top] / sum
            outOfScope = head.hasOutOfScope ? logits[head.labelCount] / sum : nil
        }
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

extension Engine {
    /// What head number `head`, of the kind `sequence`, says of what was read of a text.
    public func classify(_ reading: borrowing Reading, head: Int) -> Classification {
        let head = model.head(head)
        let logits = logits(of: head, reading.states)
        addWords(of: reading.text, for: head, to: logits)
        var found = Classification(logits: logits, head: head, probabilities: memory.probabilities)
        if !found.isOutOfScope, let accepted = head.acts(of: found.label) {
            found.heldBy = acts(reading)?.holding(accepted)
        }
        return found
    }

    /// What head number `index`, of the kind `sequence`, says of the whole of a text, which may be longer than the model
    /// takes.
    ///
    /// A window holds as many pieces as fit; the next one starts where it ended. Where fewer than a quarter of a window
    /// are left, the last one starts earlier, and is full. The head reads each window as a text of its own, and the label
    /// is that of the mean of their logits: ARITHMETIC.md. The words that a head reads beside them are those of the whole.
    /// What the text does is what its first window does.
    ///
    /// - Parameters:
    ///   - text: valid UTF-8; what lies behind 65,535 bytes is not read.
    ///   - index: the number of the head.
    /// - Returns: the label of the mean of all windows.
    public func classify(_ text: UnsafeBufferPointer<UInt8>, head index: Int) -> Classification {
        let text = Bytes(rebasing: text[..<min(text.count, Int(UInt16.max))])
        let head = model.head(index)
        let sum = UnsafeMutableBufferPointer(start: encoder.memory.logitSums, count: head.outputs)
        sum.update(repeating: 0)
        var windows = 0
        var isLast = false
        var acts: ActScores?
        while !isLast {
            let reading = encode(text, from: windows &* textTokens, wanted(by: index))
            let logits = logits(of: head, reading.states)
            for output in 0..<sum.count { sum[output] += logits[output] }
            if windows == 0 && head.isHeldByActs { acts = self.acts(reading) }
            windows &+= 1
            isLast = !reading.isTruncated
        }
        let share = 1 / Float(windows)
        for output in 0..<sum.count { sum[output] *= share }
        addWords(of: text, for: head, to: sum)
        var found = Classification(logits: sum, head: head, probabilities: memory.probabilities)
        if !found.isOutOfScope, let accepted = head.acts(of: found.label) {
            found.heldBy = acts?.holding(accepted)
        }
        return found
    }
}

// MARK: Words beside the hidden states: Text/FEATURES.md

extension Engine {
    /// Adds what the words of a text say to the logits of a head, where it has a lexicon.
    ///
    /// A head with a background gives no label to a text without a letter or digit.
    ///
    /// - Parameters:
    ///   - text: UTF-8, all of it, however much of it the encoder read.
    ///   - head: of the kind `sequence`.
    ///   - logits: `[outputs]`.
    func addWords(of text: Bytes, for head: TaskHead, to logits: UnsafeMutableBufferPointer<Float>) {
        if head.hasBackground && !hasLetterOrDigit(text) {
            logits.update(repeating: Self.logitOfSilence)
            return
        }
        guard let lexicon = head.lexicon else { return }
        add(lexicon, to: logits, of: text)
    }

    /// A probability of 0 for each label, and of 1 for the background.
    private static var logitOfSilence: Float { -100 }

    private func add(_ lexicon: Lexicon, to logits: UnsafeMutableBufferPointer<Float>, of text: Bytes) {
        var features = LexicalSums(
            lexicon,
            found: UnsafeMutableBufferPointer(
                rebasing: memory.foundFeatures[..<((lexicon.count &+ 7) &>> 3)]),
            sums: UnsafeMutableBufferPointer(rebasing: memory.featureSums[..<lexicon.columns]))
        forEachTextFeature(of: text, lexicon.hasOrder ? .ordered : .plain) { features.add($0) }
        features.add(to: logits)
    }
}

/// What the features of a text add to the logits of a head, as they are found.
private struct LexicalSums {
    private let lexicon: Lexicon
    /// A bit for each feature of the lexicon that the text has.
    private let found: UnsafeMutableBufferPointer<UInt8>
    /// int32 `[outputs]`.
    private let sums: UnsafeMutableBufferPointer<Int32>
    private var square: UInt32 = 0
    private var isEmpty = true

    init(
        _ lexicon: Lexicon, found: UnsafeMutableBufferPointer<UInt8>,
        sums: UnsafeMutableBufferPointer<Int32>
    ) {
        self.lexicon = lexicon
        self.found = found
        self.sums = sums
        found.update(repeating: 0)
        sums.update(repeating: 0)
    }

    /// Counts a feature that was not found before.
    @inline(never)  // Features are given in several places.
    mutating func add(_ key: UInt32) {
        guard let index = lexicon.find(key) else { return }
        let bit = UInt8(1) &<< UInt8(truncatingIfNeeded: index & 7)
        if found[index &>> 3] & bit != 0 { return }
        found[index &>> 3] |= bit
        isEmpty = false
        if lexicon.isNormalized {
            let importance = lexicon.importance(of: index)
            square &+= importance &* importance
        }
        // Outputs were counted, so there is a base.
        lexicon.add(index, of: key, to: sums.baseAddress.unsafelyUnwrapped)
    }

    /// Adds the sums, divided by the length of the text where the lexicon asks for it.
    func add(to logits: UnsafeMutableBufferPointer<Float>) {
        if isEmpty { return }
        let scale = lexicon.isNormalized ? lexicon.scale / Float(square).squareRoot() : lexicon.scale
        for output in 0..<lexicon.columns { logits[output] += Float(sums[output]) * scale }
    }
}
