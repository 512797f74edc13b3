/// Answers found in contexts, beside those of the file; an empty one means that there is none.
struct SpanAnswers: EvaluationAnswers {
    /// As they were given, at the head's threshold.
    private(set) var given = AnswerScore()
    /// As if there were always one.
    private(set) var best = AnswerScore()
    private var answeredCount = 0

    init(to evaluation: Evaluation) throws {
        let contexts = try evaluation.file.column(["context"])
        let questions = try evaluation.file.column(["question"])
        let gold = try evaluation.file.column(["answer"])
        evaluation.forEach(of: contexts.count) { index in
            let answer = evaluation.engine.answer(
                to: questions[index], in: contexts[index], head: evaluation.head)
            given.add(answer.isNone ? "" : answer.best, gold: gold[index])
            best.add(answer.best, gold: gold[index])
            answeredCount += answer.isNone ? 0 : 1
        }
    }

    /// Fraction of the questions that got an answer.
    var answered: Double? { given.count == 0 ? nil : Double(answeredCount) / Double(given.count) }
    var counts: [(name: String, count: Int)] { [("examples", given.count)] }
    var names: LabelNames? { nil }
}
