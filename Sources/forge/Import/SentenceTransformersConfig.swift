/// What the files of sentence-transformers say: how one vector comes of a text, and how long a text may be.
struct SentenceTransformersConfig {
    /// How one vector comes of the rows of a text.
    enum Pooling {
        case mean
        case firstPosition
    }

    /// Nil where modules.json is missing, or asks for none.
    private(set) var pooling: Pooling?
    /// Whether there is a modules.json.
    private(set) var hasModules = false
    /// The folder of config.json inside the checkpoint's; nil where it is the same.
    private(set) var networkFolder: String?
    /// The longest text that sentence-transformers reads, in tokens; nil where it does not say.
    private(set) var maximumTokens: Int?
    /// What the user should know.
    private(set) var remarks: [String] = []

    /// Reads modules.json and what it leads to; without it there is nothing to read.
    init(_ folder: CheckpointFolder) throws {
        if let fields = try folder.optionalFields("sentence_bert_config.json") {
            try readLength(fields)
        }
        guard folder.has("modules.json") else { return }
        let name = "\(folder.path)/modules.json"
        hasModules = true
        guard let modules = try folder.json("modules.json").asArray else {
            throw Failure("\(name) is no JSON array")
        }
        var isNormalized = false
        for module in modules {
            let fields = try CheckpointFields(module, name: name)
            let path = try fields.text("path") ?? ""
            guard !path.split(separator: "/").contains(".."), !path.hasPrefix("/") else {
                throw Failure("\(name): the path \(path.abridged) leads out of the folder")
            }
            switch try fields.text("type")?.split(separator: ".").last.map(String.init) ?? "nothing" {
            case "Transformer":
                if !path.isEmpty { networkFolder = path }
                if !path.isEmpty, let fields = try folder.optionalFields("\(path)/sentence_bert_config.json")
                {
                    try readLength(fields)
                }
            // The cosine of two vectors does not know their lengths.
            case "Normalize": isNormalized = true
            case "Pooling":
                guard pooling == nil else { throw Failure("\(name): two modules Pooling") }
                pooling = try SentenceTransformersConfig.pooling(try folder.fields("\(path)/config.json"))
            case let kind:
                throw Failure(
                    "\(name): a module \"\(kind.abridged)\"; Transformer, Pooling and Normalize are known")
            }
        }
        if let fields = try folder.optionalFields("config_sentence_transformers.json") {
            try remarkOn(fields, isNormalized: isNormalized)
        }
    }

    /// sentence_bert_config.json.
    private mutating func readLength(_ fields: CheckpointFields) throws {
        _ = try fields.bool("do_lower_case")
        guard fields["max_seq_length"] != nil else { return }
        maximumTokens = try fields.integer("max_seq_length", 1...Int(Int32.max))
    }

    /// Both spellings: `pooling_mode` is a name or a list of names since sentence-transformers 5.4; before, there was a
    /// truth value for each way.
    private static func pooling(_ fields: CheckpointFields) throws -> Pooling {
        var chosen: [String] = []
        for (key, _) in fields.json.asObject ?? [] where key.hasPrefix("pooling_mode_") {
            if try fields.bool(key) == true { chosen.append(key) }
        }
        switch fields["pooling_mode"] {
        case nil: break
        case .string(let name): chosen.append(name)
        default: chosen += try fields.texts("pooling_mode") ?? []
        }
        switch chosen {
        case ["pooling_mode_mean_tokens"], ["mean"]: return .mean
        case ["pooling_mode_cls_token"], ["cls"]: return .firstPosition
        default:
            let modes = chosen.isEmpty ? "none" : chosen.joined(separator: ", ").abridged
            throw Failure(
                "\(fields.name): pooling by \(modes); either the mean of tokens or the first token can be imported"
            )
        }
    }

    /// config_sentence_transformers.json.
    private mutating func remarkOn(_ fields: CheckpointFields, isNormalized: Bool) throws {
        let prompts = try fields.object("prompts") ?? []
        if let name = try fields.text("default_prompt_name"),
            let prompt = prompts.first(where: { $0.0 == name })?.1.asText, !prompt.isEmpty
        {
            remarks.append(
                "sentence-transformers puts \"\(prompt.abridged)\" before every text; here it must be in the text"
            )
        } else {
            let used = prompts.filter { $0.1.asText?.isEmpty == false }.map(\.0)
            if !used.isEmpty {
                remarks.append(
                    "prompts are not put before texts here: " + used.joined(separator: ", ").abridged)
            }
        }
        let similarity = try fields.text("similarity_fn_name") ?? "cosine"
        guard similarity != "cosine", !(isNormalized && similarity == "dot") else { return }
        remarks.append("@similar is the cosine of two vectors, not \(similarity.abridged)")
    }
}
