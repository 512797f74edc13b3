import PipitCore

/// A lexicon that is to be written, as Text/FEATURES.md has it.
struct LexiconDraft {
    /// Rising.
    let keys: [UInt32]
    /// Of each feature in the length of a text.
    let importances: [UInt8]
    let columns: Int
    /// `[features, columns]`.
    let weights: [Float]

    private static let maximumWeight: Float = 7
    private static let maximumStep: Float = 255

    /// The section, nil where no feature has a weight.
    var content: SectionContent? {
        let greatest = weights.reduce(0) { max($0, $1.magnitude) }
        let scale = greatest / (Self.maximumWeight * Self.maximumStep)
        // The steps are rounded up, so that no weight is cut.
        let steps = keys.indices.map { number in
            let row = weights[number * columns..<(number + 1) * columns]
            let largest = row.reduce(0) { max($0, $1.magnitude) }
            return scale > 0 ? (largest / (Self.maximumWeight * scale)).rounded(.up) : 0
        }
        let kept = keys.indices.filter { steps[$0] >= 1 }
        guard !kept.isEmpty else { return nil }
        let rows = kept.map { number in
            let step = min(Self.maximumStep, steps[number]) * scale
            return (0..<columns).map { column in
                let rounded = Quantizer.rounded(weights[number * columns + column] / step)
                return Int8(max(-Self.maximumWeight, min(Self.maximumWeight, Float(rounded))))
            }
        }
        var ends = [Int](repeating: 0, count: LexiconLayout.blocks)
        for number in kept { ends[Int(keys[number] >> 16)] += 1 }
        for block in 1..<ends.count { ends[block] += ends[block - 1] }
        let packed = LexiconRows(rows, ends: ends)
        let layout = LexiconLayout(
            count: kept.count, columns: columns, isNormalized: true, isSparse: packed.isSparse)
        var writer = ByteWriter(capacity: layout.weightsOffset + packed.bytes.count)
        writer.append(UInt32(kept.count))
        writer.append(UInt32(columns))
        writer.append([scale])
        writer.append(LexiconLayout.normalizedFlag | (packed.isSparse ? LexiconLayout.sparseFlag : 0))
        for end in ends { writer.append(UInt16(end)) }
        for start in packed.starts { writer.append(start) }
        for number in kept { writer.append(UInt16(truncatingIfNeeded: keys[number])) }
        for number in kept { writer.append(UInt8(min(Self.maximumStep, steps[number]))) }
        for number in kept { writer.append(importances[number]) }
        for byte in packed.bytes { writer.append(byte) }
        return SectionContent(writer.bytes)
    }
}
