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
    /// `norm` stands between it and the next. The convolution runs first, over all tiles, and leaves its rows u in
    /// `next`, where each waits until its tile of the attention puts the block's result in its place. So the window and
    /// the scores never need memory together.
    func runEmbBERTBlock(
        _ layer: Int, _ h: RowBuffer, into next: RowBuffer, of count: Int, rows: Int, norm: NormWeights?
    ) {
        var window = beginConvolution(layer, h, of: count)
        var tile = Tile(first: 0, of: rows)
        while tile.count > 0 {
            convolve(layer, &window, tile, into: next, at: tile.first)
            tile = tile.next
        }
        tile = Tile(first: 0, of: rows)
        while tile.count > 0 {
            joinBranches(layer, h, of: count, tile, convolved: next.tile(from: tile.first))
            for row in 0..<tile.count { finish(row, norm, into: next, at: tile.first &+ row) }
            tile = tile.next
        }
    }

    /// A block that adds to the stream: reads h `[n, d]`, and when all rows are through writes the next block's over it.
    ///
    /// `norm` stands between it and the next.
    func runResidualEmbBERTBlock(
        _ layer: Int, _ h: RowBuffer, of count: Int, rows: Int, norm: NormWeights?
    ) {
        var window = beginConvolution(layer, h, of: count)
        var tile = Tile(first: 0, of: rows)
        while tile.count > 0 {
            convolve(layer, &window, tile, into: memory.branch, at: 0)
            joinBranches(layer, h, of: count, tile, convolved: memory.branch.tile())
            for row in 0..<tile.count {
                let x = memory.work.row(row)
                memory.stream.add(tile.first &+ row, to: x, by: kernels.elementwise)
                memory.stream.store(x, into: tile.first &+ row, by: kernels.elementwise)
            }
            tile = tile.next
        }
        for row in 0..<rows {
            memory.stream.load(row, into: memory.work.row(0), by: kernels.elementwise)
            finish(0, norm, into: h, at: row)
        }
    }

    /// y = A + C for a tile, into `memory.work` `[count, d]`; `convolved` is u of the same rows.
    @inline(never)  // Long, and called in several places.
    private func joinBranches(_ layer: Int, _ h: RowBuffer, of count: Int, _ tile: Tile, convolved: RowTile) {
        let work = memory.work
        project(h.tile(from: tile.first), tile.count, by: model.linear(.query, layer), into: work)
        for row in 0..<tile.count {
            memory.tileRows.quantize(work.row(row), into: row, by: kernels.elementwise)
        }
        attend(tile.count, keys: h, values: h, of: count)
        project(memory.tileRows.tile(), tile.count, by: model.linear(.attentionOutput, layer), into: work)
        addProjection(
            convolved, tile.count, by: model.linear(.convolutionOutput, layer), to: work,
            sums: memory.scores.assumingMemoryBound(to: Int32.self))
    }

    /// The convolution of a layer over h `[n, d]`, before its first tile.
    @inline(never)  // Long, and called in several places.
    func beginConvolution(_ layer: Int, _ h: RowBuffer, of count: Int) -> ConvolutionWindow {
        ConvolutionWindow(
            h, of: count, window: memory.window, taps: config.kernelSize, left: config.tapsBefore,
            by: kernels.elementwise)
    }

    /// u = SiLU(depthwise(h)) for a tile, quantized into `output` from its row `start` on: `[count, d]`.
    @inline(never)  // Long, and called in several places.
    func convolve(
        _ layer: Int, _ window: inout ConvolutionWindow, _ tile: Tile, into output: RowBuffer, at start: Int
    ) {
        window.roll(to: tile)
        let weights = model.convolution(layer)
        let sums = memory.work
        // Taps that meet no row of the sequence from any row of the tile are left out: they would add zeros.
        let firstTap = max(0, window.left &- (tile.first &+ tile.count &- 1))
        let endTap = min(window.taps, window.count &- tile.first &+ window.left)
        kernels.convolve(
            window.window + firstTap &* config.width, by: weights.weights + firstTap &* config.width,
            into: sums.sums, rows: tile.count, taps: endTap &- firstTap, channels: config.width)
        let factor = window.maximumScale * 0.00390625
        for row in 0..<tile.count {
            kernels.elementwise.activateConvolutionSums(
                sums.raw(row), config.width, factor: factor, scales: weights.scales, bias: weights.bias)
            output.quantize(sums.row(row), into: start &+ row, by: kernels.elementwise)
        }
    }
}

/// The rows under a depthwise convolution, all on one scale: int16 `[k − 1 + 8, d]`, rolled on from tile to tile.
///
/// Row w of the window is row first − left + w of the sequence, zero where there is none.
struct ConvolutionWindow {
    /// h `[n, d]`, int8 with a scale a row.
    let h: RowBuffer
    /// n: rows of the sequence.
    let count: Int
    /// int16 `[k + 7, d]`.
    let window: UnsafeMutablePointer<Int16>
    /// k: the kernel size, in taps.
    let taps: Int
    /// Rows before its own that a row sees.
    let left: Int
    /// The maximum scale of the sequence: g · scale / 256 = h.
    let maximumScale: Float
    /// Rows of the window that hold what they should.
    private var filled = 0
    private let operations: ElementwiseOperations

    init(
        _ h: RowBuffer, of count: Int, window: UnsafeMutablePointer<Int16>, taps: Int, left: Int,
        by operations: ElementwiseOperations
    ) {
        self.h = h
        self.count = count
        self.window = window
        self.taps = taps
        self.left = left
        self.operations = operations
        var maximum: Float = 0
        for row in 0..<count where h.scales[row] > maximum { maximum = h.scales[row] }
        maximumScale = maximum
    }

    /// Rolls the window on to `tile`; tiles come in order.
    mutating func roll(to tile: Tile) {
        let width = h.width
        if tile.first > 0 {
            let kept = taps &- 1
            // Of raw memory: `update` would move one element after the other.
            UnsafeMutableRawPointer(window).copyMemory(
                from: window + Encoder.tileRows &* width, byteCount: kept &* width &* 2)
            filled = kept
        }
        while filled < taps &- 1 &+ tile.count {
            fill(filled, from: tile.first &- left &+ filled)
            filled &+= 1
        }
    }

    /// g = (h · r + 64) >> 7 with r = round(scale / maximum scale · 2^15).
    private func fill(_ windowRow: Int, from row: Int) {
        let width = h.width
        let g = window + windowRow &* width
        if row < 0 || row >= count || maximumScale == 0 {
            g.update(repeating: 0, count: width)
            return
        }
        let ratio = roundedInteger((h.scales[row] / maximumScale) * 32768)
        operations.weigh(h.values + row &* width, width, by: ratio, into: g)
    }
}

extension ModelConfig {
    /// Rows that the convolution reads before its own.
    var tapsBefore: Int { isCausal ? kernelSize - 1 : (kernelSize - 1) / 2 }
}
