import PipitCore

extension ModelDraft {
    /// Puts the weights of the network's int8 projections into blocks, layout 1 of FORMAT.md, where their shape allows.
    ///
    /// The file keeps its size, and an engine gives the same answers; a board's kernels may read blocks faster.
    mutating func packWeights() {
        for role in SectionRole.allCases where role.index != .head && role.formats.contains(.linear8) {
            var index = 0
            while let content = self[role, index] {
                self[role, index] = content.packed
                index += 1
            }
        }
    }
}

extension SectionContent {
    /// The same weights in blocks; itself where it cannot have them.
    fileprivate var packed: SectionContent {
        let (blockRows, blockColumns) = (FileFormat.blockRows, FileFormat.blockColumns)
        guard format == .linear8, layout == 0, rows % blockRows == 0, columns % blockColumns == 0 else {
            return self
        }
        let start = format.bytesBeforeWeights(rows: rows, columns: columns, group: group)
        var packed = bytes
        var target = start
        for block in stride(from: 0, to: rows, by: blockRows) {
            for column in stride(from: 0, to: columns, by: blockColumns) {
                for row in block..<block + blockRows {
                    let source = start + row * columns + column
                    packed.replaceSubrange(
                        target..<target + blockColumns, with: bytes[source..<source + blockColumns])
                    target += blockColumns
                }
            }
        }
        return SectionContent(
            format: format, rows: rows, columns: columns, group: group, layout: 1, bytes: packed)
    }
}
