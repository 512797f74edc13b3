extension Encoder {
    /// The pooled state, which a head on the whole text reads: that of position 0, or the mean over all tokens.
    ///
    /// - Parameters:
    ///   - states: what `encode` returned, not empty; the mean needs `wanted: .all`.
    ///   - pooling: that of the head.
    /// - Returns: a row that stays valid until the next call.
    public func pool(_ states: borrowing HiddenStates, _ pooling: ModelConfig.Pooling) -> QuantizedRow {
        if pooling == .firstPosition || states.count == 0 { return states[0] }
        let sum = memory.sum
        sum.update(repeating: 0, count: states.width)
        for token in 0..<states.count {
            kernels.elementwise.addDequantized(
                states.values + token &* states.width, states.width, scale: states.scales[token], to: sum)
        }
        let share = 1 / Float(states.count)
        for column in 0..<states.width { sum[column] = sum[column] * share }
        memory.pooled.quantize(sum, into: 0, by: kernels.elementwise)
        return memory.pooled[0]
    }

    /// How many logits `head` gives for a row: its outputs, or the vocabulary where it is tied to the token table.
    public func logitCount(of head: TaskHead) -> Int {
        if let output = head.output { return output.rows }
        return head.kind == .maskedWord ? config.vocabularySize : 0
    }

    /// The logits of a head for one row.
    ///
    /// - Parameters:
    ///   - head: one of the model's heads.
    ///   - row: the pooled state, or a token's hidden state.
    ///   - logits: room for `logitCount(of: head)` floats; nothing is written when it is too small.
    public func logits(of head: TaskHead, row: QuantizedRow, into logits: UnsafeMutableBufferPointer<Float>) {
        self.logits(of: head, row.tile, 1, into: logits)
    }

    /// The logits of a head for up to 8 tokens, `[count, logitCount]`.
    ///
    /// - Parameters:
    ///   - head: one of the model's heads.
    ///   - states: what `encode` returned.
    ///   - first: the first token to read.
    ///   - count: how many, at most `tileRows`.
    ///   - logits: room for `count · logitCount(of: head)` floats; nothing is written when it is too small.
    public func logits(
        of head: TaskHead, states: borrowing HiddenStates, from first: Int, count: Int,
        into logits: UnsafeMutableBufferPointer<Float>
    ) {
        self.logits(of: head, states.tile(from: first), min(count, Self.tileRows), into: logits)
    }

    @inline(never)
    private func logits(
        of head: TaskHead, _ rows: RowTile, _ count: Int, into logits: UnsafeMutableBufferPointer<Float>
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
                for row in 0..<count { kernels.elementwise.add(bias, outputs, to: y.row(row)) }
            }
        }
    }

    /// The head's transform, activation and norm, quantized; the rows themselves where it has none.
    @inline(never)
    func transform(_ rows: RowTile, _ count: Int, by head: TaskHead) -> RowTile {
        guard let weights = head.transform else { return rows }
        let transformed = memory.transformed.narrowed(to: weights.rows)
        project(rows, count, by: weights, into: transformed.floats)
        return finishTransform(transformed, count, of: head)
    }

    /// The activation and the norm of a head's transform, over rows that its matrix has made; quantized.
    @inline(never)
    func finishTransform(_ transformed: InPlaceTile, _ count: Int, of head: TaskHead) -> RowTile {
        let floats = transformed.floats
        for row in 0..<count {
            kernels.elementwise.activate(floats.row(row), floats.width, by: head.activation)
            if let norm = head.transformNorm {
                kernels.elementwise.normalizeLayer(floats.row(row), norm, epsilon: config.normEpsilon)
            }
            transformed.quantize(row, by: kernels.elementwise)
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
                let (cells, scale) = (y.raw(row) + first &* 4, rows.scales[row])
                for word in 0..<block {
                    let sum = Float(Int(cells.load(fromByteOffset: word &* 4, as: Int32.self)))
                    let logit = sum * (scale * words.scales[word])
                    cells.storeBytes(of: logit, toByteOffset: word &* 4, as: Float.self)
                }
            }
        }
    }
}

/// The logits of a head for word pieces of a text, asked for in rising order and computed a tile of tokens at a time.
struct TiledLogits {
    private let head: TaskHead
    private let logits: UnsafeMutableBufferPointer<Float>  // [tileRows, outputs]
    private var tile = 0..<0  // the tokens whose logits are there

    init(of head: TaskHead, into logits: UnsafeMutableBufferPointer<Float>) {
        self.head = head
        self.logits = logits
    }

    /// The logits of piece `index`.
    ///
    /// - Parameters:
    ///   - index: the number of a word piece of the text.
    ///   - states: of the text, always the same.
    ///   - encoder: what made them.
    /// - Returns: `[outputs]`, valid until the next call.
    @inline(never)  // Long, and called in several places.
    mutating func ofPiece(
        _ index: Int, _ states: borrowing HiddenStates, by encoder: borrowing Encoder
    ) -> UnsafeBufferPointer<Float> {
        let token = index &+ 1  // token 0 is [CLS]
        if !tile.contains(token) {
            tile = token..<min(token &+ Encoder.tileRows, states.count)
            encoder.logits(of: head, states: states, from: token, count: tile.count, into: logits)
        }
        let start = (token &- tile.lowerBound) &* head.outputs
        return UnsafeBufferPointer(rebasing: logits[start..<start &+ head.outputs])
    }
}
