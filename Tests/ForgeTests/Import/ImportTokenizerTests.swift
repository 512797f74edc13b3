import Foundation
import PipitCore
import Testing

@testable import forge

/// Tokenizers: what the device does as well is taken, whatever file says it; the rest is refused in words.
@Suite struct ImportTokenizerTests {
    private static let normalizer =
        #"{"type":"BertNormalizer","clean_text":true,"handle_chinese_chars":true,"#
        + #""strip_accents":null,"lowercase":true}"#
    private static let splitter = #"{"type":"BertPreTokenizer"}"#
    private static let template = """
        {"type":"TemplateProcessing","single":[{"SpecialToken":{"id":"[CLS]","type_id":0}},\
        {"Sequence":{"id":"A","type_id":0}},{"SpecialToken":{"id":"[SEP]","type_id":0}}],\
        "pair":[{"SpecialToken":{"id":"[CLS]","type_id":0}},{"Sequence":{"id":"A","type_id":0}},\
        {"SpecialToken":{"id":"[SEP]","type_id":0}},{"Sequence":{"id":"B","type_id":1}},\
        {"SpecialToken":{"id":"[SEP]","type_id":1}}],"special_tokens":{}}
        """

    /// A tokenizer.json with the words of the checkpoint.
    private static func file() throws -> String {
        let text = String(decoding: try Files.read(TinyBERT.folder + "/vocab.txt"), as: UTF8.self)
        let words = text.split(separator: "\n").enumerated().map { "\(JSON.string(String($1)).text):\($0)" }
        return """
            {"version":"1.0","truncation":null,"padding":null,"added_tokens":[],"normalizer":\(normalizer),\
            "pre_tokenizer":\(splitter),"post_processor":\(template),"decoder":null,\
            "model":{"type":"WordPiece","unk_token":"[UNK]","continuing_subword_prefix":"##",\
            "max_input_chars_per_word":100,"vocab":{\(words.joined(separator: ","))}}}
            """
    }

    /// The refusal of the checkpoint whose words are in tokenizer.json alone, with a text in the place of another.
    private func refusal(_ old: String = "", _ new: String = "") throws -> String? {
        let file = try Self.file()
        #expect(old.isEmpty || file.contains(old), "\(old)")
        return try TinyBERT.refusal { files in
            try files.write(file.replacingOccurrences(of: old, with: new), to: "tokenizer.json")
            try FileManager.default.removeItem(atPath: files.folder + "/vocab.txt")
        }
    }

