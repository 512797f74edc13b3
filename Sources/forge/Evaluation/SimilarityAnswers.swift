/// Cosines of two texts' vectors beside the scores of people.
struct SimilarityAnswers: EvaluationAnswers {
    private let gold: [Double]
    private var cosines: [Double] = []

    init(to evaluation: Evaluation) throws {
        let (first, second) = try evaluation.file.pairs()
        gold = try evaluation.file.numbers("score")
        evaluation.forEach(of: gold.count) { index in
            cosines.append(evaluation.engine.similarity(first[index], second[index], head: evaluation.head))
        }
    }

    var spearman: Double? { correlation(ranks(gold), ranks(cosines)) }
    var pearson: Double? { correlation(gold, cosines) }
    var counts: [(name: String, count: Int)] { [("examples", gold.count)] }
    var names: LabelNames? { nil }
}
