/// One answer beside its gold label; `nil` is out of scope.
struct ClassifiedExample: Equatable {
    let gold: String?
    let predicted: String?
    /// The best label, whether or not the text was found to be out of scope.
    let bestLabel: String
    /// Its probability.
    var score = 0.0
    /// Probability of being out of scope; 0 where the head has no such class.
    let outOfScopeScore: Double
}

extension ClassifiedExample {
    /// A head's answer beside the file's label, both in the same words.
    init(_ label: String, _ answer: HostEngine.Answer, _ names: LabelNames) {
        self.init(
            gold: names.gold(label), predicted: answer.label.map(names.answer),
            bestLabel: names.answer(answer.bestLabel), score: answer.score,
            outOfScopeScore: answer.outOfScopeScore)
    }
}

/// How a classifier did, over all examples.
struct ClassificationScore {
    let examples: [ClassifiedExample]

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

    /// Fraction of the examples with a label that are not answered as out of scope.
    var inScopeKept: Double? {
        fraction(of: inScope) { $0.predicted != nil }
    }

    /// Fraction of the out-of-scope examples that were answered as such.
    var outOfScopeRecall: Double? {
        fraction(of: outOfScope) { $0.predicted == nil }
    }

    /// Out-of-scope recall when the threshold on the out-of-scope score is the lowest that keeps a fraction `kept` of
    /// the in-scope examples, whatever threshold the model carries.
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
        return labels.map(f1).reduce(0, +) / Double(labels.count)
    }

    /// F1 of one label; 0 where neither the file nor an answer has it.
    func f1(of label: String?) -> Double {
        let both = examples.count { $0.gold == label && $0.predicted == label }
        let either = examples.count { $0.gold == label } + examples.count { $0.predicted == label }
        return either == 0 ? 0 : 2 * Double(both) / Double(either)
    }

    /// Whether the file has two labels.
    var isBinary: Bool { Set(examples.map(\.gold)).count == 2 }

    /// Matthews' correlation where the file has two labels; 0 when all answers are the same.
    var matthews: Double? {
        guard isBinary else { return nil }
        let labels = Set(examples.map(\.gold)).union(examples.map(\.predicted))
        let golds = labels.map { label in Double(examples.count { $0.gold == label }) }
        let answers = labels.map { label in Double(examples.count { $0.predicted == label }) }
        let count = Double(examples.count)
        let right = Double(examples.count { $0.gold == $0.predicted })
        let square = { (x: [Double], y: [Double]) in zip(x, y).map(*).reduce(0, +) }
        let spread = (count * count - square(golds, golds)) * (count * count - square(answers, answers))
        return spread == 0 ? 0 : (right * count - square(golds, answers)) / spread.squareRoot()
    }

    private func fraction(of part: [ClassifiedExample], where isTrue: (ClassifiedExample) -> Bool) -> Double?
    {
        part.isEmpty ? nil : Double(part.count(where: isTrue)) / Double(part.count)
    }
}
