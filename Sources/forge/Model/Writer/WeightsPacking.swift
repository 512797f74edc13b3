import PipitCore

extension ModelDraft {
    /// Puts the weights of the network's int8 projections into blocks, layout 1 of FORMAT.md, where their shape allows.
    ///
    /// The file keeps its size, and an engine gives the same answers; a board's kernels may read blocks faster.
    mutating func packWeights() {
        let roles = [
            SectionRole.tokenProjection, .positionProjection, .query, .attentionOutput, .convolutionOutput,
            .bertQuery,
            .bertKey, .bertValue, .bertAttentionOutput, .feedForwardIn, .feedForwardOut,
        ]
        for role in roles {
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
        guard format == .linear8, layout == 0, rows % 16 == 0, columns % 4 == 0 else { return self }
        // Scales and biases come first.
        let start = 8 * rows
        var packed = bytes
        var target = start
        for block in stride(from: 0, to: rows, by: 16) {
            for column in stride(from: 0, to: columns, by: 4) {
                for row in block..<block + 16 {
                    let source = start + row * columns + column
                    packed.replaceSubrange(target..<target + 4, with: bytes[source..<source + 4])
                    target += 4
                }
            }
        }
        return SectionContent(
            format: format, rows: rows, columns: columns, group: group, layout: 1, bytes: packed)
    }
}
