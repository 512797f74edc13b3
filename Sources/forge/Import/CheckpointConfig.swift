import PipitCore

/// What the config.json of a Hugging Face BERT says of its shape and meaning, within what a model file can hold.
struct CheckpointConfig {
    /// What the outputs of a classifier are.
    enum ProblemType: String {
        case oneLabel = "single_label_classification"
        case manyLabels = "multi_label_classification"
        case values = "regression"
    }

    let width: Int
    let layers: Int
    let attentionHeads: Int
    let feedForward: Int
    let activation: ModelConfig.Activation
    let normEpsilon: Float
    let positions: Int
    /// Rows of the table of segments; BERT's tokenizer gives two numbers, so two of them are read.
    let segments: Int
    /// Rows of the table of words, some of which may have no word.
    let vocabularySize: Int
    /// The class names of `architectures`, as `BertForMaskedLM`.
    let architectures: [String]
    /// The names of the classes, in order; nil where none are given.
    let labels: [String]?
    /// Nil where nothing is said.
    let problemType: ProblemType?
    /// What sentence-transformers puts behind the one output of a cross-encoder; nil where nothing is said.
    let scoreActivation: String?
    /// Whether the masked-word head reads the table of words.
    let tiesWords: Bool
    private let name: String

    private static var activations: [String: ModelConfig.Activation] {
        [
            "gelu": .geluByErf, "gelu_python": .geluByErf, "gelu_new": .geluByTanh, "gelu_fast": .geluByTanh,
            "gelu_pytorch_tanh": .geluByTanh, "relu": .relu,
        ]
    }

    private static let architectures = [
        "BertModel", "BertForPreTraining", "BertForMaskedLM", "BertForNextSentencePrediction",
        "BertForSequenceClassification", "BertForTokenClassification", "BertForQuestionAnswering",
    ]

    /// Reads a config.json.
    ///
    /// - Parameters:
    ///   - json: its content.
    ///   - name: what it is called in errors.
    /// - Throws: `Failure` that names the field, what it holds, and what fits.
    init(_ json: JSON, name: String) throws {
        let fields = try CheckpointFields(json, name: name)
        self.name = name
        try CheckpointConfig.refuseOthers(fields)
        width = try fields.integer("hidden_size", .width)
        let multiple = ConfigField.widthMultiple
        guard width % multiple == 0 else {
            throw Failure("\(name): hidden_size \(width) is no multiple of \(multiple)")
        }
        layers = try fields.integer("num_hidden_layers", .layers)
        attentionHeads = try fields.integer("num_attention_heads", .attentionHeads)
        guard width % attentionHeads == 0 else {
            throw Failure(
                "\(name): num_attention_heads \(attentionHeads) does not divide hidden_size \(width)")
        }
        feedForward = try fields.integer("intermediate_size", .feedForward)
        positions = try fields.integer(
            "max_position_embeddings", ConfigField.maxTokens.bounds(.bert).lowerBound...Int(Int32.max))
        segments = try fields.integer("type_vocab_size", 1...Int(Int16.max), default: 2)
        vocabularySize = try fields.integer("vocab_size", .vocabularySize)
        let activationName = try fields.text("hidden_act") ?? "gelu"
        guard let activation = CheckpointConfig.activations[activationName] else {
            let known = CheckpointConfig.activations.keys.sorted().joined(separator: ", ")
            throw Failure("\(name): hidden_act \"\(activationName.abridged)\"; there are: \(known)")
        }
        self.activation = activation
        let epsilon = try fields.number("layer_norm_eps") ?? 1e-12
        guard ConfigField.normEpsilon.bounds(.bert) ~= Int(Float(epsilon).bitPattern) else {
            throw Failure("\(name): layer_norm_eps \(epsilon); 1e-12 to 1e-2 is allowed")
        }
        normEpsilon = Float(epsilon)
        architectures = try fields.texts("architectures") ?? []
        if let other = architectures.first(where: { !CheckpointConfig.architectures.contains($0) }) {
            let known = CheckpointConfig.architectures.joined(separator: ", ")
            throw Failure("\(name): architectures has \(other.abridged); there are: \(known)")
        }
        labels = try CheckpointConfig.labels(fields)
        problemType = try CheckpointConfig.problemType(fields)
        scoreActivation = try CheckpointConfig.scoreActivation(fields)
        tiesWords = try fields.bool("tie_word_embeddings") ?? true
    }

