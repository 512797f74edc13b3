import Testing

@testable import forge

/// Checkpoints that cannot become a model are refused by the name of what is wrong.
@Suite struct ImportRefusalTests {
    @Test func missingTensorsAreNamed() throws {
        let names = [
            "bert.embeddings.LayerNorm.weight", "bert.encoder.layer.1.attention.self.key.bias",
            "qa_outputs.bias",
            "bert.encoder.layer.0.output.dense.weight", "classifier.bias",
            "cls.predictions.transform.LayerNorm.bias",
        ]
        for name in names {
            let text = try TinyBERT.refusal { try $0.replaceInHeader("\"\(name)\"", by: "\"other\"") }
            #expect(text?.contains("no tensor \"\(name)\"") == true, "\(text ?? "accepted")")
        }
        let none = try TinyBERT.refusal {
            try $0.replaceInHeader("word_embeddings", by: "embeddings_of_words")
        }
        #expect(
            none?.contains("no tensor \"embeddings.word_embeddings.weight\", with or without \"bert.\"")
                == true)
        let pooler = try TinyBERT.refusal { try $0.replaceInHeader("pooler.dense", by: "poolest.dense") }
        #expect(pooler?.contains("needs the tensor \"pooler.dense.weight\"") == true)
    }

    @Test func oddShapesAreNamed() throws {
        let text = try TinyBERT.refusal { files in
            try files.replace("\"intermediate_size\": 64", by: "\"intermediate_size\": 48", in: "config.json")
        }
        #expect(
            text?.contains(
                "tensor \"bert.encoder.layer.0.intermediate.dense.weight\" is [64, 32]; [48, 32] is needed")
                == true)
        let narrow = try TinyBERT.refusal {
            try $0.replace("\"hidden_size\": 32", by: "\"hidden_size\": 16", in: "config.json")
        }
        #expect(
            narrow?.contains("tensor \"bert.embeddings.word_embeddings.weight\" is [54, 32]; [54, 16]")
                == true)
        let segments = try TinyBERT.refusal {
            try $0.replace("\"type_vocab_size\": 2", by: "\"type_vocab_size\": 3", in: "config.json")
        }
        #expect(segments?.contains("token_type_embeddings.weight\" is [2, 32]; [3, 32]") == true)
    }

    @Test func unexpectedTensorsAreNamed() throws {
        let text = try TinyBERT.refusal {
            try $0.replace("\"num_hidden_layers\": 2", by: "\"num_hidden_layers\": 1", in: "config.json")
        }
        #expect(text?.contains("tensors that no BERT has: \"bert.encoder.layer.1.") == true)
        #expect(text?.contains("and 11 more") == true)
        let integers = try TinyBERT.refusal { try $0.replaceInHeader("position_ids", by: "other_ids") }
        #expect(integers?.contains("\"bert.embeddings.other_ids\" [1, 24]") == true)
    }

    @Test func whatTheFormatCannotHoldIsRefusedWithNumbers() throws {
        let changes = [
            (
                "\"hidden_size\": 32", "\"hidden_size\": 2048",
                "hidden_size 2048; 16 to 1024 fits a model file"
            ),
            ("\"hidden_size\": 32", "\"hidden_size\": 40", "hidden_size 40 is no multiple of 16"),
            ("\"num_hidden_layers\": 2", "\"num_hidden_layers\": 48", "num_hidden_layers 48; 0 to 24 fits"),
            (
                "\"num_attention_heads\": 2", "\"num_attention_heads\": 3",
                "num_attention_heads 3 does not divide hidden_size 32"
            ),
            ("\"vocab_size\": 54", "\"vocab_size\": 119547", "vocab_size 119547; 6 to 65535 fits"),
            (
                "\"vocab_size\": 54", "\"vocab_size\": 53",
                "vocab.txt has 54 words; vocab_size in config.json is 53"
            ),
            (
                "\"intermediate_size\": 64", "\"intermediate_size\": 8192",
                "intermediate_size 8192; 16 to 4096 fits"
            ),
            ("\"hidden_size\": 32", "\"hidden\": 32", "no whole number hidden_size"),
            (
                "\"hidden_act\": \"gelu\"", "\"hidden_act\": \"silu\"",
                "hidden_act \"silu\"; there are: gelu, gelu_fast"
            ),
            ("\"layer_norm_eps\": 1e-12", "\"layer_norm_eps\": 0.5", "layer_norm_eps 0.5; 1e-12 to 1e-2"),
            (
                "\"model_type\": \"bert\"", "\"model_type\": \"roberta\"",
                "model_type is \"roberta\"; bert can be imported"
            ),
            ("\"is_decoder\": false", "\"is_decoder\": true", "is_decoder is true; only encoders"),
            (
                "\"use_cache\"", "\"position_embedding_type\": \"relative_key\", \"u\"",
                "absolute can be imported"
            ),
            ("\"use_cache\"", "\"hidden_act\": \"relu\", \"u\"", "the key \"hidden_act\" a second time"),
        ]
        for (old, new, words) in changes {
            let text = try TinyBERT.refusal { try $0.replace(old, by: new, in: "config.json") }
            #expect(text?.contains(words) == true, "\(text ?? "accepted"): \(words)")
        }
        for count in [7, 25] {
            let text = try TinyBERT.refusal(ImportOptions(maxTokens: count)) { _ in }
            #expect(text == "--max-tokens \(count); 8 to 24 fits this checkpoint")
        }
    }

    @Test func vocabulariesThatDoNotFitAreRefused() throws {
        let twice = try TinyBERT.refusal { try $0.replace("lamp\n", by: "play\n", in: "vocab.txt") }
        #expect(twice?.contains("vocab.txt: the vocabulary has \"play\" twice") == true)
        let none = try TinyBERT.refusal { try $0.replace("[MASK]", by: "[mask]", in: "vocab.txt") }
        #expect(none?.contains("vocab.txt: the vocabulary has no [MASK]") == true)
        let cased = try TinyBERT.refusal {
            try $0.write(#"{"do_lower_case":false}"#, to: "tokenizer_config.json")
        }
        #expect(cased?.contains("do_lower_case is false; only uncased") == true)
    }

    /// A table with more rows than words: those without a word are left out.
    @Test func rowsWithoutAWordAreLeftOut() throws {
        let loaded = try TinyBERT.withChanged {
            try $0.replace("\nfor", by: "", in: "vocab.txt")
        } _: { folder in
            try TinyBERT.imported(from: folder)
        }
        #expect(loaded.model.config.vocabularySize == 53)
        let bias = try ModelSection.all(in: loaded.bytes, name: "tiny").first { $0.name == "word bias" }
        #expect(bias?.columns == 53)
    }

    @Test func filesThatAreMissingAreNamed() throws {
        let text = message { _ = try Checkpoint(folder: "/nowhere") }
        #expect(text?.contains("cannot read /nowhere/config.json") == true)
    }
}