    @Test func wordsOfTokenizerFilesAreThoseOfTheVocabulary() throws {
        let file = try Self.file()
        let options = ImportOptions(name: "tiny")
        let loaded = try TinyBERT.withChanged { files in
            try files.write(file, to: "tokenizer.json")
            try FileManager.default.removeItem(atPath: files.folder + "/vocab.txt")
        } _: {
            try TinyBERT.imported(options, from: $0)
        }
        #expect(loaded.bytes == (try TinyBERT.imported(options)).bytes)
        #expect(try refusal(Self.template, "null") == nil)
        #expect(
            try refusal(Self.template, #"{"type":"BertProcessing","sep":["[SEP]",5],"cls":["[CLS]",3]}"#)
                == nil)
        #expect(
            try refusal(Self.normalizer, #"{"type":"Sequence","normalizers":[\#(Self.normalizer)]}"#) == nil)
    }

    @Test func otherTokenizersAreRefused() throws {
        let changes = [
            (Self.normalizer, "null", "no normalizer; only uncased BERT"),
            (Self.normalizer, #"{"type":"NFC"}"#, "type is \"NFC\"; BertNormalizer can be imported"),
            (
                Self.normalizer, #"{"type":"Sequence","normalizers":[{"type":"NFD"},{"type":"Lowercase"}]}"#,
                "type is \"Sequence\"; BertNormalizer"
            ),
            ("\"lowercase\":true", "\"lowercase\":false", "lowercase is false; only uncased BERT"),
            ("\"strip_accents\":null", "\"strip_accents\":false", "strip_accents is false; only uncased"),
            ("\"clean_text\":true", "\"clean_text\":false", "clean_text is false; only uncased"),
            (
                "\"handle_chinese_chars\":true", "\"handle_chinese_chars\":false",
                "handle_chinese_chars is false"
            ),
            (
                "\"lowercase\":true", "\"lowercase\":\"yes\"",
                "lowercase is \"yes\", which is neither true nor"
            ),
            (
                Self.splitter, #"{"type":"Whitespace"}"#,
                "type is \"Whitespace\"; BertPreTokenizer can be imported"
            ),
            (Self.splitter, "null", "no pre_tokenizer"),
            (Self.template, #"{"type":"RobertaProcessing"}"#, "type is \"RobertaProcessing\""),
            (
                "{\"Sequence\":{\"id\":\"B\",\"type_id\":1}}", "{\"Sequence\":{\"id\":\"B\",\"type_id\":0}}",
                "pair is not"
            ),
            ("\"WordPiece\"", "\"BPE\"", "a model of the type BPE; WordPiece can be imported"),
            ("\"unk_token\":\"[UNK]\"", "\"unk_token\":\"<unk>\"", "unk_token is <unk> in tokenizer.json"),
            ("\"##\"", "\"@@\"", "continuing_subword_prefix is \"@@\"; ## can be imported"),
            ("_per_word\":100", "_per_word\":20", "max_input_chars_per_word is 20; 100 can be imported"),
            ("\"zoo\":6", "\"zoo\":7", "the id 7 stands twice"),
            ("\"zoo\":6", "\"zoo\":600", "\"zoo\" has the id 600; 0 to 53 fit"),
        ]
        for (old, new, words) in changes {
            let text = try refusal(old, new)
            #expect(text?.contains(words) == true, "\(text ?? "accepted"): \(words)")
        }
    }

    @Test func twoVocabulariesMustBeOne() throws {
        let file = try Self.file().replacingOccurrences(of: "\"zoo\":6", with: "\"zebra\":6")
        let text = try TinyBERT.refusal { try $0.write(file, to: "tokenizer.json") }
        #expect(text?.contains("word 6 of vocab.txt is another in tokenizer.json") == true)
    }

    @Test func classesOfTokenizersAreKnownOrRefused() throws {
        func refusal(_ config: String) throws -> String? {
            try TinyBERT.refusal { try $0.write(config, to: "tokenizer_config.json") }
        }
        for name in ["BertTokenizer", "BertTokenizerFast", "DistilBertTokenizer", "ElectraTokenizerFast"] {
            #expect(try refusal(#"{"tokenizer_class":"\#(name)"}"#) == nil)
        }
        for name in [
            "BertJapaneseTokenizer", "RobertaTokenizer", "XLMRobertaTokenizerFast", "BertweetTokenizer",
        ] {
            #expect(
                try refusal(#"{"tokenizer_class":"\#(name)"}"#)?.contains("tokenizer_class \(name)") == true)
        }
        let general = try refusal(#"{"tokenizer_class":"PreTrainedTokenizerFast"}"#)
        #expect(general?.contains("and there is no tokenizer.json") == true)
        #expect(
            try refusal(#"{"tokenizer_class":5}"#)?.contains("tokenizer_class is 5, which is no text") == true
        )
        #expect(try refusal(#"{"auto_map":{}}"#)?.contains("code of its own") == true)
        #expect(try refusal(#"["BertTokenizer"]"#)?.contains("is no JSON object") == true)
        #expect(
            try refusal(#"{"do_lower_case":"false"}"#)?.contains("which is neither true nor false") == true)
        #expect(try refusal(#"{"do_lower_case":0}"#)?.contains("which is neither true nor false") == true)
        #expect(try refusal(#"{"strip_accents":false}"#)?.contains("only uncased") == true)
        #expect(try refusal(#"{"strip_accents":null,"model_max_length":1e30}"#) == nil)
    }

    @Test func specialTokensMayHaveOtherNames() throws {
        let options = ImportOptions(name: "tiny")
        let renamed = try TinyBERT.withChanged { files in
            try files.replace("[MASK]", by: "<mask>", in: "vocab.txt")
            try files.write(
                #"{"mask_token":{"content":"<mask>"},"cls_token":"[CLS]"}"#, to: "tokenizer_config.json")
        } _: {
            try TinyBERT.imported(options, from: $0)
        }
        #expect(renamed.bytes.count == (try TinyBERT.imported(options)).bytes.count)
    }

    @Test func casedVocabulariesAreRefused() throws {
        func cased(_ files: inout TinyBERT.Copy) throws {
            for word in ["zoo", "play", "lamp"] {
                try files.replace("\n\(word)\n", by: "\n\(word.capitalized)\n", in: "vocab.txt")
            }
        }
        let text = try TinyBERT.refusal { try cased(&$0) }
        #expect(
            text?.contains("3 of 54 words have capitals (Zoo, Play, Lamp): the vocabulary is cased") == true)
        let remarks = try TinyBERT.remarks { files in
            try cased(&files)
            try files.write(#"{"do_lower_case":true}"#, to: "tokenizer_config.json")
        }
        #expect(remarks.contains { $0.contains("which an uncased tokenizer never makes") })
    }

    @Test func addedTokensAreNamed() throws {
        let remarks = try TinyBERT.remarks { files in
            try files.write(#"{"[room]":54,"[MASK]":3}"#, to: "added_tokens.json")
            try files.write(
                #"{"added_tokens_decoder":{"55":{"content":"[device]"},"1":{"content":"[unused0]"}},"#
                    + #""additional_special_tokens":["[E1]",{"content":"[E2]"}],"never_split":["C++"]}"#,
                to: "tokenizer_config.json")
        }
        #expect(
            remarks.contains { $0.hasSuffix("a text is cut without them: [room], [device], C++, [E1], [E2]") }
        )
    }

    @Test func emptyLinesAtTheEndAreNoWords() throws {
        let options = ImportOptions(name: "tiny")
        let blank = try TinyBERT.withChanged { files in
            try files.replace("\nfor\n", by: "\nfor\n\n\n", in: "vocab.txt")
        } _: {
            try TinyBERT.imported(options, from: $0)
        }
        #expect(blank.bytes == (try TinyBERT.imported(options)).bytes)
        let missing = try TinyBERT.refusal {
            try FileManager.default.moveItem(
                atPath: $0.folder + "/vocab.txt", toPath: $0.folder + "/spiece.model")
        }
        #expect(missing?.contains("spiece.model holds no WordPiece vocabulary") == true)
    }
}
