extension Encoder {
    /// The row that a head on the whole text reads: position 0, or the mean over all tokens.
    ///
    /// - Parameters:
    ///   - rows: what `encode` returned, not empty; the mean needs `wanted: .all`.
    ///   - pooling: that of the head.
    /// - Returns: a row that stays valid until the next call.
    public func pool(_ rows: EncodedRows, _ pooling: ModelConfig.Pooling) -> QuantizedRow {
        if pooling == .firstPosition || rows.count == 0 { return rows[0] }
        let sum = memory.sum
        sum.update(repeating: 0, count: rows.width)
        for row in 0..<rows.count {
            kernels.rows.addDequantized(
                rows.values + row &* rows.width, rows.width, scale: rows.scales[row], to: sum)
        }
        let share = 1 / Float(rows.count)
        for column in 0..<rows.width { sum[column] = sum[column] * share }
        memory.pooled.quantize(sum, into: 0, by: kernels.rows)
        return EncodedRows(memory.pooled, count: 1)[0]
    }

    /// How many logits `head` gives for a row: its outputs, or the vocabulary where it is tied to the token table.
    public func logitCount(of head: Head) -> Int {
        if let output = head.output { return output.rows }
        return head.kind == .maskedWord ? config.vocabularySize : 0
    }

    /// The logits of a head for one row.
    ///
    /// - Parameters:
    ///   - head: one of the model's heads.
    ///   - row: a pooled row, or a token's.
    ///   - logits: room for `logitCount(of: head)` floats; nothing is written when it is too small.
    public func logits(of head: Head, row: QuantizedRow, into logits: UnsafeMutableBufferPointer<Float>) {
        self.logits(of: head, row.tile, 1, into: logits)
    }

    /// The logits of a head for up to 8 tokens, `[count, logitCount]`.
    ///
    /// - Parameters:
    ///   - head: one of the model's heads.
    ///   - rows: what `encode` returned.
    ///   - first: the first token to read.
    ///   - count: how many, at most `tileRows`.
    ///   - logits: room for `count · logitCount(of: head)` floats; nothing is written when it is too small.
    public func logits(
        of head: Head, rows: EncodedRows, from first: Int, count: Int,
        into logits: UnsafeMutableBufferPointer<Float>
    ) {
        self.logits(of: head, rows.tile(from: first), min(count, Self.tileRows), into: logits)
    }

    @inline(never)
    private func logits(
        of head: Head, _ rows: RowTile, _ count: Int, into logits: UnsafeMutableBufferPointer<Float>
    ) {
        let outputs = logitCount(of: head)
        guard outputs > 0, logits.count >= count &* outputs, let start = logits.baseAddress else { return }
        let y = FloatTile(memory: UnsafeMutableRawPointer(start), width: outputs)
        let inputs = transform(rows, count, by: head)
        if let output = head.output {
            project(inputs, count, by: output, into: y)
        } else {
            projectByTokenTable(inputs, count, into: y)
            if let bias = head.wordBias {
                for row in 0..<count { kernels.rows.add(bias, outputs, to: y.row(row)) }
            }
        }
    }

    /// The head's transform, activation and norm, quantized; the rows themselves where it has none.
    @inline(never)
    func transform(_ rows: RowTile, _ count: Int, by head: Head) -> RowTile {
        guard let weights = head.transform else { return rows }
        let transformed = memory.transformed.narrowed(to: weights.rows)
        project(rows, count, by: weights, into: transformed.floats)
        return finishTransform(transformed, count, of: head)
    }

    /// The activation and the norm of a head's transform, over rows that its matrix has made; quantized.
    @inline(never)
    func finishTransform(_ transformed: InPlaceTile, _ count: Int, of head: Head) -> RowTile {
        let floats = transformed.floats
        for row in 0..<count {
            kernels.rows.activate(floats.row(row), floats.width, by: head.activation)
            if let norm = head.transformNorm {
                kernels.rows.normalizeLayer(floats.row(row), norm, epsilon: config.normEpsilon)
            }
            transformed.quantize(row, by: kernels.rows)
        }
        return transformed.tile
    }

    /// logits[w] = row · T[w] for every word piece w, eight at a time: a masked-word head without an output of its own.
    private func projectByTokenTable(_ rows: RowTile, _ count: Int, into y: FloatTile) {
        let table = model.embeddings(.tokenTable)
        let words = memory.lookedUp
        for first in stride(from: 0, to: table.rows, by: Self.tileRows) {
            let block = min(Self.tileRows, table.rows &- first)
            for word in 0..<block { lookUp(first &+ word, in: table, into: word) }
            kernels.multiply(
                rows.values, stride: rows.stride, by: words.values, stride: words.width, into: y.sums + first,
                stride: table.rows, rows: count, outputs: block, depth: table.columns)
            for row in 0..<count {
                scaleSums(y.raw(row) + first &* 4, block, scale: rows.scales[row], scales: words.scales)
            }
        }
    }
}
