import Testing

@testable import forge

@Suite struct EvaluationTests {
    private let texts = ["a b c", "turn it on", "what?", "no no no, no", "12 : 30"]

    private func engine() throws -> HostEngine {
        try HostEngine(try everyHead())
    }

    private func report(_ task: String, _ file: LabelledFile, _ engine: HostEngine) throws -> EvaluationReport
    {
        try EvaluationReport(try Evaluation(task: task, file: file, engine: engine))
    }

    /// BIO tags that say just what the model answers.
    private func tags(for text: String, _ spans: [HostEngine.NamedSpan]) -> String {
        let words = wordRanges(of: text.split(separator: " ").map(String.init))
        let tags = words.map { word in
            let span = spans.first { $0.bytes.contains(word.lowerBound) }
            return span.map { ($0.bytes.lowerBound == word.lowerBound ? "B-" : "I-") + $0.name } ?? "O"
        }
        return tags.joined(separator: " ")
    }

    private func table(_ header: String, _ rows: [String]) throws -> LabelledFile {
        try LabelledFile(Array(([header] + rows).joined(separator: "\n").utf8), path: "made.tsv")
    }

    private func number(_ name: String, _ report: EvaluationReport) -> Double? {
        guard case .object(let fields) = report.json else { return nil }
        for (key, value) in fields where key == name {
            if case .number(let number) = value { return number }
        }
        return nil
    }

    @Test func ownAnswersScoreFull() throws {
        let engine = try engine()
        let intent = try engine.head("intent", of: .sequence)
        let slots = try engine.head("slots", of: .tokenBIO)
        let rows = texts.map { text in
            let (answer, spans) = engine.read(text, sequenceHead: intent, taggingHead: slots)
            return "\(text)\t\(tags(for: text, spans))\t\(answer?.label ?? "oos")"
        }
        let report = try report("command", try table("tokens\ttags\tintent", rows), engine)
        #expect(number("accuracy", report) == 1 && number("exact_match", report) == 1)
        #expect(number("slot_f1", report) == 1 && number("slot_recall", report) == 1)
        #expect(report.unknownLabels.isEmpty)
    }

    @Test func wrongLabelsAreCounted() throws {
        let engine = try engine()
        let head = try engine.head("emotion", of: .sequence)
        var rows = texts.map { text in
            "\(text)\t\(engine.read(text, sequenceHead: head, taggingHead: nil).answer?.label ?? "")"
        }
        rows[1] = "\(texts[1])\tno such label"
        rows[2] = "\(texts[2])\toos"
        let report = try report("emotion", try table("text\tlabel", rows), engine)
        #expect(
            number("accuracy", report) == 3.0 / 5 && number("in_scope_accuracy", report) == 3.0 / 4)
        #expect(number("oos_recall", report) == 0)
        #expect(number("slot_f1", report) == nil)
        #expect(report.unknownLabels == ["no such label"])
    }

    @Test func numbersMeanTheLabelsInTheirOrder() throws {
        let engine = try engine()
        let head = try engine.head("emotion", of: .sequence)
        let labels = engine.labels(ofHead: head)
        let rows = texts.map { text in
            let label = engine.read(text, sequenceHead: head, taggingHead: nil).answer?.bestLabel ?? ""
            return "\(text)\t\(labels.firstIndex(of: label) ?? -1)"
        }
        let report = try report("emotion", try table("text\tlabel", rows), engine)
        #expect(number("label_accuracy", report) == 1)
        #expect(report.unknownLabels.isEmpty)
        let beyond = try table("text\tlabel", ["a b c\t\(labels.count)", "a\t0"])
        #expect(try self.report("emotion", beyond, engine).unknownLabels == ["\(labels.count)"])
    }

    @Test func spansAloneAreScored() throws {
        let engine = try engine()
        let rows = texts.map { text in
            "\(text)\t" + text.split(separator: " ").map { _ in "O" }.joined(separator: " ")
        }
        let report = try report("slots", try table("tokens\ttags", rows), engine)
        #expect(number("slot_recall", report) == 0 && number("accuracy", report) == nil)
        #expect(report.examples == 5)
    }

    @Test func badQuestionsAreNamed() throws {
        let engine = try engine()
        let file = try table("text\tlabel", ["a\tb"])
        func complaint(_ task: String, _ file: LabelledFile) -> String? {
            message { _ = try report(task, file, engine) }
        }
        #expect(
            complaint("weather", file)?.contains("has no head @weather; it has: @intent, @emotion") == true)
        #expect(
            complaint("embed", file) == """
                made.tsv has no column text_a; it has: text, label
                @embed is of the kind sentenceVector, which wants text_a, text_b and score
                """)
        #expect(
            complaint("emotion", file)
                == "no label of made.tsv is one of @emotion: the file has b; the head has label_0, label_1, label_2"
        )
        let scores = try table("text_a\ttext_b\tscore", ["a\tb\tc"])
        #expect(complaint("similar", scores) == "made.tsv, line 2: \"c\" is no number")
        let masks = try table("text\tword", ["a [MASK] b\tc", "a [MASK]\tc d"])
        #expect(complaint("fill", masks) == "line 3: 1 [MASK], but 2 words")
        let none = try table("text\tword", ["a b\tc"])
        #expect(complaint("fill", none) == "line 2: 0 [MASK] in the text; 1 to 16 can be asked")
        #expect(
            complaint("slots", file)?.hasPrefix("made.tsv has no column tokens; it has: text, label\n")
                == true)
        #expect(
            complaint("slots", try table("tokens\ttags", ["a b\tO"])) == "line 2: 2 tokens, but 1 tags")
    }
}
