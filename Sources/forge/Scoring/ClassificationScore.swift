/// One answer beside its gold label; `nil` is out of scope.
struct ClassifiedExample: Equatable {
    let gold: String?
    let predicted: String?
    /// The best label, whether or not the text was found to be out of scope.
    let bestLabel: String
    /// Probability of being out of scope; 0 where the head has no such class.
    let outOfScopeScore: Double
}

/// How a classifier did, over all examples.
struct ClassificationScore {
    private let examples: [ClassifiedExample]

    init(_ examples: [ClassifiedExample]) {
        self.examples = examples
    }

    private var inScope: [ClassifiedExample] { examples.filter { $0.gold != nil } }
    private var outOfScope: [ClassifiedExample] { examples.filter { $0.gold == nil } }

    /// Fraction answered as labelled, out of scope being an answer like any other.
    var accuracy: Double? {
        fraction(of: examples) { $0.predicted == $0.gold }
    }

    /// The same among the examples that have a label.
    var inScopeAccuracy: Double? {
        fraction(of: inScope) { $0.predicted == $0.gold }
    }

    /// The same when nothing were out of scope: what the labels alone are worth.
    var labelAccuracy: Double? {
        fraction(of: inScope) { $0.bestLabel == $0.gold }
    }

    /// Fraction of the out-of-scope examples that were answered as such.
    var outOfScopeRecall: Double? {
        fraction(of: outOfScope) { $0.predicted == nil }
    }

    /// Out-of-scope recall when the threshold on the out-of-scope score is the lowest that keeps at least
    /// `kept` of the in-scope examples, whatever threshold the model carries.
    func outOfScopeRecall(keeping kept: Double) -> Double? {
        let scores = inScope.map(\.outOfScopeScore).sorted()
        guard !scores.isEmpty else { return nil }
        let needed = (kept * Double(scores.count)).rounded(.up)
        let threshold = scores[max(0, min(scores.count, Int(needed)) - 1)]
        return fraction(of: outOfScope) { $0.outOfScopeScore > threshold }
    }

    /// Mean over the gold labels of each label's F1.
    var macroF1: Double? {
        let labels = Set(examples.map(\.gold))
        guard !labels.isEmpty else { return nil }
        let values = labels.map { label in
            let both = examples.count { $0.gold == label && $0.predicted == label }
            let either = examples.count { $0.gold == label } + examples.count { $0.predicted == label }
            return 2 * Double(both) / Double(either)
        }
        return values.reduce(0, +) / Double(values.count)
    }

    private func fraction(of part: [ClassifiedExample], where isTrue: (ClassifiedExample) -> Bool) -> Double?
    {
        part.isEmpty ? nil : Double(part.count(where: isTrue)) / Double(part.count)
    }
}
