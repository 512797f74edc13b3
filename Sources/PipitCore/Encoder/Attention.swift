extension Encoder {
    /// Multi-head attention of a tile of queries over all `n` tokens, streamed: 8 rows of scores exist at a time.
    ///
    ///     mix[t, :] = Σ_j softmax_j( q[t] · k[j] / √D ) · v[j]        for each head's D = d / H columns
    ///
    /// Queries are `memory.tileRows` `[count, d]`, keys and values `[n, d]`; in an EmbBERT block both are h itself.
    /// The means of values `[count, d]` end up quantized in `memory.tileRows`.
    func attend(_ count: Int, keys: RowBuffer, values: RowBuffer, of n: Int) {
        let queries = memory.tileRows
        let mix = memory.work
        let scores = FloatTile(memory: memory.scores, width: n)
        let headWidth = config.headWidth
        let unit = 1 / Float(headWidth).squareRoot()
        for column in stride(from: 0, to: config.width, by: headWidth) {
            kernels.multiply(
                queries.values + column, stride: config.width, by: keys.values + column, stride: config.width,
                into: scores.sums, stride: n, rows: count, outputs: n, depth: headWidth)
            // Scale of a mean over this head's columns, for each query.
            var factors = SIMD8<Float>()
            for query in 0..<count {
                factors[query] = kernels.elementwise.softmaxWeights(
                    scores.raw(query), n, scale: queries.scales[query] * unit, keyScales: keys.scales,
                    valueScales: values.scales)
            }
            // A query's weights are the first n bytes of its row of scores.
            kernels.mix(
                memory.scores.assumingMemoryBound(to: Int8.self), stride: n &* 4, values.values + column,
                stride: config.width, into: mix.sums + column, stride: config.width, rows: count, depth: n,
                columns: headWidth)
            for query in 0..<count {
                kernels.elementwise.scaleSums(mix.raw(query) + column &* 4, headWidth, by: factors[query])
            }
        }
        for query in 0..<count { queries.quantize(mix.row(query), into: query, by: kernels.elementwise) }
    }
}

extension ModelConfig {
    /// D: the columns of one attention head.
    var headWidth: Int { width / attentionHeads }
}
