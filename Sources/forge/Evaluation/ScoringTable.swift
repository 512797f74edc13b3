import PipitCore

/// What `forge eval` does with a kind of head: what the file must have, and what is measured.
struct Scoring {
    /// The kind of head; nil is the request `command`, which two answer.
    let kind: TaskHead.Kind?
    /// The columns of the file.
    let columns: String
    /// Names in the JSON form, and what they mean.
    let measures: [(name: String, meaning: String)]
    /// Asks for every line of the file and judges the answers.
    let scores: (Evaluation) throws -> Scores

    init<Answers: EvaluationAnswers>(_ kind: TaskHead.Kind?, columns: String, _ measures: [Measure<Answers>])
    {
        self.kind = kind
        self.columns = columns
        self.measures = measures.map { ($0.name, $0.meaning) }
        scores = { evaluation in
            let answers = try Answers(to: evaluation)
            let values = measures.compactMap { measure in measure.value(answers).map { (measure.name, $0) } }
            return Scores(
                counts: answers.counts, measures: values, names: answers.names,
                classified: answers.classified,
                reliability: answers.points.isEmpty ? nil : Reliability(answers.points))
        }
    }
}

/// What the measures of a kind give for a file.
struct Scores {
    let counts: [(name: String, count: Int)]
    let measures: [(name: String, value: Double)]
    let names: LabelNames?
    /// The answers one by one, where they are labels of a text or of two.
    let classified: [ClassifiedExample]
    /// How far scores can be believed, where the report has it.
    let reliability: Reliability?
}

/// A figure that answers are judged by.
struct Measure<Answers> {
    let name: String
    let meaning: String
    /// A fraction of 1, unless the meaning says otherwise; nil where it does not apply.
    let value: (Answers) -> Double?

    init(_ name: String, _ meaning: String, _ value: @escaping (Answers) -> Double?) {
        self.name = name
        self.meaning = meaning
        self.value = value
    }
}

/// Which measures each kind of head gets: a new kind or measure is a new row.
enum ScoringTable {
    static var all: [Scoring] {
        [
            Scoring(nil, columns: "those of the heads intent and slots", labels + spans + [exactMatch]),
            Scoring(.sequence, columns: "text (or tokens) and label (or intent)", labels),
            Scoring(.tokenBIO, columns: "tokens and tags", spans),
            Scoring(.tokenPlain, columns: "tokens and upos (or tags)", tags),
            Scoring(.span, columns: "context, question and answer", answers),
            Scoring(.maskedWord, columns: "text with [MASK] and word; or a .txt file, plain lines", words),
            Scoring(.pairSimilarity, columns: "text_a, text_b and score", similarity),
            Scoring(.sentenceVector, columns: "text_a, text_b and score", similarity),
            Scoring(.pairClassification, columns: "text_a, text_b and label (or entailment)", pairs),
        ]
    }

    /// The row of a request.
    static func scoring(of kind: TaskHead.Kind?) throws -> Scoring {
        guard let row = all.first(where: { $0.kind == kind }) else {
            throw Failure("forge eval scores no heads of the kind \(kind.map { "\($0)" } ?? "command")")
        }
        return row
    }

    private static var labels: [Measure<LabelAnswers>] {
        [
            Measure("accuracy", "labels that are right, out of scope being one of them") {
                $0.classification?.accuracy
            },
            Measure("in_scope_accuracy", "the same among the examples with another label") {
                $0.knowsOutOfScope ? $0.classification?.inScopeAccuracy : nil
            },
            Measure("label_accuracy", "the same when no answer is out of scope: the best label always counts")
            {
                $0.classification?.labelAccuracy
            },
            Measure("in_scope_kept", "examples with another label that are not called out of scope") {
                $0.knowsOutOfScope ? $0.classification?.inScopeKept : nil
            },
            Measure("oos_recall", "examples out of scope that are found at the model's threshold") {
                $0.classification?.outOfScopeRecall
            },
            Measure("oos_recall_at_95", "the same at the threshold that keeps 95 % of the others in scope") {
                $0.classification?.outOfScopeRecall(keeping: 0.95)
            },
            Measure("macro_f1", "mean of the labels' F1") { $0.classification?.macroF1 },
            Measure("matthews", "correlation of two labels (Matthews), −1 to 1") {
                $0.classification?.matthews
            },
        ]
    }

