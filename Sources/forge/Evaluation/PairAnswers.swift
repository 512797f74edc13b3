/// The label of two texts, for each line of a file.
struct PairAnswers: EvaluationAnswers {
    let classification: ClassificationScore
    let names: LabelNames?
    let counts: [(name: String, count: Int)]
    var classified: [ClassifiedExample] { classification.examples }

    init(to evaluation: Evaluation) throws {
        let (first, second) = try evaluation.file.pairs()
        let labels = try evaluation.file.column(["label", "entailment"])
        let names = try evaluation.names(for: labels)
        var classified: [ClassifiedExample] = []
        evaluation.forEach(of: labels.count) { index in
            let answer = evaluation.engine.classify(first[index], second[index], head: evaluation.head)
            classified.append(ClassifiedExample(labels[index], answer, names))
        }
        classification = ClassificationScore(classified)
        self.names = names
        counts = [("examples", labels.count)]
    }

    /// F1 of the positive one of two labels.
    var positiveF1: Double? {
        guard classification.isBinary, let positive = names?.positive else { return nil }
        return classification.f1(of: positive)
    }
}
