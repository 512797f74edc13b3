/// How a checkpoint cuts texts: its words, and the names of the special ones.
///
/// The device cuts texts as BERT's uncased tokenizer does; what another would cut differently is refused, since the
/// network would read other words.
struct CheckpointTokenizer {
    /// The words in UTF-8, by id.
    let pieces: [[UInt8]]
    /// The names of padding, unknown, classification, mask and separation.
    let specials: [String]
    /// The file with the words, for errors.
    let name: String
    /// The longest text in tokens; nil where nothing is said.
    let maximumTokens: Int?
    /// What the user should know.
    private(set) var remarks: [String] = []

    /// Why a vocabulary is refused.
    static let uncasedOnly = "only uncased BERT vocabularies can be imported"

    private static let keys = [
        ("pad_token", "[PAD]"), ("unk_token", "[UNK]"), ("cls_token", "[CLS]"), ("mask_token", "[MASK]"),
        ("sep_token", "[SEP]"),
    ]

    /// Classes of transformers that cut texts as BERT's does.
    private static let classes = [
        "BertTokenizer", "DistilBertTokenizer", "ElectraTokenizer", "MobileBertTokenizer",
        "ConvBertTokenizer",
    ]
    /// Classes that do what tokenizer.json says.
    private static let generalClasses = ["PreTrainedTokenizer", "TokenizersBackend"]

    /// Reads the files of a tokenizer, of which tokenizer.json counts where there are two.
    ///
    /// - Throws: `Failure` that names the file and what the device would do otherwise.
    init(_ folder: CheckpointFolder) throws {
        let config = try folder.optionalFields("tokenizer_config.json")
        let file = try folder.optionalFields("tokenizer.json").map(TokenizerFile.init)
        var isSaidToBeUncased = file != nil
        if let config {
            try CheckpointTokenizer.check(config, hasFile: file != nil)
            if try config.bool("do_lower_case") == true { isSaidToBeUncased = true }
        }
        specials = try CheckpointTokenizer.keys.map { key, usual in
            try config.map { try CheckpointTokenizer.token($0, key) ?? usual } ?? usual
        }
        if let file {
            guard file.unknown == specials[1] else {
                throw Failure(
                    "\(folder.path): unk_token is \(file.unknown.abridged) in tokenizer.json, "
                        + "and \(specials[1].abridged) in tokenizer_config.json")
            }
            pieces = file.pieces
            name = "\(folder.path)/tokenizer.json"
        } else if folder.has("vocab.txt") {
            pieces = CheckpointTokenizer.lines(try folder.text("vocab.txt"))
            name = "\(folder.path)/vocab.txt"
        } else {
            throw CheckpointTokenizer.missingWords(folder)
        }
        if file != nil, folder.has("vocab.txt") {
            let lines = CheckpointTokenizer.lines(try folder.text("vocab.txt"))
            let words = pieces
            if let id = lines.indices.first(where: { !words.indices.contains($0) || words[$0] != lines[$0] })
            {
                throw Failure(
                    "\(folder.path): word \(id) of vocab.txt is another in tokenizer.json; take the wrong file away"
                )
            }
        }
        let length = try config?.number("model_max_length")
        maximumTokens = length.flatMap { $0 < 1e9 ? Int($0) : nil }
        let ofOwn = try CheckpointTokenizer.addedTokens(folder, config)
        remarkOnAdded((file?.addedTokens ?? []) + ofOwn)
        try checkCase(isSaidToBeUncased: isSaidToBeUncased)
    }

