/// The plain tags of a file's syntactic words, and what the head gives the first word piece of each.
struct TagAnswers: EvaluationAnswers {
    private var right = 0
    private var rightSentences = 0
    private let sentences: Int
    private let words: Int
    let names: LabelNames?

    init(to evaluation: Evaluation) throws {
        let (rows, tags) = try evaluation.file.taggedWords(["upos", "tags"])
        let names = try evaluation.names(for: tags.joined())
        sentences = rows.count
        words = rows.map(\.count).reduce(0, +)
        self.names = names
        evaluation.forEach(of: rows.count) { index in
            let answers = evaluation.engine.tags(ofWords: rows[index], head: evaluation.head)
            let count = zip(answers, tags[index]).count { $0 == names.gold($1) && $0 != nil }
            right += count
            rightSentences += count == rows[index].count ? 1 : 0
        }
    }

    /// Fraction of the words with the right tag.
    var accuracy: Double? { words == 0 ? nil : Double(right) / Double(words) }
    /// Fraction of the examples in which every token has it.
    var sentenceAccuracy: Double? { sentences == 0 ? nil : Double(rightSentences) / Double(sentences) }
    var counts: [(name: String, count: Int)] { [("examples", sentences), ("tokens", words)] }
}
