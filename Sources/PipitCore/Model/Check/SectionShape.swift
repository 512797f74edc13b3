/// The shape that a section table entry claims, still unchecked; says how many bytes it takes.
struct SectionShape {
    let format: SectionFormat
    let rows: UInt32
    let columns: UInt32
    let group: UInt32

    /// Checks rows, columns and group by the format and returns the exact bytes, below 2^30.
    func bytes(of key: SectionKey) throws(ModelError) -> UInt32 {
        if rows == 0 { throw .badSection(key, problem: "rows", needed: 1, available: 0) }
        if columns == 0 { throw .badSection(key, problem: "columns", needed: 1, available: 0) }
        let elements = UInt64(rows) &* UInt64(columns)
        if elements > UInt64(FileFormat.maximumElements) {
            throw .badSection(
                key, problem: "elements", needed: UInt32(FileFormat.maximumElements),
                available: UInt32(clamping: elements))
        }
        try checkGroup(key)
        if format == .bytes && rows != 1 {
            throw .badSection(key, problem: "rows", needed: 1, available: rows)
        }
        // Of too many columns for the product only upper bits are lost.
        if columns &* UInt32(format.weightBits) % 8 != 0 {
            throw .badSection(
                key, problem: "columns, a multiple of those of a byte", needed: UInt32(8 / format.weightBits),
                available: columns)
        }
        let before = format.bytesBeforeWeights(
            rows: Int(truncatingIfNeeded: rows), columns: Int(truncatingIfNeeded: columns),
            group: Int(truncatingIfNeeded: group))
        let weights = elements &* UInt64(format.weightBits) / 8
        return UInt32(truncatingIfNeeded: before) &+ UInt32(truncatingIfNeeded: weights)
    }

    /// Whether the weights may lie in blocks, layout 1, where the role allows it.
    var mayHaveBlocks: Bool {
        format == .linear8 && rows % UInt32(FileFormat.blockRows) == 0
            && columns % UInt32(FileFormat.blockColumns) == 0
    }

    private func checkGroup(_ key: SectionKey) throws(ModelError) {
        switch format.grouping {
        case .none:
            if group != 0 { throw .badSection(key, problem: "group", needed: 0, available: group) }
            return
        case .optional:
            if group == 0 { return }
        case .required:
            let multiple = UInt32(FileFormat.groupMultiple)
            if group == 0 || group % multiple != 0 {
                throw .badSection(
                    key, problem: FileFormat.groupMultipleRule, needed: multiple, available: group)
            }
        case .columns:
            if group != columns {
                throw .badSection(key, problem: "group, all columns", needed: columns, available: group)
            }
        }
        if columns % group != 0 {
            throw .badSection(
                key, problem: "group, a divisor of the columns", needed: columns, available: group)
        }
    }
}
