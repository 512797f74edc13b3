import Foundation

/// A folder with a Hugging Face BERT: its config, tensors, vocabulary, and what sentence-transformers adds.
struct Checkpoint {
    /// How sentence-transformers makes one vector of a text.
    enum SentencePooling {
        case mean
        case firstPosition
    }

    let folder: String
    let config: CheckpointConfig
    let tensors: CheckpointTensors
    /// The lines of vocab.txt in UTF-8, by id.
    let pieces: [[UInt8]]
    /// Nil where the folder has no modules.json.
    let sentencePooling: SentencePooling?
    /// The licence in the head of README.md, if there is one.
    let license: String?

    /// Reads and checks all but the tensors' numbers.
    ///
    /// - Throws: `Failure` that names the file and what is wrong with it.
    init(folder: String) throws {
        func json(_ name: String) throws -> JSON {
            try JSONReader.read(try Files.read("\(folder)/\(name)"), name: "\(folder)/\(name)")
        }
        self.folder = folder
        config = try CheckpointConfig(try json("config.json"), name: "\(folder)/config.json")
        if Files.exists("\(folder)/tokenizer_config.json") {
            try Checkpoint.checkTokenizer(
                try json("tokenizer_config.json"), name: "\(folder)/tokenizer_config.json")
        }
        pieces = Checkpoint.lines(try Files.read("\(folder)/vocab.txt"))
        guard pieces.count <= config.vocabularySize else {
            throw Failure(
                "\(folder)/vocab.txt has \(pieces.count) lines; vocab_size in config.json is \(config.vocabularySize)"
            )
        }
        sentencePooling =
            Files.exists("\(folder)/modules.json")
            ? try Checkpoint.sentencePooling(try json("modules.json"), json, folder: folder) : nil
        license = Checkpoint.license(in: (try? Files.read("\(folder)/README.md")) ?? [])
        let path = "\(folder)/model.safetensors"
        tensors = try CheckpointTensors(try Safetensors(try Files.read(path), name: path), path: path)
    }

    /// The device cuts words as BERT's uncased tokenizer does; another one would feed the network other words.
    private static func checkTokenizer(_ json: JSON, name: String) throws {
        for key in ["do_lower_case", "tokenize_chinese_chars", "strip_accents", "do_basic_tokenize"]
        where json[key]?.asBool == false {
            throw Failure("\(name): \(key) is false; only uncased BERT vocabularies can be imported")
        }
    }

    /// Lines without their ends; a last line need not have one.
    private static func lines(_ text: [UInt8]) -> [[UInt8]] {
        var lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { line in
            Array(line.last == UInt8(ascii: "\r") ? line.dropLast() : line)
        }
        if lines.last == [] { lines.removeLast() }
        return lines
    }

    /// Which pooling modules.json and the folder of its Pooling module ask for.
    private static func sentencePooling(
        _ modules: JSON, _ json: (String) throws -> JSON, folder: String
    ) throws -> SentencePooling {
        var pooling: SentencePooling?
        for module in modules.asArray ?? [] {
            let kind = module["type"]?.asText?.split(separator: ".").last.map(String.init) ?? "nothing"
            switch kind {
            // The cosine of two vectors does not know their lengths.
            case "Transformer", "Normalize": continue
            case "Pooling":
                let name = "\(module["path"]?.asText ?? "")/config.json"
                pooling = try Checkpoint.pooling(try json(name), name: "\(folder)/\(name)")
            default:
                throw Failure(
                    "\(folder)/modules.json: a module \"\(kind)\"; Transformer, Pooling and Normalize are known"
                )
            }
        }
        guard let pooling else { throw Failure("\(folder)/modules.json: no Pooling module") }
        return pooling
    }

    private static func pooling(_ json: JSON, name: String) throws -> SentencePooling {
        let chosen = (json.asObject ?? []).filter { $0.0.hasPrefix("pooling_mode_") && $0.1.asBool == true }
            .map(\.0)
        switch chosen {
        case ["pooling_mode_mean_tokens"]: return .mean
        case ["pooling_mode_cls_token"]: return .firstPosition
        default:
            let modes = chosen.isEmpty ? "none" : chosen.joined(separator: ", ")
            throw Failure(
                "\(name): pooling by \(modes); either the mean of tokens or the first token can be imported")
        }
    }

    /// The value of `license:` between the two lines `---` at the start of a model card.
    private static func license(in card: [UInt8]) -> String? {
        let lines = String(decoding: card, as: UTF8.self).split(
            separator: "\n", omittingEmptySubsequences: false)
        guard lines.first == "---" else { return nil }
        for line in lines.dropFirst() {
            if line == "---" { return nil }
            if line.hasPrefix("license:") {
                let value = line.dropFirst("license:".count).trimmingCharacters(in: .whitespaces)
                return value.isEmpty ? nil : value
            }
        }
        return nil
    }
}
