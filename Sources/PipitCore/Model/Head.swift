/// A task on the shared encoder: its record, labels and weights in the file, read in place.
public struct Head {
    /// What the head answers.
    public let kind: Kind
    /// The request's name, without the `@`.
    public let name: UnsafeBufferPointer<UInt8>
    /// How many labels there are.
    public let labelCount: Int
    /// How many logits there are: the labels, and the out-of-scope class where there is one.
    public let outputs: Int
    /// What follows the transform.
    public let activation: ModelConfig.Activation
    /// How the rows of a text become the row that the head reads.
    public let pooling: ModelConfig.Pooling
    /// Out of scope when the probability of the out-of-scope class is above it.
    public let threshold: Float
    /// Whether the last output is the out-of-scope class.
    public let hasOutOfScope: Bool
    /// Whether a class without an output, whose logit is always 0, stands for what is out of scope.
    ///
    /// Labels are then compared with it one by one: that of a text counts by its own logit alone.
    public let hasBackground: Bool
    /// `[t, d]`, where the head has one.
    public let transform: Linear?
    /// `[2, t]`, where the head has one.
    public let transformNorm: NormWeights?
    /// `[outputs, t or d]`.
    ///
    /// Nil in a masked-word head tied to the token table, and where a vector is the row itself.
    public let output: Linear?
    /// What is added to the logit of each word piece, `[V]`, where a tied masked-word head has one.
    let wordBias: UnsafePointer<Float>?
    /// The words that the head reads beside hidden states, where it has some.
    public let lexicon: Lexicon?

    let labels: TextLines

    /// Whether the head can say that a text is none of its labels.
    public var rejects: Bool { hasOutOfScope || hasBackground }

    /// The UTF-8 bytes of label `index`, which must be below `labelCount`.
    public func label(_ index: Int) -> UnsafeBufferPointer<UInt8> {
        labels.line(index).characters
    }
}

extension Head {
    /// Views head number `index`, which `HeadSections` has checked.
    init(_ index: Int, in model: ModelFile) {
        let record = model.record(index)
        kind = record.kind
        name = record.name.characters
        labelCount = Int(truncatingIfNeeded: record.labels)
        outputs = Int(truncatingIfNeeded: record.outputs)
        activation = record.activation
        pooling = record.pooling ?? model.config.pooling
        threshold = record.threshold
        hasOutOfScope = record.hasOutOfScope
        hasBackground = record.hasBackground
        transform = model.table.find(.headTransform, index).map(Linear.init)
        transformNorm = model.table.find(.headTransformNorm, index).map(NormWeights.init)
        output = model.table.find(.headOutput, index).map(Linear.init)
        let bias = model.text(.wordBias, index)
        wordBias = bias.count == 0 ? nil : bias.base.assumingMemoryBound(to: Float.self)
        lexicon = model.lexicon(ofHead: index)
        labels = TextLines(bytes: model.text(.headLabels, index))
    }
}
