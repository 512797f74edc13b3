import Foundation
import PipitCore
import Testing

@testable import forge

/// A checkpoint of Hugging Face, imported: against the Python recipe, its reference implementation, and PyTorch.
@Suite struct ImportTests {
    /// Every section of the file is that of the Python writer, which shares no line with this one.
    @Test(arguments: [8, 4]) func sectionsAreThoseOfTheRecipe(bits: Int) throws {
        let options = ImportOptions(bits: bits, tableBits: bits, scales: .plain)
        var options8 = options
        options8.name = "tiny_bert"
        let loaded = try TinyBERT.imported(options8)
        let found = try ModelSection.all(in: loaded.bytes, name: "tiny").map { section in
            let bytes = loaded.bytes[section.offset..<section.offset + section.byteCount]
            return Golden.Section(
                role: section.role, index: section.index, bytes: section.byteCount,
                crc: Array(bytes).withUnsafeBytes { CRC32.checksum(of: $0) })
        }
        #expect(found == (try TinyBERT.golden().files["\(bits)"]))
    }

    /// The hidden states of the reference to the bit, and the floats of PyTorch up to what 8 bits lose.
    @Test func hiddenStatesAreThoseOfTheReference() throws {
        let engine = try HostEngine(try TinyBERT.imported())
        for item in try TinyBERT.golden().cases {
            if item.second == nil { #expect(engine.input(of: Array(item.first.utf8)).ids == item.ids) }
            let rows = engine.encode(item.ids, segments: item.segments)
            let values = Array(UnsafeBufferPointer(start: rows.values, count: rows.count * rows.width))
            let scales = Array(UnsafeBufferPointer(start: rows.scales, count: rows.count))
            #expect(values == item.rows.integers)
            #expect(scales.map(\.bitPattern) == item.scales.floats.map(\.bitPattern))
            let expected = item.floatRows.floats
            for index in 0..<rows.count {
                let place = index * rows.width..<(index + 1) * rows.width
                #expect(cosine(rows[index].floats, expected[place]) > 0.99)
            }
        }
    }

    @Test func headsAnswerAsPyTorch() throws {
        let engine = try HostEngine(try TinyBERT.imported())
        let model = engine.model
        #expect((0..<model.headCount).map { String(model.head($0).name) } == ["fill", "next", "label", "qa"])
        for item in try TinyBERT.golden().cases {
            let rows = engine.encode(item.ids, segments: item.segments)
            for index in 0..<model.headCount {
                let head = model.head(index)
                let expected = try #require(item.floatLogits[String(head.name)]).floats
                let readsTokens = head.kind == .maskedWord || head.kind == .span
                let actual =
                    readsTokens
                    ? (0..<rows.count).flatMap { engine.logits(of: head, rows[$0]) }
                    : engine.logits(of: head, rows)
                #expect(actual.count == expected.count)
                #expect(cosine(actual, expected) > 0.99, "@\(String(head.name)), \(item.ids.count) tokens")
            }
        }
    }

    @Test func labelsAndKindsFollowTheConfig() throws {
        let model = try TinyBERT.imported().model
        let head = model.head(2)
        #expect(head.kind == .sequence && (0..<3).map { String(head.label($0)) } == ["good", "bad", "so so"])
        #expect(head.pooling == .firstPosition && head.activation == .tanh && head.transform?.rows == 32)
        #expect(model.head(0).activation == .geluByErf && model.head(0).transformNorm?.width == 32)
        #expect(model.config.pooling == .firstPosition && model.config.maxTokens == 24)
        #expect(model.info("license").map { String($0) } == "MIT")
        let options = ImportOptions(maxTokens: 9, license: "CC0", task: "mood", readsPairs: true)
        let other = try TinyBERT.imported(options).model
        #expect(other.config.maxTokens == 9 && other.info("license").map { String($0) } == "CC0")
        #expect(other.head(2).kind == .pairClassification && String(other.head(2).name) == "mood")
    }

    @Test func tagsAndPairsAreToldApart() throws {
        let kinds: [(labels: String, classes: String, kind: TaskHead.Kind, name: String)] = [
            (#""O", "B-x", "I-x""#, "BertForTokenClassification", .tokenBIO, "ner"),
            (#""NOUN", "VERB", "O""#, "BertForTokenClassification", .tokenPlain, "pos"),
            (#""O", "PER", "LOC""#, "BertForTokenClassification", .tokenBIO, "ner"),
            (
                #""entailment", "neutral", "contradiction""#, "BertForSequenceClassification",
                .pairClassification, "entail"
            ),
        ]
        for item in kinds {
            let labels = item.labels.split(separator: ", ").enumerated().map { "\"\($0)\": \($1)" }
            let head = try TinyBERT.withChanged { files in
                try files.replace("BertForSequenceClassification", by: item.classes, in: "config.json")
                try files.replace(
                    "\"id2label\": {", by: "\"id2label\": {\(labels.joined(separator: ", "))}, \"old\": {",
                    in: "config.json")
            } _: { folder in
                let loaded = try TinyBERT.imported(from: folder)
                return (loaded, loaded.model.head(2))
            }
            #expect(head.1.kind == item.kind && String(head.1.name) == item.name)
            #expect((head.1.transform != nil) == (item.kind == .pairClassification))
        }
    }

    /// A word bias of zeros is left out.
    @Test func wordsAreTiedToTheTable() throws {
        let biased = try TinyBERT.imported(ImportOptions(name: "copy"))
        let plain = try TinyBERT.withChanged {
            try $0.clear("cls.predictions.bias")
        } _: {
            try TinyBERT.imported(from: $0)
        }
        #expect(biased.model.head(0).output == nil && plain.model.head(0).output == nil)
        let sectionBytes = 32 + 54 * 4 + 8
        #expect(biased.bytes.count == plain.bytes.count + sectionBytes)
    }

    /// Tensors by their names in checkpoints that came from TensorFlow.
    @Test func oldNamesOfNormsAreKnown() throws {
        let old = try TinyBERT.withChanged { files in
            try files.replaceInHeader("LayerNorm.weight", by: "LayerNorm.gamma")
            try files.replaceInHeader("LayerNorm.bias", by: "LayerNorm.beta")
        } _: {
            try TinyBERT.imported(ImportOptions(name: "tiny"), from: $0)
        }
        #expect(old.bytes == (try TinyBERT.imported(ImportOptions(name: "tiny"))).bytes)
    }

    @Test func sentenceTransformersPoolAsTheySay() throws {
        for (mode, pooling) in [("mean", ModelConfig.Pooling.mean), ("cls", .firstPosition)] {
            let loaded = try TinyBERT.withChanged { files in
                try files.write(modules("Pooling"), to: "modules.json")
                try files.write(
                    #"{"pooling_mode_\#(mode)_token\#(mode == "mean" ? "s" : "")":true}"#,
                    to: "1_Pooling/config.json")
            } _: {
                try TinyBERT.imported(from: $0)
            }
            let head = loaded.model.head(4)
            #expect(String(head.name) == "embed" && head.kind == .sentenceVector && head.pooling == pooling)
            #expect(loaded.model.head(5).kind == .pairSimilarity && loaded.model.head(5).pooling == pooling)
            #expect(loaded.model.config.pooling == pooling)
            let engine = try HostEngine(loaded)
            #expect(engine.vector(of: Array("a b".utf8), head: 4).vector.count == 32)
        }
    }

    /// modules.json with a module of this kind behind the network.
    private func modules(_ kind: String) -> String {
        #"[{"type":"sentence_transformers.models.Transformer","path":""},{"type":"x.\#(kind)","path":"1_Pooling"}]"#
    }

    /// Since sentence-transformers 5.4 the way is a text.
    @Test func poolingOfTodayIsKnown() throws {
        for (mode, pooling) in [("\"mean\"", ModelConfig.Pooling.mean), ("[\"cls\"]", .firstPosition)] {
            let loaded = try TinyBERT.withChanged { files in
                try files.write(modules("pooling.Pooling"), to: "modules.json")
                try files.write(
                    #"{"embedding_dimension":32,"pooling_mode":\#(mode),"include_prompt":true}"#,
                    to: "1_Pooling/config.json")
            } _: {
                try TinyBERT.imported(from: $0)
            }
            #expect(loaded.model.config.pooling == pooling)
        }
        let both = try TinyBERT.refusal { files in
            try files.write(modules("Pooling"), to: "modules.json")
            try files.write(#"{"pooling_mode":["mean","max"]}"#, to: "1_Pooling/config.json")
        }
        #expect(both?.contains("pooling by mean, max; either the mean") == true)
    }

    @Test func textsAreAsLongAsSentenceTransformersReadsThem() throws {
        func length(_ maximum: String, _ options: ImportOptions = ImportOptions()) throws -> Int {
            try TinyBERT.withChanged { files in
                try files.write(modules("Pooling"), to: "modules.json")
                try files.write(#"{"pooling_mode":"mean"}"#, to: "1_Pooling/config.json")
                try files.write(#"{"max_seq_length":\#(maximum)}"#, to: "sentence_bert_config.json")
            } _: {
                try TinyBERT.imported(options, from: $0).model.config.maxTokens
            }
        }
        #expect(try length("9") == 9)
        #expect(try length("null") == 24)
        #expect(try length("512") == 24)
        #expect(try length("9", ImportOptions(maxTokens: 20)) == 20)
        #expect(
            message { _ = try length("4") }?.contains("max_seq_length 4; a model reads 8 or more") == true)
        #expect(message { _ = try length("\"9\"") }?.contains("which is no whole number") == true)
    }

    @Test func promptsAndOtherSimilaritiesAreSaid() throws {
        let remarks = try TinyBERT.remarks { files in
            try files.write(modules("Pooling"), to: "modules.json")
            try files.write(#"{"pooling_mode":"mean"}"#, to: "1_Pooling/config.json")
            try files.write(
                #"{"prompts":{"query":"ask: "},"default_prompt_name":"query","similarity_fn_name":"euclidean"}"#,
                to: "config_sentence_transformers.json")
        }
        #expect(remarks.contains { $0.contains("puts \"ask: \" before every text") })
        #expect(remarks.contains { $0.contains("not euclidean") })
    }

    @Test func modulesWithoutPoolingNeedAHead() throws {
        let transformer = #"[{"type":"sentence_transformers.models.Transformer","path":""}]"#
        #expect(try TinyBERT.refusal { try $0.write(transformer, to: "modules.json") } == nil)
        let text = try TinyBERT.refusal(of: "heads/mean") { try $0.write(transformer, to: "modules.json") }
        #expect(text?.contains("no module Pooling in modules.json, and no head") == true)
        let tags = try TinyBERT.refusal(of: "heads/ner") {
            let type = "\"problem_type\": \"multi_label_classification\", \"model_type\""
            try $0.replace("\"model_type\"", by: type, in: "config.json")
        }
        #expect(tags?.contains("problem_type is multi_label_classification: a word has one tag") == true)
    }

    @Test func otherPoolingIsRefused() throws {
        let dense = try TinyBERT.refusal { try $0.write(modules("Dense"), to: "modules.json") }
        #expect(dense?.contains("a module \"Dense\"; Transformer, Pooling and Normalize are known") == true)
        let maximum = try TinyBERT.refusal { files in
            try files.write(modules("Pooling"), to: "modules.json")
            try files.write(#"{"pooling_mode_max_tokens":true}"#, to: "1_Pooling/config.json")
        }
        #expect(maximum?.contains("pooling by pooling_mode_max_tokens") == true)
    }
}
