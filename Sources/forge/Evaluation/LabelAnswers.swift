import PipitCore

/// What a head of labels, one of spans, or both say of each text.
struct LabelAnswers: EvaluationAnswers {
    let classification: ClassificationScore?
    let spans: SpanScore?
    /// Fraction of the examples with the right label and exactly the right spans; nil unless both were answered.
    let exactMatch: Double?
    let names: LabelNames?
    /// Whether the head may say that a text is out of scope, or the file does.
    let knowsOutOfScope: Bool
    let counts: [(name: String, count: Int)]
    var classified: [ClassifiedExample] { classification?.examples ?? [] }

    init(to evaluation: Evaluation) throws {
        let sequenceHead = evaluation.kind == .tokenBIO ? nil : evaluation.head
        let taggingHead = try evaluation.taggingHead
        let gold = try Gold(evaluation.file, needsLabels: sequenceHead != nil, needsTags: taggingHead != nil)
        let names = sequenceHead == nil ? nil : try evaluation.names(for: gold.labels)
        let tags = taggingHead.map { evaluation.engine.labels(ofHead: $0) } ?? []
        let spanNames = Set(tags.map { String($0.dropFirst(2)) })
        var classified: [ClassifiedExample] = []
        var score = SpanScore()
        var exactCount = 0
        evaluation.forEach(of: gold.texts.count) { index in
            let (answer, foundSpans) = evaluation.answer(to: gold.texts[index], taggingHead: taggingHead)
            var isExact = true
            if let answer, let names {
                let example = ClassifiedExample(gold.labels[index], answer, names)
                classified.append(example)
                isExact = example.gold == example.predicted
            }
            if taggingHead != nil {
                let words = wordRanges(of: gold.tokens[index])
                let predicted = foundSpans.map { span(named: $0.name, ofBytes: $0.bytes, amongWords: words) }
                let goldSpans = forge.spans(ofTags: gold.tags[index]).map {
                    LabelNames.span($0, among: spanNames)
                }
                score.add(gold: goldSpans, predicted: predicted)
                isExact = isExact && Set(goldSpans) == Set(predicted)
            }
            exactCount += isExact ? 1 : 0
        }
        self.names = names
        classification = sequenceHead == nil ? nil : ClassificationScore(classified)
        spans = taggingHead == nil ? nil : score
        let hasBoth = sequenceHead != nil && taggingHead != nil && !gold.texts.isEmpty
        exactMatch = hasBoth ? Double(exactCount) / Double(gold.texts.count) : nil
        knowsOutOfScope =
            gold.labels.contains(LabelNames.outOfScope)
            || sequenceHead.map { evaluation.engine.model.head($0).rejects } == true
        counts = [("examples", gold.texts.count)]
    }
}

extension Evaluation {
    /// The head that finds spans: the evaluated one, or that of a command's slots where the file has tags.
    fileprivate var taggingHead: Int? {
        get throws {
            switch kind {
            case .tokenBIO: head
            case nil: file.has("tags") ? try engine.head("slots", of: .tokenBIO) : nil
            default: nil
            }
        }
    }

    /// As the device does: a head of labels reads a whole line, a command and its slots what fits the model.
    fileprivate func answer(
        to text: String, taggingHead: Int?
    ) -> (HostEngine.Answer?, [HostEngine.NamedSpan]) {
        if kind == .sequence { return (engine.classify(text, head: head), []) }
        return engine.read(text, sequenceHead: kind == nil ? head : nil, taggingHead: taggingHead)
    }
}

/// The columns of a labelled file that the heads need.
private struct Gold {
    let texts: [String]
    let labels: [String]
    let tokens: [[String]]
    let tags: [[String]]

    init(_ file: LabelledFile, needsLabels: Bool, needsTags: Bool) throws {
        texts = try file.texts()
        labels = needsLabels ? try file.column(["intent", "label"]) : []
        (tokens, tags) = needsTags ? try file.taggedWords(["tags"]) : ([], [])
    }
}
