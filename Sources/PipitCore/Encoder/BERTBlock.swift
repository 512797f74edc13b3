// A BERT block, for rows h [n, d] that are the quantized stream:
//
//     q, k, v = Wq·h + bq, Wk·h + bk, Wv·h + bv                       [d, d] each
//     A = Wo · softmax(q·kᵀ / √D) · v + bo                            [d, d]
//     x = LayerNorm(stream + A)                                       the stream from now on
//     F = W2 · activation(W1 · x + b1) + b2                           W1 [f, d], W2 [d, f]
//     x = LayerNorm(stream + F)                                       the stream from now on; h = x, quantized

extension Encoder {
    /// One block: reads h `[n, d]` and writes the next block's rows over it.
    ///
    /// Keys and values of all rows are made first; after that a row of h is read only by its own tile.
    func runBERTBlock(_ layer: Int, _ h: RowBuffer, of count: Int, rows: Int) {
        makeKeysAndValues(layer, h, of: count)
        var tile = Tile(first: 0, of: rows)
        while tile.count > 0 {
            projectRows(
                h, tile, by: model.linear(.bertQuery, layer), through: memory.work, into: memory.tileRows,
                at: 0)
            attend(tile.count, keys: memory.keys, values: memory.values, of: count)
            project(
                memory.tileRows.tile(), tile.count, by: model.linear(.bertAttentionOutput, layer),
                into: memory.work)
            addToStream(tile, model.norm(.bertAttentionNorm, layer), into: h)
            feedForward(layer, h, tile)
            addToStream(tile, model.norm(.feedForwardNorm, layer), into: h)
            tile = tile.next
        }
    }

    /// Keys and values of all rows.
    ///
    /// The memory of the scores is free as yet, and longer than that of a tile: more rows at a time use it, so that each
    /// weight is read less often. int4 weights have room for the sums of a tile alone.
    private func makeKeysAndValues(_ layer: Int, _ h: RowBuffer, of count: Int) {
        let keyWeights = model.linear(.bertKey, layer)
        let valueWeights = model.linear(.bertValue, layer)
        let tiles = keyWeights.isInt4 || valueWeights.isInt4 ? 1 : max(1, config.maxTokens / config.width)
        let floats = FloatTile(memory: memory.scores, width: config.width)
        var tile = Tile(first: 0, of: count, tiles: tiles)
        while tile.count > 0 {
            projectRows(h, tile, by: keyWeights, through: floats, into: memory.keys, at: tile.first)
            projectRows(h, tile, by: valueWeights, through: floats, into: memory.values, at: tile.first)
            tile = tile.next
        }
    }

    /// Rows of h through a projection `[d, d]`, as floats in `floats`, then quantized into `output` from row `start` on.
    @inline(never)  // Long, and called in several places.
    private func projectRows(
        _ h: RowBuffer, _ tile: Tile, by weights: Linear, through floats: FloatTile, into output: RowBuffer,
        at start: Int
    ) {
        project(h.tile(from: tile.first), tile.count, by: weights, into: floats)
        for row in 0..<tile.count {
            output.quantize(floats.row(row), into: start &+ row, by: kernels.elementwise)
        }
    }

    /// W2 · activation(W1 · h), into `memory.work` `[count, d]`.
    private func feedForward(_ layer: Int, _ h: RowBuffer, _ tile: Tile) {
        let inner = memory.inner
        project(
            h.tile(from: tile.first), tile.count, by: model.linear(.feedForwardIn, layer), into: inner.floats)
        for row in 0..<tile.count {
            kernels.elementwise.activate(inner.floats.row(row), config.feedForward, by: config.activation)
            inner.quantize(row, by: kernels.elementwise)
        }
        project(inner.tile, tile.count, by: model.linear(.feedForwardOut, layer), into: memory.work)
    }

    /// x = LayerNorm(stream + x) for x in `memory.work` `[count, d]`: becomes the stream, and quantized h.
    private func addToStream(_ tile: Tile, _ norm: NormWeights, into h: RowBuffer) {
        for row in 0..<tile.count {
            let x = memory.work.row(row)
            let index = tile.first &+ row
            memory.stream.add(index, to: x, by: kernels.elementwise)
            kernels.elementwise.normalizeLayer(x, norm, epsilon: config.normEpsilon)
            memory.stream.store(x, into: index, by: kernels.elementwise)
            memory.stream.load(index, into: x, by: kernels.elementwise)
            h.quantize(x, into: index, by: kernels.elementwise)
        }
    }
}
