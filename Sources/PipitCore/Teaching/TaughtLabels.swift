import PipitKernels

/// Labels taught by examples while the program runs, in fixed memory.
///
/// An example is the sentence vector of its text, and which words stand there. TEACHING.md says how a text is compared
/// with them.
public struct TaughtLabels {
    let memory: TaughtMemory
    /// What the model knows of sentences about anything.
    let general: GeneralSentences?
    private(set) var texts: TaughtTexts
    /// Bytes of the lines that teach all examples, inside a reply that lists them.
    private var linesBytes = 0
    /// How many labels there are.
    public private(set) var count = 0
    /// How many examples there are, of all labels.
    public private(set) var exampleCount = 0
    /// The minimum of what meaning and words say of a text that is like a label; set by training.
    var threshold: Float = 0
    /// Whether the weights are those of the examples.
    var isTrained = false

    /// How much can be taught.
    public var limits: TeachingLimits { memory.limits }

    init(memory: TaughtMemory, general: GeneralSentences?) {
        self.memory = memory
        self.general = general
        texts = TaughtTexts(storage: memory.texts)
    }

    /// Labels in memory of the caller, which must outlive them; nothing is taught yet.
    ///
    /// - Parameters:
    ///   - limits: how much can be taught.
    ///   - width: that of the model.
    ///   - general: what the model knows of sentences about anything.
    ///   - kept: at least `limits.keptBytes(width:)` bytes, aligned to 4.
    ///   - training: at least `limits.trainingBytes(width:)` bytes, aligned to 4; free between trainings.
    public init(
        limits: TeachingLimits, width: Int, general: GeneralSentences?, kept: UnsafeMutableRawBufferPointer,
        training: UnsafeMutableRawBufferPointer
    ) {
        self.init(
            memory: TaughtMemory(kept: kept, training: training, limits: limits, width: width),
            general: general)
    }

    /// The UTF-8 bytes of label `index`, which must be below `count`; labels keep the order of their first examples.
    public func label(_ index: Int) -> UnsafeBufferPointer<UInt8> { memory.label(index) }

    /// The number of the label of example `index`; examples keep the order in which they were taught.
    func labelIndex(ofExample index: Int) -> Int { Int(memory.exampleLabels[index]) }

    /// What the examples of label `index` do, beside asking for it.
    func acts(of index: Int) -> ActSet { ActSet(rawValue: memory.acts[index]) }

    /// How many examples label `index` has.
    public func examples(of index: Int) -> Int { Int(memory.counts[index]) }

    /// Adds an example; one that the label already has counts once.
    ///
    /// - Parameters:
    ///   - row: the pooled state of the example.
    ///   - text: the example, UTF-8.
    ///   - label: valid UTF-8, one byte at least.
    ///   - act: what the example does, where that is not asking for something; texts that do it may have the label.
    ///   - kernels: the integer kernels to run on.
    /// - Returns: how many examples the label has now.
    /// - Throws: `TeachingError`; nothing has changed then.
    public mutating func teach(
        _ row: QuantizedRow, of text: UnsafeBufferPointer<UInt8>, as label: UnsafeBufferPointer<UInt8>,
        act: ActSet = [], by kernels: UnsafePointer<pipit_kernels>
    ) throws(TeachingError) -> Int {
        try teach(row, of: text, as: label, act: act, by: Kernels(kernels))
    }

    mutating func teach(
        _ row: QuantizedRow, of text: Bytes, as label: Bytes, act: ActSet = [], by kernels: Kernels
    )
        throws(TeachingError) -> Int
    {
        if label.count > TeachingLimits.labelBytes { throw .labelTooLong(bytes: label.count) }
        if !label.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) { throw .labelNotPrintable }
        let known = try? index(of: label)
        let place = exampleCount
        keep(row, of: text, at: place, kernels)
        if let known, hasExample(place, known) { return examples(of: known) }
        if exampleCount >= limits.examples { throw .tooManyExamples(limit: limits.examples) }
        if known == nil && count >= limits.labels { throw .tooManyLabels(limit: limits.labels) }
        guard let bytes = texts.draft(text) else { throw .textsFull }
        let linesBytes = self.linesBytes &+ lineBytes(label) &+ bytes
        if linesBytes > limits.linesBytes { throw .textsFull }
        self.linesBytes = linesBytes
        texts.keep(bytes)
        let index = known ?? count
        if known == nil {
            memory.setLabel(index, to: label)
            memory.counts[index] = 0
            memory.acts[index] = 0
            count &+= 1
        }
        memory.acts[index] |= act.rawValue
        memory.exampleLabels[place] = UInt16(truncatingIfNeeded: index)
        memory.counts[index] &+= 1
        exampleCount &+= 1
        isTrained = false
        return examples(of: index)
    }

    /// Keeps an example in a place: its vector, its features, and how like sentences about anything it is.
    private func keep(_ row: QuantizedRow, of text: Bytes, at place: Int, _ kernels: Kernels) {
        let scale = center(row.values, kernels)
        memory.generalScores[place] = generalScore(scale, kernels)
        memory.setExample(place, scale * (Float(memory.width).squareRoot() * (5 / 3)))
        keepFeatures(of: text, at: place)
    }

    /// Removes a label with its examples; all others keep their order.
    ///
    /// - Returns: how many examples it had.
    /// - Throws: `TeachingError.unknownLabel`.
    public mutating func forget(_ label: UnsafeBufferPointer<UInt8>) throws(TeachingError) -> Int {
        let gone = try self.index(of: label)
        var kept = 0
        var (text, keptText) = (0, 0)
        for example in 0..<exampleCount {
            let index = Int(memory.exampleLabels[example])
            let bytes = texts.text(at: text).count &+ 1
            text &+= bytes
            if index == gone { continue }
            texts.move(text &- bytes, bytes, to: keptText)
            keptText &+= bytes
            if kept < example { memory.move(example, to: kept) }
            memory.exampleLabels[kept] = UInt16(truncatingIfNeeded: index > gone ? index &- 1 : index)
            kept &+= 1
        }
        let removed = exampleCount &- kept
        linesBytes &-= removed &* lineBytes(label) &+ texts.byteCount &- keptText
        texts.cut(at: keptText)
        exampleCount = kept
        count &-= 1
        for index in gone..<count {
            memory.setLabel(index, to: memory.label(index &+ 1))
            memory.counts[index] = memory.counts[index &+ 1]
            memory.acts[index] = memory.acts[index &+ 1]
        }
        isTrained = false
        return removed
    }

    /// The number of a label that was taught.
    @inline(never)  // Called in several places.
    func index(of label: Bytes) throws(TeachingError) -> Int {
        for index in 0..<count where sameBytes(memory.label(index), label) { return index }
        throw .unknownLabel
    }

    /// Bytes of a line for a label, inside a reply that lists such lines, without its text.
    @inline(never)  // Called in several places.
    private func lineBytes(_ label: Bytes) -> Int {
        TeachingLimits.lineFrame &+ Reply.bytes { $0.text(label) }
    }

    /// Whether a label has the example in `place`.
    private func hasExample(_ place: Int, _ label: Int) -> Bool {
        for example in 0..<exampleCount where Int(memory.exampleLabels[example]) == label {
            if memory.isSame(example, place) { return true }
        }
        return false
    }
}
