/// The plain tags of a file's tokens, and what the head gives the first piece of each.
struct TagAnswers: ExamAnswers {
    private var right = 0
    private var rightSentences = 0
    private let sentences: Int
    private let tokens: Int
    let names: LabelNames?

    init(asking exam: Exam) throws {
        let (words, tags) = try exam.file.taggedWords(["upos", "tags"])
        let names = try exam.names(for: tags.joined())
        sentences = words.count
        tokens = words.map(\.count).reduce(0, +)
        self.names = names
        exam.forEach(of: words.count) { index in
            let found = exam.runner.tags(ofTokens: words[index], head: exam.head)
            let count = zip(found, tags[index]).count { $0 == names.wanted($1) && $0 != nil }
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
