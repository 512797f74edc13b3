import PipitCore

/// The weights of a head of learnt paths, as floats.
struct PathFit {
    /// The key of each feature, rising.
    let keys: [UInt32]
    /// Which outputs each feature has weights for, and these.
    let rows: PathRows
    let features: [Float]
    /// `[tags, width]`.
    let states: [Float]
    /// `[1 + tags, tags]`.
    let transitions: [Float]
    let tagCount: Int
    let width: Int

    private static let maximumSteps = 80

    /// Fits the weights.
    ///
    /// - Parameters:
    ///   - examples: at least one line.
    ///   - strengths: of the squares of weights.
    ///   - tick: told the share that is done.
    init(_ examples: PathExamples, strengths: PathObjective.Strengths, tick: (Double) -> Void) {
        let objective = PathObjective(examples: examples, strengths: strengths)
        let start = [Float](repeating: 0, count: objective.weightCount)
        let weights = LBFGS(maximumSteps: PathFit.maximumSteps).minimize(from: start, tick: tick) {
            objective.loss($0, &$1)
        }
        let (tagCount, width) = (examples.tagCount, examples.width)
        (keys, rows, self.tagCount, self.width) = (examples.keys, examples.rows, tagCount, width)
        features = Array(weights[..<objective.statesStart])
        // What outputs share is added up; features keep it apart, since there it makes fewer weights.
        var states = [Float](repeating: 0, count: tagCount * width)
        for tag in 0..<tagCount {
            let outputs =
                switch PathObjective.kind(tag) {
                case 1: [tag, tagCount]
                case 2: [tag, tag - 1, tagCount + 1]
                default: [tag]
                }
            for output in outputs {
                let row = objective.statesStart + output * width
                for index in 0..<width {
                    states[tag * width + index] += weights[row + index] / examples.stateScale
                }
            }
        }
        self.states = states
        transitions = weights.withUnsafeBufferPointer { weights in
            (0...tagCount).flatMap { from in
                (0..<tagCount).map { tag in
                    PathObjective.mayFollow(tag, from: from)
                        ? objective.transition(weights.baseAddress.unsafelyUnwrapped, from: from, to: tag) : 0
                }
            }
        }
    }
}

extension PathFit {
    /// Weights of features below this part of the greatest are left out.
    private static let leastWeight: Float = 1 / 127
    /// The most weights of features that a head keeps, the greatest: 5 bytes each at most, of the 65,535 there may be.
    static let maximumEntries = 12_000

    /// The head with its sections, in 8 bits.
    ///
    /// - Parameters:
    ///   - name: the request's name.
    ///   - labels: O, then B-X and I-X for each slot.
    ///   - maximumEntries: the most weights of features.
    ///   - slotsOfLabels: for each label of the intents the numbers of its slots; empty where all may have all.
    /// - Returns: the head with all its sections.
    /// - Throws: `Failure` when the weights cannot be quantized.
    func head(named name: String, labels: [String], maximumEntries: Int, slotsOfLabels: [[Int]]) throws
        -> DraftHead
    {
        var head = DraftHead(
            kind: .tokenBIO, name: name, labels: labels,
            matrices: [:])
        head.matrices[.headOutput] = try Quantizer.linear8(
            try FloatMatrix(rows: tagCount, columns: width, values: states))
        head.matrices[.tagTransitions] = try Quantizer.table8(
            try FloatMatrix(rows: tagCount + 1, columns: tagCount, values: transitions), group: 0)
        head.matrices[.tagFeatures] = featureSection(maximumEntries: maximumEntries)
        if !slotsOfLabels.isEmpty && tagCount > 1 {
            head.matrices[.slotMask] = PathFit.mask(slotsOfLabels, slots: tagCount / 2)
        }
        return head
    }

    /// The features whose weights count, sorted by key, as FORMAT.md has them.
    private func featureSection(maximumEntries: Int) -> SectionContent {
        let greatest = features.reduce(0) { max($0, $1.magnitude) }
        let scale = greatest / 127
        var least = greatest * PathFit.leastWeight
        let magnitudes = features.map(\.magnitude).filter { $0 >= least }
        if magnitudes.count > maximumEntries {
            least = maximumEntries == 0 ? .infinity : magnitudes.sorted(by: >)[maximumEntries - 1]
        }
        var runs = ByteWriter()
        var starts = [UInt16](repeating: 0, count: 257)
        var count = 0
        for (index, key) in keys.enumerated() {
            var weights = ByteWriter()
            for place in rows.starts[index]..<rows.starts[index + 1] where count < maximumEntries {
                let weight = features[place]
                guard scale > 0, weight.magnitude >= least else { continue }
                let rounded = Int8(max(-127, min(127, Quantizer.rounded(weight / scale))))
                if rounded == 0 { continue }
                weights.append(UInt8(rows.outputs[place]))
                weights.append(UInt8(bitPattern: rounded))
                count += 1
            }
            if weights.bytes.isEmpty { continue }
            runs.append(UInt16(truncatingIfNeeded: key))
            runs.append(UInt8(weights.bytes.count / 2))
            runs.append(raw: weights.bytes)
            starts[Int(key >> 16) + 1] = UInt16(runs.bytes.count)
        }
        // A run without keys ends where the one before it does.
        for run in 1...256 { starts[run] = max(starts[run], starts[run - 1]) }
        var section = ByteWriter()
        section.append([scale])
        for start in starts { section.append(start) }
        section.append(UInt16(0))
        section.append(raw: runs.bytes)
        return SectionContent(section.bytes)
    }

    private static func mask(_ slotsOfLabels: [[Int]], slots: Int) -> SectionContent {
        var bytes: [UInt8] = []
        for own in slotsOfLabels {
            var row = [UInt8](repeating: 0, count: (slots + 7) / 8)
            for slot in own { row[slot / 8] |= 1 << UInt8(slot % 8) }
            bytes += row
        }
        return SectionContent(bytes)
    }
}
