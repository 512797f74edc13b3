/// How much can be taught.
public struct TeachingLimits: Sendable {
    /// The maximum of labels.
    public let labels: Int
    /// The maximum of examples, of all labels together.
    public let examples: Int

    /// The maximum bytes of a label.
    public static let labelBytes = 63

    /// What a session keeps: 64 labels, 512 examples.
    public static let device = TeachingLimits(labels: 64, examples: 512)

    /// Limits of at most 65,535 each.
    public init(labels: Int, examples: Int) {
        self.labels = labels
        self.examples = examples
    }

    /// Bytes that stay from line to line, for sentence vectors of `width` numbers.
    public func keptBytes(width: Int) -> Int {
        4 &* (2 &* width &+ 4 &* labels) &+ 2 &* (labels &+ examples)
            &+ labels &* (2 &+ Self.labelBytes &+ width) &+ examples &* width
    }

    /// Bytes that training needs while it runs.
    public func trainingBytes(width: Int) -> Int {
        4 &* (labels &* width &+ examples &+ Encoder.tileRows &* labels) &+ examples &* width
    }
}

/// The buffers of what was taught, in order of alignment; L the maximum of labels, E of
/// examples, d the width.
///
/// Bytes of labels and examples that were never taught are never touched, so they cost a process nothing.
struct TaughtMemory {
    let limits: TeachingLimits
    let width: Int

    // Kept from line to line.

    /// Mean of all examples, each of length 1: float `[d]`.
    let mean: UnsafeMutablePointer<Float>
    /// The vector at work: float `[d]`, then int8 `[d]` in its place.
    let vector: UnsafeMutablePointer<Float>
    /// Scales of the weights: float `[L]`.
    let scales: UnsafeMutablePointer<Float>
    /// 1 / length of each row of the weights, in steps of its int8: float `[L]`.
    let inverseLengths: UnsafeMutablePointer<Float>
    /// e^(z − max z) of one vector: float `[L]`.
    let exponentials: UnsafeMutablePointer<Float>
    /// Sums of the vector at work: int32 `[L]`.
    let vectorSums: UnsafeMutablePointer<Int32>
    /// Examples of each label: `[L]`.
    let counts: UnsafeMutablePointer<UInt16>
    /// The label of each example: `[E]`.
    let exampleLabels: UnsafeMutablePointer<UInt16>
    /// The acts of each label's examples: `[L]`.
    let acts: UnsafeMutablePointer<UInt8>
    /// Count of bytes, then the bytes: `[L, 1 + 63]`.
    private let labels: UnsafeMutablePointer<UInt8>
    /// The weights: int8 `[L, d]`.
    let weights: UnsafeMutablePointer<Int8>
    /// Sentence vectors: int8 `[E, d]`; their lengths do not count, so no scales are kept.
    private let examples: UnsafeMutablePointer<Int8>

    // While training runs.

    /// The weights as they learn: float `[L, d]`.
    let learning: UnsafeMutablePointer<Float>
    /// 1 / length of each centred example, in steps of its int8: float `[E]`.
    let centredScales: UnsafeMutablePointer<Float>
    /// Sums of a tile of examples: int32 `[8, L]`.
    let sums: UnsafeMutablePointer<Int32>
    /// Examples less the mean: int8 `[E, d]`.
    private let centred: UnsafeMutablePointer<Int8>

    /// - Parameters:
    ///   - kept: `limits.keptBytes(width:)` bytes, aligned to 4.
    ///   - training: `limits.trainingBytes(width:)` bytes, aligned to 4, which anything may use between trainings.
    ///   - limits: how much can be taught.
    ///   - width: that of the model.
    init(
        kept: UnsafeMutableRawBufferPointer, training: UnsafeMutableRawBufferPointer, limits: TeachingLimits,
        width: Int
    ) {
        self.limits = limits
        self.width = width
        mean = kept.start(as: Float.self)
        vector = mean + width
        scales = vector + width
        inverseLengths = scales + limits.labels
        exponentials = inverseLengths + limits.labels
        vectorSums = UnsafeMutableRawPointer(exponentials + limits.labels).assumingMemoryBound(to: Int32.self)
        counts = UnsafeMutableRawPointer(vectorSums + limits.labels).assumingMemoryBound(to: UInt16.self)
        exampleLabels = counts + limits.labels
        acts = UnsafeMutableRawPointer(exampleLabels + limits.examples).assumingMemoryBound(to: UInt8.self)
        labels = acts + limits.labels
        let afterLabels = UnsafeMutableRawPointer(labels + limits.labels &* Self.labelStride)
        weights = afterLabels.assumingMemoryBound(to: Int8.self)
        examples = weights + limits.labels &* width

        learning = training.start(as: Float.self)
        centredScales = learning + limits.labels &* width
        sums = UnsafeMutableRawPointer(centredScales + limits.examples).assumingMemoryBound(to: Int32.self)
        centred = UnsafeMutableRawPointer(sums + Encoder.tileRows &* limits.labels)
            .assumingMemoryBound(to: Int8.self)
    }

    private static let labelStride = 1 &+ TeachingLimits.labelBytes

    /// The sentence vector of example `index`: int8 `[d]`.
    func example(_ index: Int) -> UnsafeMutablePointer<Int8> { examples + index &* width }

    /// Example `index` less the mean: int8 `[d]`.
    func centredExample(_ index: Int) -> UnsafeMutablePointer<Int8> { centred + index &* width }

    /// The bytes of label `index`.
    func label(_ index: Int) -> Bytes {
        let start = labels + index &* Self.labelStride
        return Bytes(start: start + 1, count: Int(start.pointee))
    }

    /// Writes label `index`, at most `TeachingLimits.labelBytes` bytes.
    func setLabel(_ index: Int, to bytes: Bytes) {
        let start = labels + index &* Self.labelStride
        start.pointee = UInt8(truncatingIfNeeded: bytes.count)
        for position in 0..<bytes.count { start[1 &+ position] = bytes[position] }
    }
}
