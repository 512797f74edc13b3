/// The label of two texts, for each line of a file.
struct PairAnswers: ExamAnswers {
    let classification: ClassificationScore
    let names: LabelNames?
    let counts: [(name: String, count: Int)]

    init(asking exam: Exam) throws {
        let (first, second) = try exam.file.pairs()
        let labels = try exam.file.column(["label", "entailment"])
        let names = try exam.names(for: labels)
        var classified: [ClassifiedExample] = []
        exam.forEach(of: labels.count) { index in
            let answer = exam.runner.classify(first[index], second[index], head: exam.head)
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
