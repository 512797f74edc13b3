/// The plain tags of a file's tokens, and what the head gives the first piece of each.
struct TagAnswers: EvaluationAnswers {
    private var right = 0
    private var rightSentences = 0
    private let sentences: Int
    private let tokens: Int
    let names: LabelNames?

    init(to evaluation: Evaluation) throws {
        let (words, tags) = try evaluation.file.taggedWords(["upos", "tags"])
        let names = try evaluation.names(for: tags.joined())
        sentences = words.count
        tokens = words.map(\.count).reduce(0, +)
        self.names = names
        evaluation.forEach(of: words.count) { index in
            let answers = evaluation.engine.tags(ofWords: words[index], head: evaluation.head)
            let count = zip(answers, tags[index]).count { $0 == names.gold($1) && $0 != nil }
            right += count
            rightSentences += count == words[index].count ? 1 : 0
        }
    }

    /// Fraction of the tokens with the right tag.
    var accuracy: Double? { tokens == 0 ? nil : Double(right) / Double(tokens) }
    /// Fraction of the examples in which every token has it.
    var sentenceAccuracy: Double? { sentences == 0 ? nil : Double(rightSentences) / Double(sentences) }
    var counts: [(name: String, count: Int)] { [("examples", sentences), ("tokens", tokens)] }
}
