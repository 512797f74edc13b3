import PipitCore

/// A model's answers to a labelled file, scored.
struct Evaluation {
    /// The request that was asked.
    let task: String
    /// Count of examples.
    let examples: Int
    let truncated: Int
    let classification: ClassificationScore?
    let spans: SpanScore?
    /// Fraction of the examples with the right label and exactly the right spans; nil unless both were asked.
    let exactMatch: Double?
    /// Gold labels that the head does not have; their examples count as wrong.
    let unknownLabels: [String]

    private static let outOfScopeLabel = "oos"
    private static let keptShare = 0.95

    /// Which heads a request asks, and so which columns the file needs.
    private struct Question {
        var sequenceHead: Int?
        var taggingHead: Int?

        init(task: String, file: LabelledFile, runner: ModelRunner) throws {
            guard task != "command" else {
                sequenceHead = try runner.head("intent", of: .sequence)
                taggingHead = file.has("tags") ? try runner.head("slots", of: .tokenBIO) : nil
                return
            }
            let head = try runner.head(task)
            switch runner.kind(ofHead: head) {
            case .sequence: sequenceHead = head
            case .tokenBIO: taggingHead = head
            case let other: throw Failure("forge eval scores no heads of the kind \(other), as @\(task) is")
            }
        }
    }

    /// Asks the model every line of the file.
    ///
    /// - Throws: `Failure` when the model lacks the head, or the file the columns.
    init(task: String, file: LabelledFile, runner: ModelRunner) throws {
        let question = try Question(task: task, file: file, runner: runner)
        let gold = try Gold(
            file, headLabels: question.sequenceHead.map(runner.labels(ofHead:)),
            needsTags: question.taggingHead != nil)
        var classified: [ClassifiedExample] = []
        var score = SpanScore()
        var exactCount = 0
        let progress = Progress("asking @\(task)")
        for (index, text) in gold.texts.enumerated() {
            let (answer, ranges) = runner.read(
                text, sequenceHead: question.sequenceHead, taggingHead: question.taggingHead)
            var isExact = true
            if let answer {
                let label = gold.labels[index] == Evaluation.outOfScopeLabel ? nil : gold.labels[index]
                classified.append(
                    ClassifiedExample(
                        gold: label, predicted: answer.label, bestLabel: answer.bestLabel,
                        outOfScopeScore: answer.outOfScopeScore))
                isExact = label == answer.label
            }
            if question.taggingHead != nil {
                let words = wordRanges(ofTokens: gold.tokens[index])
                let predicted = ranges.map { span(named: $0.name, ofBytes: $0.bytes, amongWords: words) }
                let wanted = forge.spans(ofTags: gold.tags[index])
                score.add(gold: wanted, predicted: predicted)
                isExact = isExact && Set(wanted) == Set(predicted)
            }
            exactCount += isExact ? 1 : 0
            progress.update("\(index + 1) of \(gold.texts.count)")
        }
        progress.finish()
        self.task = task
        examples = gold.texts.count
        truncated = runner.truncatedCount
        classification = question.sequenceHead == nil ? nil : ClassificationScore(classified)
        spans = question.taggingHead == nil ? nil : score
        let hasBoth = question.sequenceHead != nil && question.taggingHead != nil && examples > 0
        exactMatch = hasBoth ? Double(exactCount) / Double(examples) : nil
        let known = Set(question.sequenceHead.map(runner.labels(ofHead:)) ?? []).union([
            Evaluation.outOfScopeLabel
        ])
        unknownLabels = Set(gold.labels).subtracting(known).sorted()
    }

    /// The measures that apply, by the names of the JSON form.
    private var measures: [(name: String, value: Double)] {
        let all: [(String, Double?)] = [
            ("accuracy", classification?.accuracy), ("in_scope_accuracy", classification?.inScopeAccuracy),
            ("label_accuracy", classification?.labelAccuracy),
            ("oos_recall", classification?.outOfScopeRecall),
            ("oos_recall_at_95", classification?.outOfScopeRecall(keeping: Evaluation.keptShare)),
            ("macro_f1", classification?.macroF1), ("slot_f1", spans?.f1),
            ("slot_precision", spans?.precision),
            ("slot_recall", spans?.recall), ("exact_match", exactMatch),
        ]
        return all.compactMap { name, value in value.map { (name, $0) } }
    }

    var json: JSON {
        .object(
            [("task", .string(task)), ("examples", .integer(examples))]
                + measures.map { ($0.name, .number($0.value)) } + [("truncated", .integer(truncated))])
    }

    /// The report for people.
    var lines: [String] {
        let counts = [["examples", examples.grouped], ["truncated", truncated.grouped]]
        let rows = measures.map { [$0.name, $0.value.fixed(4)] }
        return ["@\(task)"] + Table.lines(counts + rows, rightAligned: [1]).map { "  " + $0 }
    }
}

/// The columns of a labelled file that a question needs.
private struct Gold {
    let texts: [String]
    let labels: [String]
    let tokens: [[String]]
    let tags: [[String]]

    // `headLabels` are those of the head that is asked: a file that numbers its labels (0 negative,
    // 1 positive) means them in this order.
    init(_ file: LabelledFile, headLabels: [String]?, needsTags: Bool) throws {
        texts = try file.texts()
        let named = headLabels == nil ? [] : try file.column(["intent", "label"])
        let known = headLabels ?? []
        labels = named.map { label in
            guard !known.contains(label), let number = Int(label), known.indices.contains(number) else {
                return label
            }
            return known[number]
        }
        tokens = needsTags ? try file.words(["tokens"]) : []
        tags = needsTags ? try file.words(["tags"]) : []
        for (index, (words, row)) in zip(tokens, tags).enumerated() where words.count != row.count {
            throw Failure("line \(index + 2): \(words.count) tokens, but \(row.count) tags")
        }
    }
}
