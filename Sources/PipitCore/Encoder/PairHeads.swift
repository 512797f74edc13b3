// Heads on vectors and on two texts. What is kept from a text lies in the pair rows, int8 `[4, width]`, one scale a row.

extension Encoder {
    /// The vector of a text, for a head of the kinds `pairSimilarity` and `sentenceVector`.
    ///
    /// - Parameters:
    ///   - head: one of the model's heads.
    ///   - row: the pooled row of the text.
    ///   - index: which pair row keeps the vector, 0 or 1.
    ///   - floats: room for the head's outputs.
    /// - Returns: int8 `[head.vectorWidth]`, valid until that pair row is taken again.
    public func vector(
        of head: Head, row: QuantizedRow, keptAs index: Int, floats: UnsafeMutableBufferPointer<Float>
    ) -> QuantizedRow {
        let kept = memory.pairRows(width: head.vectorWidth(of: config))
        if head.output != nil, let y = floats.baseAddress {
            logits(of: head, row: row, into: floats)
            kept.quantize(y, into: index, by: kernels.rows)
        } else {
            kept.copy(transform(row.tile, 1, by: head), into: index)
        }
        return EncodedRows(kept, count: Head.pairParts)[index]
    }

    /// Keeps the pooled row of text `index`, 0 or 1, of a pair that is read apart.
    func keep(_ row: QuantizedRow, as index: Int) {
        memory.pairRows(width: config.width).copy(row.tile, into: index)
    }

    /// The logits of a head that reads apart, for the two rows that were kept.
    ///
    /// - Parameters:
    ///   - head: one of the model's heads.
    ///   - logits: room for the head's outputs; nothing is written when it is too small.
    func pairLogits(of head: Head, into logits: UnsafeMutableBufferPointer<Float>) {
        guard let output = head.output, logits.count >= output.rows, let start = logits.baseAddress else {
            return
        }
        let parts = pairFeatures()
        guard let weights = head.transform else {
            projectParts(parts, by: output, into: start)
            return
        }
        let transformed = memory.transformed.narrowed(to: weights.rows)
        projectParts(parts, by: weights, into: transformed.floats.row(0))
        let y = FloatTile(memory: UnsafeMutableRawPointer(start), width: output.rows)
        project(finishTransform(transformed, 1, of: head), 1, by: output, into: y)
    }

    /// [u; v; |u − v|; u · v]: rows 2 and 3 are made of rows 0 and 1.
    private func pairFeatures() -> RowBuffer {
        let rows = memory.pairRows(width: config.width)
        let (u, v) = (rows.values, rows.values + rows.width)
        let x = memory.sum
        for index in 0..<rows.width {
            let difference = Float(Int(u[index])) * rows.scales[0] - Float(Int(v[index])) * rows.scales[1]
            x[index] = difference.magnitude
        }
        rows.quantize(x, into: 2, by: kernels.rows)
        for index in 0..<rows.width {
            x[index] = (Float(Int(u[index])) * rows.scales[0]) * (Float(Int(v[index])) * rows.scales[1])
        }
        rows.quantize(x, into: 3, by: kernels.rows)
        return rows
    }

    /// y = W · parts + bias: parts `[4, d]`, each on its own scale, W int8 `[W.rows, 4 · d]`, y `[W.rows]`.
    @inline(never)
    private func projectParts(_ parts: RowBuffer, by weights: Linear, into y: UnsafeMutablePointer<Float>) {
        withUnsafeTemporaryAllocation(of: Int32.self, capacity: Self.tileRows) { block in
            guard let sums = block.baseAddress else { return }
            for first in stride(from: 0, to: weights.rows, by: Self.tileRows) {
                let outputs = min(Self.tileRows, weights.rows &- first)
                for part in 0..<Head.pairParts {
                    let column = part &* parts.width
                    kernels.multiply(
                        parts.values + column, stride: parts.width,
                        by: weights.weights + (first &* weights.columns &+ column), stride: weights.columns,
                        into: sums, stride: outputs, rows: 1, outputs: outputs, depth: parts.width)
                    for output in 0..<outputs {
                        let index = first &+ output
                        let scale = parts.scales[part] * weights.scales[index]
                        let before = part == 0 ? weights.bias[index] : y[index]
                        y[index] = before + Float(Int(sums[output])) * scale
                    }
                }
            }
        }
    }
}

extension Head {
    /// How wide the vector of a text is: the outputs, the transform's rows, or the model's width.
    func vectorWidth(of config: ModelConfig) -> Int {
        output?.rows ?? transform?.rows ?? config.width
    }
}

/// The cosine of two vectors of the same width, −1 to 1; 0 when one of them is zero.
func cosine(_ a: QuantizedRow, _ b: QuantizedRow) -> Float {
    var product: Int32 = 0
    var (aSquares, bSquares): (Int32, Int32) = (0, 0)
    // At most 4096 · 127², which is below 2^31.
    for index in 0..<a.width {
        let (x, y) = (Int32(a.values[index]), Int32(b.values[index]))
        product &+= x &* y
        aSquares &+= x &* x
        bSquares &+= y &* y
    }
    if aSquares == 0 || bSquares == 0 { return 0 }
    let lengths = Float(Int(aSquares)).squareRoot() * Float(Int(bSquares)).squareRoot()
    return max(-1, min(1, Float(Int(product)) / lengths))
}
