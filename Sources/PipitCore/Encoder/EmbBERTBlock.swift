// An EmbBERT block, for h [n, d] normalized and quantized:
//
//     A = Wo · softmax( (Wq · h + bq) · hᵀ / √D ) · h + bo            Wq, Wo [d, d]; keys and values are h itself
//     C = Wc · SiLU( depthwise(h) ) + bc                              depthwise [k, d], Wc [d, d]
//     y = A + C                                                       the file holds −λ2·Wc and λ1·Wo
//
// and then x = y, or with a residual path x = stream + y. The next block reads norm(x), quantized.

extension Encoder {
    /// A block that replaces the rows: reads h `[n, d]`, writes the next block's h to `next` `[rows, d]`.
    ///
    /// The convolution runs first, over all tiles, and leaves its rows u in `next`, where each waits until its tile of
    /// the attention puts the block's result in its place. So the window and the scores never need memory together.
    func runEmbBERTBlock(_ layer: Int, _ h: RowBuffer, into next: RowBuffer, of count: Int, rows: Int) {
        var window = beginConvolution(layer, h, of: count)
        var tile = Tile(first: 0, of: rows)
        while tile.count > 0 {
            convolve(layer, &window, tile, into: next, at: tile.first)
            tile = tile.next
        }
        let norm = normAfter(layer)
        tile = Tile(first: 0, of: rows)
        while tile.count > 0 {
            joinBranches(layer, h, of: count, tile, convolved: next.tile(from: tile.first))
            for row in 0..<tile.count { finish(row, norm, into: next, at: tile.first &+ row) }
            tile = tile.next
        }
    }

    /// A block that adds to the stream: reads h `[n, d]`, and when all rows are through writes the next block's over it.
    func runResidualEmbBERTBlock(_ layer: Int, _ h: RowBuffer, of count: Int, rows: Int) {
        var window = beginConvolution(layer, h, of: count)
        var tile = Tile(first: 0, of: rows)
        while tile.count > 0 {
            convolve(layer, &window, tile, into: memory.branch, at: 0)
            joinBranches(layer, h, of: count, tile, convolved: memory.branch.tile())
            for row in 0..<tile.count {
                let x = memory.work.row(row)
                memory.stream.add(tile.first &+ row, to: x, by: kernels.rows)
                memory.stream.store(x, into: tile.first &+ row, by: kernels.rows)
            }
            tile = tile.next
        }
        let norm = normAfter(layer)
        for row in 0..<rows {
            memory.stream.load(row, into: memory.work.row(0), by: kernels.rows)
            finish(0, norm, into: h, at: row)
        }
    }

    /// y = A + C for a tile, into `memory.work` `[count, d]`; `convolved` is u of the same rows.
    private func joinBranches(_ layer: Int, _ h: RowBuffer, of count: Int, _ tile: Tile, convolved: RowTile) {
        let work = memory.work
        project(h.tile(from: tile.first), tile.count, by: model.linear(.query, layer), into: work)
        for row in 0..<tile.count { memory.tileRows.quantize(work.row(row), into: row, by: kernels.rows) }
        attend(tile.count, keys: h, values: h, of: count)
        project(memory.tileRows.tile(), tile.count, by: model.linear(.attentionOutput, layer), into: work)
        addProjection(
            convolved, tile.count, by: model.linear(.convolutionOutput, layer), to: work,
            sums: memory.scores.assumingMemoryBound(to: Int32.self))
    }
}
