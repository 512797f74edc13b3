import PipitCore
import Testing

@testable import forge

@Suite struct EvaluationTests {
    private let texts = ["a b c", "turn it on", "what?", "no no no, no", "12 : 30"]

    private func runner() throws -> ModelRunner {
        try ModelRunner(
            try LoadedModel(
                path: try testWorkspace().path("Tests/PipitCoreTests/Fixtures/encoder/every_head.pipit")))
    }

    /// BIO tags that say just what the model answers.
    private func tags(for text: String, _ ranges: [ModelRunner.NamedRange]) -> String {
        let words = wordRanges(ofTokens: text.split(separator: " ").map(String.init))
        let tags = words.map { word in
            let range = ranges.first { $0.bytes.contains(word.lowerBound) }
            return range.map { ($0.bytes.lowerBound == word.lowerBound ? "B-" : "I-") + $0.name } ?? "O"
        }
        return tags.joined(separator: " ")
    }

    private func table(_ header: String, _ rows: [String]) throws -> LabelledFile {
        try LabelledFile(Array(([header] + rows).joined(separator: "\n").utf8), path: "made.tsv")
    }

    private func number(_ name: String, _ evaluation: Evaluation) -> Double? {
        guard case .object(let fields) = evaluation.json else { return nil }
        for (key, value) in fields where key == name {
            if case .number(let number) = value { return number }
        }
        return nil
    }

    @Test func ownAnswersScoreFull() throws {
        let runner = try runner()
        let intent = try runner.head("intent", of: .sequence)
        let slots = try runner.head("slots", of: .tokenBIO)
        let rows = texts.map { text in
            let (answer, ranges) = runner.read(text, sequenceHead: intent, taggingHead: slots)
            return "\(text)\t\(tags(for: text, ranges))\t\(answer?.label ?? "oos")"
        }
        let evaluation = try Evaluation(
            task: "command", file: try table("tokens\ttags\tintent", rows), runner: runner)
        #expect(number("accuracy", evaluation) == 1 && number("exact_match", evaluation) == 1)
        #expect(number("slot_f1", evaluation) == 1 && number("slot_recall", evaluation) == 1)
        #expect(evaluation.unknownLabels.isEmpty)
    }

    @Test func wrongLabelsAreCounted() throws {
        let runner = try runner()
        let head = try runner.head("emotion", of: .sequence)
        var rows = texts.map { text in
            "\(text)\t\(runner.read(text, sequenceHead: head, taggingHead: nil).answer?.label ?? "")"
        }
        rows[1] = "\(texts[1])\tno such label"
        rows[2] = "\(texts[2])\toos"
        let evaluation = try Evaluation(task: "emotion", file: try table("text\tlabel", rows), runner: runner)
        #expect(
            number("accuracy", evaluation) == 3.0 / 5 && number("in_scope_accuracy", evaluation) == 3.0 / 4)
        #expect(number("oos_recall", evaluation) == 0)
        #expect(number("slot_f1", evaluation) == nil)
        #expect(evaluation.unknownLabels == ["no such label"])
    }

    @Test func numbersMeanTheLabelsInTheirOrder() throws {
        let runner = try runner()
        let head = try runner.head("emotion", of: .sequence)
        let labels = runner.labels(ofHead: head)
        let rows = texts.map { text in
            let label = runner.read(text, sequenceHead: head, taggingHead: nil).answer?.bestLabel ?? ""
            return "\(text)\t\(labels.firstIndex(of: label) ?? -1)"
        }
        let evaluation = try Evaluation(task: "emotion", file: try table("text\tlabel", rows), runner: runner)
        #expect(number("label_accuracy", evaluation) == 1)
        #expect(evaluation.unknownLabels.isEmpty)
        let beyond = try table("text\tlabel", ["a b c\t\(labels.count)", "a\t0"])
        #expect(
            try Evaluation(task: "emotion", file: beyond, runner: runner).unknownLabels == ["\(labels.count)"]
        )
    }

    @Test func spansAloneAreScored() throws {
        let runner = try runner()
        let evaluation = try Evaluation(
            task: "slots",
            file: try table(
                "tokens\ttags",
                texts.map { text in
                    "\(text)\t" + text.split(separator: " ").map { _ in "O" }.joined(separator: " ")
                }), runner: runner)
        #expect(number("slot_recall", evaluation) == 0 && number("accuracy", evaluation) == nil)
        #expect(evaluation.examples == 5)
    }

    @Test func longTextsAreCutAndCounted() throws {
        let runner = try runner()
        let head = try runner.head("intent", of: .sequence)
        let short = runner.read("a b c", sequenceHead: head, taggingHead: nil)
        #expect(short.answer != nil && runner.truncatedCount == 0)
        _ = runner.read(String(repeating: "é", count: 2000), sequenceHead: head, taggingHead: nil)
        _ = runner.read(String(repeating: "a ", count: 30), sequenceHead: head, taggingHead: nil)
        #expect(runner.truncatedCount == 2)
        _ = runner.classify(String(repeating: "a ", count: 30), head: head)
        #expect(runner.truncatedCount == 2)
        _ = runner.classify(String(repeating: "a ", count: 600), head: head)
        #expect(runner.truncatedCount == 3)
    }

    @Test func linesAreCutBetweenCharacters() {
        #expect(ModelRunner.line(String(repeating: "é", count: 600)).count == 1024)
        let odd = ModelRunner.line("x" + String(repeating: "é", count: 600))
        #expect(odd.count == 1023 && String(validating: odd, as: UTF8.self) != nil)
        #expect(ModelRunner.line(String(repeating: "x", count: 1024)).count == 1024)
    }

    @Test func badQuestionsAreNamed() throws {
        let runner = try runner()
        let file = try table("text\tlabel", ["a\tb"])
        func complaint(_ task: String, _ file: LabelledFile) -> String? {
            message { _ = try Evaluation(task: task, file: file, runner: runner) }
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

    @Test func damagedModelsAreRefusedWithTheReadersWords() throws {
        let path = try testWorkspace().path("Tests/PipitCoreTests/Fixtures/encoder/every_head.pipit")
        var bytes = try Files.read(path)
        bytes[bytes.count - 100] ^= 1
        #expect(
            message { _ = try LoadedModel(bytes: bytes, path: "m") }?.hasPrefix("m: model_bad_checksum: ")
                == true)
        #expect(message { _ = try LoadedModel(bytes: [], path: "m") } != nil)
    }

    @Test func inspectionShowsEverySection() throws {
        let loaded = try LoadedModel(
            path: try testWorkspace().path("Tests/PipitCoreTests/Fixtures/encoder/every_head.pipit"))
        let sections = try ModelSection.all(in: loaded.bytes, name: "m")
        let text = try Inspection(of: loaded).lines.joined(separator: "\n")
        #expect(sections.allSatisfy { text.contains($0.name) && text.contains($0.byteCount.grouped) })
        #expect(text.contains("@intent.clinc") && text.contains("9 labels") && text.contains("bytes in all"))
        #expect(
            SectionRole.Part.bytes(of: sections, fileBytes: loaded.bytes.count).values.reduce(0, +)
                == loaded.bytes.count)
    }
}
