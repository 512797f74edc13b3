/// A task on the shared encoder: its record, labels and weights in the file, read in place.
public struct TaskHead {
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
    /// What each piece of an answer beyond its first takes off its margin; 0 but of spans.
    public let lengthCost: Float
    /// Whether the last output is the out-of-scope class.
    public let hasOutOfScope: Bool
    /// Whether a class without an output, whose logit is always 0, stands for what is out of scope.
    ///
    /// Labels are then compared with it one by one: that of a text counts by its own logit alone.
    public let hasBackground: Bool
    /// Whether a tag I-X may stand anywhere, and begins a span where none of X is open.
    let hasFreeTags: Bool
    /// Whether each label has a probability of its own, and a text may have several.
    public let hasSeveralLabels: Bool
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

    /// What follows what, where the head finds learnt paths through the parts of words.
    let transitions: TagTransitions?
    /// What lexical features add to the scores of tags, where such a head has any.
    let tagFeatures: TagFeatures?

    /// The acts that may have each label, a byte each; empty where acts hold nothing back.
    let labelActs: ByteView
    let labels: TextLines
    /// A `SlotKind` for each label, where the head has them: `[labels]`.
    let slotKinds: ByteView

    /// What the slot is that label `index` begins.
    public func slotKind(_ index: Int) -> SlotKind { slotKinds.slotKind(index) }

    /// Whether the head can say that a text is none of its labels.
    public var rejects: Bool { hasOutOfScope || hasBackground }

    /// The UTF-8 bytes of label `index`, which must be below `labelCount`.
    public func label(_ index: Int) -> UnsafeBufferPointer<UInt8> {
        labels.line(index).characters
    }
}

extension ByteView {
    /// Of a section of slot kinds, or of none, that of label `index`.
    func slotKind(_ index: Int) -> SlotKind {
        index < count ? SlotKind(rawValue: u8(index)) ?? .unsaid : .unsaid
    }
}

extension TaskHead {
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
        lengthCost = record.lengthCost
        hasOutOfScope = record.hasOutOfScope
        hasBackground = record.hasBackground
        hasFreeTags = record.has(.freeTags)
        hasSeveralLabels = record.has(.severalLabels)
        transform = model.linearIfThere(.headTransform, index)
        transformNorm = model.table.find(.headTransformNorm, index).map(NormWeights.init)
        output = model.linearIfThere(.headOutput, index)
        let bias = model.text(.wordBias, index)
        wordBias = bias.count == 0 ? nil : bias.base.assumingMemoryBound(to: Float.self)
        lexicon = model.lexicon(ofHead: index)
        transitions = model.table.find(.tagTransitions, index).map { TagTransitions($0) }
        tagFeatures = model.table.find(.tagFeatures, index).map { TagFeatures($0.bytes) }
        labelActs = model.text(.labelActs, index)
        labels = TextLines(bytes: model.text(.headLabels, index))
        slotKinds = model.text(.slotKinds, index)
    }
}

/// The bytes that describe a head, as they stand in the file.
struct HeadRecord {
    let bytes: ByteView

    init(_ bytes: ByteView) {
        self.bytes = bytes
    }

    var kind: TaskHead.Kind { TaskHead.Kind(rawValue: bytes.u32(HeadField.kind)) ?? .sequence }
    var labels: UInt32 { bytes.u32(HeadField.labels) }
    var outputs: UInt32 { bytes.u32(HeadField.outputs) }
    var activation: ModelConfig.Activation {
        ModelConfig.Activation(rawValue: bytes.u32(HeadField.activation)) ?? .none
    }
    /// Nil when the config decides: the record counts on from there.
    var pooling: ModelConfig.Pooling? { ModelConfig.Pooling(rawValue: bytes.u32(HeadField.pooling) &- 1) }
    var threshold: Float { bytes.float(HeadField.threshold) }
    var lengthCost: Float { bytes.float(HeadField.lengthCost) }
    var hasBackground: Bool { has(.background) }
    var hasOutOfScope: Bool { has(.outOfScope) }
    func has(_ flag: HeadFlag) -> Bool { bytes.u32(HeadField.flags) & flag.rawValue != 0 }

    /// The name without its padding.
    var name: ByteView {
        let start = HeadField.name.offset
        var count = 0
        while count < HeadField.maximumNameBytes && bytes.u8(start &+ count) != 0 { count &+= 1 }
        return bytes.slice(start, count)
    }
}

/// Some of the acts that the head `act` knows, a bit each.
public struct ActSet: OptionSet, Sendable {
    /// Bit i for label i of the head.
    public let rawValue: UInt8

    /// A set of these bits.
    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// The set of one act, or of none when there is no such bit.
    public init(only number: Int) {
        rawValue = number < Self.maximumActs ? 1 &<< UInt8(truncatingIfNeeded: number) : 0
    }

    /// Of a label: what it asks for is done at once, so that a time in the line says when, or for how long.
    ///
    /// It has the bit of label 0, which asks for something to be done and always may have the label.
    public static var atOnce: ActSet { ActSet(only: 0) }

    /// Of a label that was taught while the program runs: one of its examples tells a time.
    ///
    /// It has the same bit.
    public static var withTimes: ActSet { ActSet(only: 0) }

    /// Labels that the head may have.
    public static var maximumActs: Int { 8 }
}

extension TaskHead {
    /// The name of the head that says what a line does: its label 0 asks for something to be done.
    public static var nameOfActs: Literal { "act" }

    /// Whether this is a head of acts as FORMAT.md has it, beside its name.
    var tellsActs: Bool {
        kind == .sequence && !rejects && labelCount >= 2 && labelCount <= ActSet.maximumActs
    }

    /// Whether acts hold texts back from the labels.
    var isHeldByActs: Bool { labelActs.count > 0 }

    /// The acts beside asking for it that may have label `index`, and whether it is done at once.
    ///
    /// Nil where the head is not held by acts.
    func acts(of index: Int) -> ActSet? {
        index < labelActs.count ? ActSet(rawValue: labelActs.u8(index)) : nil
    }
}