    /// Refuses what is no BERT encoder as it was published.
    private static func refuseOthers(_ fields: CheckpointFields) throws {
        try fields.expect("model_type", ["bert"])
        try fields.expect("position_embedding_type", ["absolute"])
        for flag in ["is_decoder", "add_cross_attention", "is_encoder_decoder"] {
            try fields.expect(flag, false, because: "only encoders can be imported")
        }
        if fields["auto_map"] != nil {
            throw Failure("\(fields.name): auto_map: the checkpoint has code of its own, which is not read")
        }
        if fields["quantization_config"] != nil {
            throw Failure("\(fields.name): quantization_config: save the checkpoint in F32, F16 or BF16")
        }
        if let pruned = try fields.object("pruned_heads"), !pruned.isEmpty {
            throw Failure("\(fields.name): pruned_heads: every layer must have all of its heads")
        }
    }

    private static func problemType(_ fields: CheckpointFields) throws -> ProblemType? {
        guard let text = try fields.text("problem_type") else { return nil }
        guard let type = ProblemType(rawValue: text) else {
            throw Failure(
                "\(fields.name): problem_type \"\(text.abridged)\"; there are: single_label_classification, "
                    + "multi_label_classification, regression")
        }
        return type
    }

    /// The class that `CrossEncoder` saves, without its module.
    private static func scoreActivation(_ fields: CheckpointFields) throws -> String? {
        var text = try fields.text("sbert_ce_default_activation_function")
        if let values = fields["sentence_transformers"] {
            let inner = try CheckpointFields(values, name: "\(fields.name), sentence_transformers")
            text = try inner.text("activation_fn") ?? text
        }
        return text?.split(separator: ".").last.map(String.init)
    }

    /// The names of id2label by number: 0, 1, 2 … without a gap.
    private static func labels(_ fields: CheckpointFields) throws -> [String]? {
        let named = try fields.object("id2label") ?? []
        let count = try fields.integer("num_labels", 1...Int(Int32.max), default: named.count)
        guard !named.isEmpty else {
            return fields["num_labels"] == nil ? nil : (0..<count).map { "LABEL_\($0)" }
        }
        var labels: [Int: String] = [:]
        for (key, value) in named {
            guard let number = Int(key), String(number) == key, named.indices ~= number else {
                throw Failure(
                    "\(fields.name): id2label has the key \"\(key.abridged)\"; 0 to \(named.count - 1) are needed"
                )
            }
            guard let label = value.asText else {
                throw Failure("\(fields.name): id2label \(key) is \(value.text.abridged), which is no text")
            }
            labels[number] = label
        }
        guard count == named.count else {
            throw Failure("\(fields.name): num_labels is \(count), but id2label has \(named.count)")
        }
        return labels.sorted { $0.key < $1.key }.map(\.value)
    }

    /// The names of `count` classes; where config.json gives none, they are called `LABEL_0` and so on, as there.
    ///
    /// - Throws: `Failure` when it names more or fewer.
    func labels(_ count: Int) throws -> [String] {
        guard let labels else { return (0..<count).map { "LABEL_\($0)" } }
        guard labels.count == count else {
            throw Failure("\(name): id2label names \(labels.count) classes; the classifier has \(count)")
        }
        return labels
    }

    /// Whether an architecture is `BertFor` with this end.
    func isFor(_ end: String) -> Bool { architectures.contains("BertFor" + end) }
}

extension CheckpointFields {
    /// A number within the bounds of a field of the config.
    fileprivate func integer(_ key: String, _ field: ConfigField) throws -> Int {
        try integer(key, field.bounds(.bert))
    }
}
