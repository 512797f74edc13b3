import PipitCore

/// What a head of labels, one of spans, or both say of each text.
struct LabelAnswers: ExamAnswers {
    let classification: ClassificationScore?
    let spans: SpanScore?
    /// Fraction of the examples with the right label and exactly the right spans; nil unless both were asked.
    let exactMatch: Double?
    let names: LabelNames?
    /// Whether the head may say that a text is out of scope, or the file does.
    let knowsOutOfScope: Bool
    let counts: [(name: String, count: Int)]

    init(asking exam: Exam) throws {
        let sequenceHead = exam.kind == .tokenBIO ? nil : exam.head
        let taggingHead =
            exam.kind == .tokenBIO
            ? exam.head
            : exam.kind == nil && exam.file.has("tags") ? try exam.runner.head("slots", of: .tokenBIO) : nil
        let gold = try Gold(exam.file, needsLabels: sequenceHead != nil, needsTags: taggingHead != nil)
        let names = sequenceHead == nil ? nil : try exam.names(for: gold.labels)
        var classified: [ClassifiedExample] = []
        var score = SpanScore()
        var exactCount = 0
        exam.forEach(of: gold.texts.count) { index in
            let (answer, ranges) = exam.ask(gold.texts[index], taggingHead: taggingHead)
            var isExact = true
            if let answer, let names {
                let example = ClassifiedExample(gold.labels[index], answer, names)
                classified.append(example)
                isExact = example.gold == example.predicted
            }
            if taggingHead != nil {
                let words = wordRanges(ofTokens: gold.tokens[index])
                let predicted = ranges.map { span(named: $0.name, ofBytes: $0.bytes, amongWords: words) }
                let wanted = forge.spans(ofTags: gold.tags[index])
                score.add(gold: wanted, predicted: predicted)
                isExact = isExact && Set(wanted) == Set(predicted)
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
            || sequenceHead.map(exam.runner.knowsOutOfScope) == true
        counts = [("examples", gold.texts.count)]
    }
}

extension Exam {
    /// As the device does: a head of labels reads a whole line, a command and its slots what fits the model.
    fileprivate func ask(
        _ text: String, taggingHead: Int?
    ) -> (ModelRunner.Answer?, [ModelRunner.NamedRange]) {
        if kind == .sequence { return (runner.classify(text, head: head), []) }
        return runner.read(text, sequenceHead: kind == nil ? head : nil, taggingHead: taggingHead)
    }
}

/// The columns of a labelled file that are asked for.
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
