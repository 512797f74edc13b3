/// Answers found in contexts, beside those of the file; an empty one means that there is none.
struct SpanAnswers: EvaluationAnswers {
    /// As they were given, at the head's threshold.
    private(set) var given = AnswerScore()
    /// As if there were always one.
    private(set) var best = AnswerScore()
    private var answeredCount = 0
    /// The scores of the best spans, right where they match exactly.
    private(set) var points: [Reliability.Point] = []

    init(to evaluation: Evaluation) throws {
        let contexts = try evaluation.file.column(["context"])
        let questions = try evaluation.file.column(["question"])
        let gold = try evaluation.file.column(["answer"])
        evaluation.forEach(of: contexts.count) { index in
            let answer = evaluation.engine.answer(
                to: questions[index], in: contexts[index], head: evaluation.head)
            given.add(answer.isNone ? "" : answer.best, gold: gold[index])
            let isRight = best.add(answer.best, gold: gold[index])
            points.append(Reliability.Point(score: answer.score, isRight: isRight))
            answeredCount += answer.isNone ? 0 : 1
        }
    }

    /// Fraction of the questions that got an answer.
    var answered: Double? { given.count == 0 ? nil : Double(answeredCount) / Double(given.count) }
    /// Fraction of the questions whose best span is `sure`.
    var sureShare: Double? {
        points.isEmpty ? nil : Double(points.count { $0.score > Self.sure }) / Double(points.count)
    }
    /// Fraction of the best spans that are `sure` and wrong.
    var sureAndWrong: Double? {
        let found = points.filter { $0.score > Self.sure }
        return found.isEmpty ? nil : Double(found.count { !$0.isRight }) / Double(found.count)
    }
    var counts: [(name: String, count: Int)] { [("examples", given.count)] }
    var names: LabelNames? { nil }

    /// The score above which people take an answer for granted.
    private static let sure = 0.9
}
