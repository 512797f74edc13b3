// The vectors of texts. Those of two lie in the pair rows, int8 `[2, width]`, one scale a row.

extension Encoder {
    /// The vector of a text, for a head of the kinds `pairSimilarity` and `sentenceVector`.
    ///
    /// - Parameters:
    ///   - head: one of the model's heads.
    ///   - row: the pooled state of the text.
    ///   - index: which pair row keeps the vector, 0 or 1.
    ///   - floats: room for the head's outputs.
    /// - Returns: int8 `[head.vectorWidth]`, valid until that pair row is taken again.
    public func vector(
        of head: Head, row: QuantizedRow, keptAs index: Int, floats: UnsafeMutableBufferPointer<Float>
    ) -> QuantizedRow {
        let kept = memory.pairRows(width: head.vectorWidth(of: config))
        if head.output != nil, let y = floats.baseAddress {
            logits(of: head, row: row, into: floats)
            kept.quantize(y, into: index, by: kernels.elementwise)
        } else {
            kept.copy(transform(row.tile, 1, by: head), into: index)
        }
        return kept[index]
    }
}

extension Head {
    /// How wide the vector of a text is: the outputs, the rows of the transform, or the model's width.
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
