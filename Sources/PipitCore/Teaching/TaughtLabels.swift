import PipitKernels

/// Labels taught by examples while the program runs, in fixed memory.
///
/// An example is the sentence vector of its text. TEACHING.md says how a text is compared with them.
public struct TaughtLabels {
    let memory: TaughtMemory
    /// How many labels there are.
    public private(set) var count = 0
    /// How many examples there are, of all labels.
    public private(set) var exampleCount = 0
    /// The minimum similarity of a text that is like a label; set by training.
    var threshold: Float = 0
    /// Whether the weights are those of the examples.
    var isTrained = false

    /// How much can be taught.
    public var limits: TeachingLimits { memory.limits }

    init(memory: TaughtMemory) {
        self.memory = memory
    }

    /// Labels in memory of the caller, which must outlive them; nothing is taught yet.
    ///
    /// - Parameters:
    ///   - limits: how much can be taught.
    ///   - width: that of the model.
    ///   - kept: at least `limits.keptBytes(width:)` bytes, aligned to 4.
    ///   - training: at least `limits.trainingBytes(width:)` bytes, aligned to 4; free between trainings.
    public init(
        limits: TeachingLimits, width: Int, kept: UnsafeMutableRawBufferPointer,
        training: UnsafeMutableRawBufferPointer
    ) {
        self.init(memory: TaughtMemory(kept: kept, training: training, limits: limits, width: width))
    }

    /// The UTF-8 bytes of label `index`, which must be below `count`; labels keep the order of their first examples.
    public func label(_ index: Int) -> UnsafeBufferPointer<UInt8> { memory.label(index) }

    /// What the examples of label `index` do, beside asking for it.
    func acts(of index: Int) -> ActSet { ActSet(rawValue: memory.acts[index]) }

    /// How many examples label `index` has.
    public func examples(of index: Int) -> Int { Int(memory.counts[index]) }

    /// Adds an example; one that the label already has counts once.
    ///
    /// - Parameters:
    ///   - row: the pooled state of the example.
    ///   - label: valid UTF-8, one byte at least.
    ///   - act: what the example does, where that is not asking for something; texts that do it may have the label.
    /// - Returns: how many examples the label has now.
    /// - Throws: `TeachingError`; nothing has changed then.
    public mutating func teach(
        _ row: QuantizedRow, as label: UnsafeBufferPointer<UInt8>, act: ActSet = []
    ) throws(TeachingError) -> Int {
        if label.count > TeachingLimits.labelBytes { throw .labelTooLong(bytes: label.count) }
        if !label.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) { throw .labelNotPrintable }
        let known = index(of: label)
        if let known, has(row, known) { return examples(of: known) }
        if exampleCount >= limits.examples { throw .tooManyExamples(limit: limits.examples) }
        if known == nil && count >= limits.labels { throw .tooManyLabels(limit: limits.labels) }
        let index = known ?? count
        if known == nil {
            memory.setLabel(index, to: label)
            memory.counts[index] = 0
            memory.acts[index] = 0
            count &+= 1
        }
        memory.acts[index] |= act.rawValue
        memory.example(exampleCount).update(from: row.values, count: memory.width)
        memory.exampleLabels[exampleCount] = UInt16(truncatingIfNeeded: index)
        memory.counts[index] &+= 1
        exampleCount &+= 1
        isTrained = false
        return examples(of: index)
    }

    /// Removes a label with its examples; all others keep their order.
    ///
    /// - Returns: how many examples it had.
    /// - Throws: `TeachingError.unknownLabel`.
    public mutating func forget(_ label: UnsafeBufferPointer<UInt8>) throws(TeachingError) -> Int {
        guard let gone = index(of: label) else { throw .unknownLabel }
        var kept = 0
        for example in 0..<exampleCount {
            let index = Int(memory.exampleLabels[example])
            if index == gone { continue }
            if kept < example {
                memory.example(kept).update(from: memory.example(example), count: memory.width)
            }
            memory.exampleLabels[kept] = UInt16(truncatingIfNeeded: index > gone ? index &- 1 : index)
            kept &+= 1
        }
        let removed = exampleCount &- kept
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

    private func index(of label: Bytes) -> Int? {
        for index in 0..<count where sameBytes(memory.label(index), label) { return index }
        return nil
    }

    private func has(_ row: QuantizedRow, _ label: Int) -> Bool {
        for example in 0..<exampleCount where Int(memory.exampleLabels[example]) == label {
            let values = memory.example(example)
            var column = 0
            while column < memory.width && values[column] == row.values[column] { column &+= 1 }
            if column == memory.width { return true }
        }
        return false
    }
}
