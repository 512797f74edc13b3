/// A tokenizer.json: its words, and whether it cuts texts as BERT's uncased tokenizer does.
struct TokenizerFile {
    /// The words in UTF-8, by id.
    let pieces: [[UInt8]]
    /// The word that stands for those that cannot be spelled.
    let unknown: String
    /// Words that are taken out of a text before it is cut.
    let addedTokens: [String]

    /// Reads the file.
    ///
    /// - Throws: `Failure` that names what no BERT does, or a word that is missing or stands twice.
    init(_ fields: CheckpointFields) throws {
        let name = fields.name
        try TokenizerFile.checkNormalizer(fields)
        try TokenizerFile.checkPreTokenizer(fields)
        try TokenizerFile.checkPostProcessor(fields)
        guard let value = fields["model"] else { throw Failure("\(name): no model") }
        let model = try CheckpointFields(value, name: "\(name), model")
        let type = try model.text("type") ?? "WordPiece"
        guard type == "WordPiece" else {
            throw Failure("\(name): a model of the type \(type.abridged); WordPiece can be imported")
        }
        try model.expect("continuing_subword_prefix", ["##"])
        unknown = try model.text("unk_token") ?? "[UNK]"
        if let maximum = model["max_input_chars_per_word"], maximum.asInteger != 100 {
            throw Failure(
                "\(model.name): max_input_chars_per_word is \(maximum.text.abridged); 100 can be imported")
        }
        guard let words = try model.object("vocab") else { throw Failure("\(model.name): no vocab") }
        var ids: [(word: String, id: JSON)] = words.map { ($0.0, $0.1) }
        let known = Set(words.map(\.0))
        var added: [String] = []
        for token in fields["added_tokens"]?.asArray ?? [] {
            let token = try CheckpointFields(token, name: "\(name), added_tokens")
            guard let content = try token.text("content"), let id = token["id"] else {
                throw Failure("\(token.name): a token without content or id")
            }
            added.append(content)
            if !known.contains(content) { ids.append((content, id)) }
        }
        addedTokens = added
        pieces = try TokenizerFile.ordered(ids, name: name)
    }

    /// The words by their ids, which are 0, 1, 2 … without a gap.
    private static func ordered(_ words: [(word: String, id: JSON)], name: String) throws -> [[UInt8]] {
        var pieces = [[UInt8]?](repeating: nil, count: words.count)
        for (word, value) in words {
            guard let id = value.asInteger, pieces.indices ~= id else {
                throw Failure(
                    "\(name): \"\(word.abridged)\" has the id \(value.text.abridged); 0 to \(words.count - 1) fit"
                )
            }
            guard pieces[id] == nil else { throw Failure("\(name): the id \(id) stands twice") }
            pieces[id] = Array(word.utf8)
        }
        return pieces.compactMap { $0 }
    }

    /// The one element of a sequence of one, which says the same.
    private static func unwrapped(_ fields: CheckpointFields, _ key: String, _ list: String) throws
        -> CheckpointFields?
    {
        guard let value = fields[key] else { return nil }
        let inner = try CheckpointFields(value, name: "\(fields.name), \(key)")
        guard try inner.text("type") == "Sequence", let elements = inner[list]?.asArray, elements.count == 1
        else { return inner }
        return try CheckpointFields(elements[0], name: inner.name)
    }

    private static func checkNormalizer(_ fields: CheckpointFields) throws {
        guard let normalizer = try unwrapped(fields, "normalizer", "normalizers") else {
            throw Failure("\(fields.name): no normalizer; only uncased BERT vocabularies can be imported")
        }
        try normalizer.expect("type", ["BertNormalizer"])
        for key in ["lowercase", "clean_text", "handle_chinese_chars", "strip_accents"] {
            try normalizer.expect(key, true, because: CheckpointTokenizer.uncasedOnly)
        }
    }

    private static func checkPreTokenizer(_ fields: CheckpointFields) throws {
        guard let splitter = try unwrapped(fields, "pre_tokenizer", "pretokenizers") else {
            throw Failure("\(fields.name): no pre_tokenizer; BertPreTokenizer can be imported")
        }
        try splitter.expect("type", ["BertPreTokenizer"])
    }

    /// `[CLS] first [SEP] second [SEP]`, which transformers' own class puts there where the file says nothing.
    private static func checkPostProcessor(_ fields: CheckpointFields) throws {
        guard let value = fields["post_processor"] else { return }
        let processor = try CheckpointFields(value, name: "\(fields.name), post_processor")
        try processor.expect("type", ["TemplateProcessing", "BertProcessing"])
        guard try processor.text("type") == "TemplateProcessing" else { return }
        let templates = [
            ("single", ["special", "A", "special"]), ("pair", ["special", "A", "special", "B", "special"]),
        ]
        for (key, needed) in templates {
            let steps = try (processor[key]?.asArray ?? []).map { try step($0, name: processor.name) }
            let segments = [0, 0, 0, 1, 1].prefix(needed.count)
            guard steps.map(\.what) == needed, steps.map(\.segment) == Array(segments) else {
                throw Failure(
                    "\(processor.name): \(key) is not [CLS] A [SEP]" + (key == "pair" ? " B [SEP]" : "")
                        + " in segments 0 and 1")
            }
        }
    }

    private static func step(_ value: JSON, name: String) throws -> (what: String, segment: Int?) {
        let fields = try CheckpointFields(value, name: name)
        if let text = fields["Sequence"] { return (text["id"]?.asText ?? "", text["type_id"]?.asInteger) }
        return (fields["SpecialToken"] == nil ? "" : "special", fields["SpecialToken"]?["type_id"]?.asInteger)
    }
}
