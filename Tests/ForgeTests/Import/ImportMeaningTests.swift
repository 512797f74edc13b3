import Foundation
import PipitCore
import Testing

@testable import forge

/// What config.json says of the meaning of a checkpoint is honoured or refused, never passed over.
@Suite struct ImportMeaningTests {
    /// The refusal of the checkpoint with a field more in config.json.
    private func refusal(_ field: String) throws -> String? {
        try TinyBERT.refusal { try $0.addToConfig(field) }
    }

    @Test func fieldsOfAnotherTypeAreNamed() throws {
        let fields = [
            (
                "\"is_decoder\": false", "\"is_decoder\": 1",
                "is_decoder is 1, which is neither true nor false"
            ),
            ("\"is_decoder\": false", "\"is_decoder\": \"true\"", "is_decoder is \"true\", which is neither"),
            (
                "\"hidden_size\": 32", "\"hidden_size\": \"32\"",
                "hidden_size is \"32\", which is no whole number"
            ),
            (
                "\"hidden_size\": 32", "\"hidden_size\": 32.0",
                "hidden_size is 32.000000, which is no whole number"
            ),
            (
                "\"layer_norm_eps\": 1e-12", "\"layer_norm_eps\": \"1e-12\"",
                "layer_norm_eps is \"1e-12\", which is no"
            ),
            ("\"hidden_act\": \"gelu\"", "\"hidden_act\": 5", "hidden_act is 5, which is no text"),
            ("\"tie_word_embeddings\": true", "\"tie_word_embeddings\": 1", "tie_word_embeddings is 1"),
            (
                "\"add_cross_attention\": false", "\"add_cross_attention\": true",
                "only encoders can be imported"
            ),
            ("\"0\": \"good\"", "\"0\": 7", "id2label 0 is 7, which is no text"),
            ("\"0\": \"good\"", "\"00\": \"good\"", "id2label has the key \"00\"; 0 to 2 are needed"),
            ("\"0\": \"good\"", "\"3\": \"good\"", "id2label has the key \"3\"; 0 to 2 are needed"),
            ("\"0\": \"good\",", "", "id2label has the key \"2\"; 0 to 1 are needed"),
        ]
        for (old, new, words) in fields {
            let text = try TinyBERT.refusal { try $0.replace(old, by: new, in: "config.json") }
            #expect(text?.contains(words) == true, "\(text ?? "accepted"): \(words)")
        }
        let architectures = try TinyBERT.refusal {
            try $0.replace("\"BertForSequenceClassification\"", by: "5", in: "config.json")
        }
        #expect(architectures?.contains("architectures is [5], which is no list of texts") == true)
    }

    @Test func meaningsThatNoHeadHasAreRefused() throws {
        let fields = [
            ("\"problem_type\": \"regression\"", "its 3 outputs are numbers, no labels"),
            (
                "\"problem_type\": \"ranking\"",
                "problem_type \"ranking\"; there are: single_label_classification"
            ),
            ("\"problem_type\": true", "problem_type is true, which is no text"),
            ("\"num_labels\": 4", "num_labels is 4, but id2label has 3"),
            ("\"auto_map\": {}", "the checkpoint has code of its own"),
            ("\"quantization_config\": {}", "save the checkpoint in F32, F16 or BF16"),
            ("\"pruned_heads\": {\"0\": [1]}", "every layer must have all of its heads"),
            ("\"is_encoder_decoder\": true", "only encoders can be imported"),
        ]
        for (field, words) in fields {
            let text = try refusal(field)
            #expect(text?.contains(words) == true, "\(text ?? "accepted"): \(words)")
        }
        #expect(try refusal("\"problem_type\": \"single_label_classification\"") == nil)
        #expect(try refusal("\"problem_type\": null, \"pruned_heads\": {}") == nil)
    }

    @Test func classesOfOtherNetworksAreRefused() throws {
        for name in ["BertForMultipleChoice", "BertLMHeadModel", "JointBERT"] {
            let text = try TinyBERT.refusal {
                try $0.replace("BertForSequenceClassification", by: name, in: "config.json")
            }
            #expect(text?.contains("architectures has \(name); there are: BertModel") == true)
        }
        let unsaid = try TinyBERT.refusal {
            try $0.replace("BertForSequenceClassification", by: "BertModel", in: "config.json")
        }
        #expect(unsaid?.contains("does not say of what") == true)
        let untied = try TinyBERT.refusal {
            try $0.replace(
                "\"tie_word_embeddings\": true", by: "\"tie_word_embeddings\": false", in: "config.json")
        }
        #expect(untied?.contains("no tensor \"cls.predictions.decoder.weight\"") == true)
    }

    @Test func classesAreAsManyAsTheirNames() throws {
        let text = try TinyBERT.refusal {
            try $0.replace(",\n    \"2\": \"so so\"", by: "", in: "config.json")
        }
        #expect(text?.contains("id2label names 2 classes; the classifier has 3") == true)
    }

    @Test func headsKeepTheirNames() throws {
        let taken = try TinyBERT.refusal(ImportOptions(task: "fill")) { _ in }
        #expect(taken == "--task fill: the checkpoint has a head @fill of its own")
        let folder = TinyBERT.folder + "/../heads/fill"
        let none = message { _ = try TinyBERT.imported(ImportOptions(task: "mood"), from: folder) }
        #expect(none?.contains("--task mood: the checkpoint has no classifier") == true)
        for name in ["command", "teach", "classify", "tasks", "info", "stats", "help", "lists"] {
            let text = message { try HeadNames.check(name, option: "--task") }
            #expect(text == "--task \(name): @\(name) is a request of every model; a head needs another name")
        }
        for name in ["", "Mood", "é", "a b", String(repeating: "a", count: 33)] {
            #expect(
                message { try HeadNames.check(name, option: "--task") }?.contains("a to z, 0 to 9") == true)
        }
        try HeadNames.check(String(repeating: "a", count: 32), option: "--task")
        try HeadNames.check("intent.2", option: "--task")
    }

    /// A table of segments with a third row, as some checkpoints have: BERT's tokenizer gives 0 and 1.
    @Test func segmentsBehindTheSecondAreNotRead() throws {
        let wide = try TinyBERT.withChanged { files in
            try files.replace("\"type_vocab_size\": 2", by: "\"type_vocab_size\": 3", in: "config.json")
            try files.lengthen("bert.embeddings.token_type_embeddings.weight", "[2,32]", "[3,32]", by: 128)
        } _: {
            try TinyBERT.imported(ImportOptions(name: "tiny"), from: $0)
        }
        #expect(wide.bytes == (try TinyBERT.imported(ImportOptions(name: "tiny"))).bytes)
        #expect(wide.model.config.segments == 2)
    }

    @Test func aByteOrderMarkIsNoneOfTheText() throws {
        for name in ["config.json", "vocab.txt"] {
            let text = try TinyBERT.refusal { files in
                let bytes = try Files.read("\(files.folder)/\(name)")
                try Files.write([0xEF, 0xBB, 0xBF] + bytes, to: "\(files.folder)/\(name)")
            }
            #expect(text == nil, "\(text ?? "")")
        }
        let wide = try TinyBERT.refusal { files in
            let text = String(decoding: try Files.read("\(files.folder)/config.json"), as: UTF8.self)
            let units: [UInt8] = [0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
            try Files.write(units, to: "\(files.folder)/config.json")
        }
        #expect(wide?.contains("config.json is UTF-16 or UTF-32; save it as UTF-8") == true)
    }
}