    /// Refuses what a tokenizer_config.json asks for and the device does not do.
    private static func check(_ config: CheckpointFields, hasFile: Bool) throws {
        for key in ["do_lower_case", "tokenize_chinese_chars", "strip_accents", "do_basic_tokenize"] {
            try config.expect(key, true, because: uncasedOnly)
        }
        if config["auto_map"] != nil {
            throw Failure("\(config.name): auto_map: the tokenizer has code of its own, which is not read")
        }
        guard let text = try config.text("tokenizer_class") else { return }
        let plain = text.hasSuffix("Fast") ? String(text.dropLast(4)) : text
        guard !classes.contains(plain), !(hasFile && generalClasses.contains(plain)) else { return }
        let way = generalClasses.contains(plain) ? ", and there is no tokenizer.json" : ""
        throw Failure(
            "\(config.name): tokenizer_class \(text.abridged)\(way); BertTokenizer and its like can be imported"
        )
    }

    /// A token by its role: a text, or an object that has it as `content`.
    private static func token(_ config: CheckpointFields, _ key: String) throws -> String? {
        guard let value = config[key] else { return nil }
        if let text = value.asText { return text }
        return try CheckpointFields(value, name: "\(config.name), \(key)").text("content")
    }

    /// Lines without their ends; empty ones at the end are no words.
    private static func lines(_ text: [UInt8]) -> [[UInt8]] {
        var lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { line in
            Array(line.last == UInt8(ascii: "\r") ? line.dropLast() : line)
        }
        while lines.last == [] { lines.removeLast() }
        return lines
    }

    private static func missingWords(_ folder: CheckpointFolder) -> Failure {
        let other = [
            "spiece.model", "sentencepiece.bpe.model", "tokenizer.model", "merges.txt", "vocab.json",
        ]
        .first(where: folder.has)
        guard let other else {
            return Failure("cannot read \(folder.path): neither tokenizer.json nor vocab.txt is there")
        }
        return Failure("\(folder.path): \(other) holds no WordPiece vocabulary, which a BERT has")
    }

    /// The names in added_tokens.json, and those that tokenizer_config.json adds.
    private static func addedTokens(_ folder: CheckpointFolder, _ config: CheckpointFields?) throws
        -> [String]
    {
        let own = try folder.optionalFields("added_tokens.json")?.json.asObject?.map(\.0) ?? []
        let decoder = try config?.object("added_tokens_decoder") ?? []
        let decoded = try decoder.compactMap { key, value in
            try CheckpointFields(value, name: "\(config?.name ?? ""), \(key)").text("content")
        }
        let listed = ["never_split", "additional_special_tokens", "extra_special_tokens"].flatMap { key in
            (config?[key]?.asArray ?? []).compactMap { $0.asText ?? $0["content"]?.asText }
        }
        return own + decoded + listed
    }

    /// Tokens that transformers takes out of a text whole, which is cut as any other here.
    private mutating func remarkOnAdded(_ tokens: [String]) {
        var seen = Set(specials)
        let others = tokens.filter { !$0.hasPrefix("[unused") && seen.insert($0).inserted }
        guard !others.isEmpty else { return }
        let shown = others.prefix(10).joined(separator: ", ") + (others.count > 10 ? " …" : "")
        remarks.append("added tokens are lost, since a text is cut without them: \(shown.abridged)")
    }

    /// Words with capitals show a cased vocabulary, unless the files say that letters become small.
    private mutating func checkCase(isSaidToBeUncased: Bool) throws {
        let special = Set(specials)
        let capitals = pieces.lazy.map { String(decoding: $0, as: UTF8.self) }.filter { word in
            !special.contains(word) && !(word.hasPrefix("[") && word.hasSuffix("]"))
                && word.unicodeScalars.contains { $0.properties.isUppercase }
        }
        let (count, shown) = (capitals.count, capitals.prefix(3).joined(separator: ", ").abridged)
        guard count > 0 else { return }
        let problem = "\(count.grouped) of \(pieces.count.grouped) words have capitals (\(shown))"
        guard isSaidToBeUncased || count * 100 < pieces.count else {
            throw Failure(
                "\(name): \(problem): the vocabulary is cased, and \(CheckpointTokenizer.uncasedOnly); "
                    + "if it is not, say so in tokenizer_config.json: {\"do_lower_case\": true}")
        }
        remarks.append("\(problem), which an uncased tokenizer never makes")
    }
}
