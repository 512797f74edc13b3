import PipitCore

/// What the config.json of a Hugging Face BERT says of its shape, within what a model file can hold.
struct CheckpointConfig {
    let width: Int
    let layers: Int
    let heads: Int
    let feedForward: Int
    let activation: ModelConfig.Activation
    let normEpsilon: Float
    let positions: Int
    let segments: Int
    /// Rows of the table of words, some of which may have no line in vocab.txt.
    let vocabularySize: Int
    /// The class names of `architectures`, as `BertForMaskedLM`.
    let architectures: [String]
    /// The names of the classes by number, as far as they are given.
    let labels: [Int: String]

    private static var activations: [String: ModelConfig.Activation] {
        ["gelu": .geluByErf, "gelu_new": .geluByTanh, "gelu_pytorch_tanh": .geluByTanh, "relu": .relu]
    }

    /// Reads a config.json.
    ///
    /// - Parameters:
    ///   - json: its content.
    ///   - name: what it is called in errors.
    /// - Throws: `Failure` that names the field, what it holds, and what fits.
    init(_ json: JSON, name: String) throws {
        let fields = Fields(json: json, name: name)
        try fields.expect("model_type", ["bert"])
        try fields.expect("position_embedding_type", ["absolute"])
        for flag in ["is_decoder", "add_cross_attention"] where json[flag]?.asBool == true {
            throw Failure("\(name): \(flag) is true; only encoders can be imported")
        }
        width = try fields.integer("hidden_size", .width)
        let multiple = ConfigField.widthMultiple
        guard width % multiple == 0 else {
            throw Failure("\(name): hidden_size \(width) is no multiple of \(multiple)")
        }
        layers = try fields.integer("num_hidden_layers", .layers)
        heads = try fields.integer("num_attention_heads", .heads)
        guard width % heads == 0 else {
            throw Failure("\(name): num_attention_heads \(heads) does not divide hidden_size \(width)")
        }
        feedForward = try fields.integer("intermediate_size", .feedForward)
        positions = try fields.integer(
            "max_position_embeddings", ConfigField.maxTokens.bounds(.bert).lowerBound...Int(Int32.max))
        segments = try fields.integer(
            "type_vocab_size", 1...ConfigField.segments.bounds(.bert).upperBound, default: 2)
        vocabularySize = try fields.integer("vocab_size", .vocabularySize)
        let activationName = json["hidden_act"]?.asText ?? "gelu"
        guard let activation = CheckpointConfig.activations[activationName] else {
            let known = CheckpointConfig.activations.keys.sorted().joined(separator: ", ")
            throw Failure("\(name): hidden_act \"\(activationName)\"; there are: \(known)")
        }
        self.activation = activation
        let epsilon = json["layer_norm_eps"]?.asNumber ?? 1e-12
        let bits = Int(Float(epsilon).bitPattern)
        guard ConfigField.normEpsilon.bounds(.bert) ~= bits else {
            throw Failure("\(name): layer_norm_eps \(epsilon); 1e-12 to 1e-2 is allowed")
        }
        normEpsilon = Float(epsilon)
        architectures = json["architectures"]?.asArray?.compactMap(\.asText) ?? []
        let pairs = (json["id2label"]?.asObject ?? []).compactMap { key, value in
            Int(key).flatMap { number in value.asText.map { (number, $0) } }
        }
        labels = Dictionary(pairs) { first, _ in first }
    }

    /// The names of `count` classes; those that config.json does not name are called `LABEL_0` and so on, as there.
    func labels(_ count: Int) -> [String] {
        (0..<count).map { labels[$0] ?? "LABEL_\($0)" }
    }

    /// Typed reading of the fields.
    private struct Fields {
        let json: JSON
        let name: String

        /// A number within the bounds of a field of the config.
        func integer(_ key: String, _ field: ConfigField) throws -> Int {
            try integer(key, field.bounds(.bert))
        }

        func integer(_ key: String, _ allowed: ClosedRange<Int>, default fallback: Int? = nil) throws -> Int {
            guard let value = json[key]?.asInteger ?? (json[key] == nil ? fallback : nil) else {
                throw Failure("\(name): no whole number \(key)")
            }
            guard allowed ~= value else {
                throw Failure(
                    "\(name): \(key) \(value); \(allowed.lowerBound) to \(allowed.upperBound) fits a model file"
                )
            }
            return value
        }

        /// Makes sure that a text, if it is there, is one of these.
        func expect(_ key: String, _ known: [String]) throws {
            guard let value = json[key] else { return }
            guard let text = value.asText, known.contains(text) else {
                throw Failure(
                    "\(name): \(key) is \(value.text); \(known.joined(separator: ", ")) can be imported")
            }
        }
    }
}