    private static var spans: [Measure<LabelAnswers>] {
        [
            Measure(
                "slot_f1", "F1 of the spans of all examples, right when name and both ends are (as conlleval)"
            ) {
                $0.spans?.f1
            },
            Measure("slot_precision", "spans found that are right") { $0.spans?.precision },
            Measure("slot_recall", "spans of the file that are found") { $0.spans?.recall },
        ]
    }

    private static var exactMatch: Measure<LabelAnswers> {
        Measure("exact_match", "examples with the right label and exactly the right spans") { $0.exactMatch }
    }

    private static var tags: [Measure<TagAnswers>] {
        [
            Measure(
                "tag_accuracy",
                "tokens of the file whose first piece has the right tag; what was cut is wrong"
            ) {
                $0.accuracy
            },
            Measure("sentence_accuracy", "examples with the right tag everywhere") { $0.sentenceAccuracy },
        ]
    }

    private static var answers: [Measure<SpanAnswers>] {
        [
            Measure("exact_match", "of answers: equal after SQuAD's normalization; no answer is an empty one")
            {
                $0.given.exactMatch
            },
            Measure("f1", "of answers: mean F1 of their words, as SQuAD's script has it") { $0.given.f1 },
            Measure("best_exact_match", "exact_match when there is always an answer: the best span counts") {
                $0.best.exactMatch
            },
            Measure("best_f1", "the same of f1") { $0.best.f1 },
            Measure("answered", "questions that get an answer") { $0.answered },
            Measure("score_auc", "how often a right best span has a higher score than a wrong one") {
                Reliability.auc($0.points)
            },
            Measure("sure", "questions whose best span has a score above 0.9") { $0.sureShare },
            Measure("sure_and_wrong", "of those, spans that are not equal to the answer") { $0.sureAndWrong },
        ]
    }

    private static var words: [Measure<WordAnswers>] {
        [
            Measure("top_1", "masks whose first guess is the word") { $0.share(within: 1) },
            Measure("top_5", "masks with the word among five") { $0.share(within: 5) },
            Measure("known_words", "words that the vocabulary has, and so could be guessed") {
                $0.knownShare
            },
            Measure("loss", "mean −ln p of the piece behind a mask, over the whole vocabulary") { $0.loss },
        ]
    }

    private static var similarity: [Measure<SimilarityAnswers>] {
        [
            Measure("spearman", "correlation of the ranks of cosine and score, −1 to 1") { $0.spearman },
            Measure("pearson", "correlation of cosine and score, −1 to 1") { $0.pearson },
        ]
    }

    private static var pairs: [Measure<PairAnswers>] {
        [
            Measure("accuracy", "labels that are right, out of scope being one of them") {
                $0.classification.accuracy
            },
            Measure(
                "f1", "of pairs: F1 of the label that 1, yes or entailment stands for, where there are two"
            ) {
                $0.positiveF1
            },
            Measure("macro_f1", "mean of the labels' F1") { $0.classification.macroF1 },
            Measure("matthews", "correlation of two labels (Matthews), −1 to 1") {
                $0.classification.matthews
            },
        ]
    }
}

extension ScoringTable {
    /// For `forge help eval`: the columns and measures of each kind, then what every measure means.
    static var help: String {
        let kinds = all.flatMap { row in
            [
                [row.kind.map { "\($0)" } ?? "command", "columns " + row.columns + ":"],
                ["", row.measures.map(\.name).joined(separator: ", ")],
            ]
        }
        var seen: Set<[String]> = []
        let measures = all.flatMap(\.measures).map { [$0.name, $0.meaning] }.filter {
            seen.insert($0).inserted
        }
        let indented = { (rows: [[String]]) in Table.lines(rows).map { "  " + $0 }.joined(separator: "\n") }
        return "By the kind of head:\n\(indented(kinds))\nMeasures, as fractions of 1:\n\(indented(measures))"
    }
}
