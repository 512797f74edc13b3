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
    /// k: taps.
    let taps: Int
    /// Rows before its own that a row sees.
    let left: Int
    /// The greatest scale of the sequence: g · scale / 256 = h.
    let greatestScale: Float
    /// Rows of the window that hold what they should.
    private var filled = 0
    private let kernels: RowKernels

    init(
        _ h: RowBuffer, of count: Int, window: UnsafeMutablePointer<Int16>, taps: Int, left: Int,
        by kernels: RowKernels
    ) {
        self.h = h
        self.count = count
        self.window = window
        self.taps = taps
        self.left = left
        self.kernels = kernels
        var greatest: Float = 0
        for row in 0..<count where h.scales[row] > greatest { greatest = h.scales[row] }
        greatestScale = greatest
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

    /// g = (h · r + 64) >> 7 with r = round(scale / greatest scale · 2^15).
    private func fill(_ windowRow: Int, from row: Int) {
        let width = h.width
        let g = window + windowRow &* width
        if row < 0 || row >= count || greatestScale == 0 {
            g.update(repeating: 0, count: width)
            return
        }
        let ratio = roundedInteger((h.scales[row] / greatestScale) * 32768)
        kernels.weigh(h.values + row &* width, width, by: ratio, into: g)
    }
}

extension Encoder {
    /// The convolution of a layer over h `[n, d]`, before its first tile.
    func beginConvolution(_ layer: Int, _ h: RowBuffer, of count: Int) -> ConvolutionWindow {
        ConvolutionWindow(
            h, of: count, window: memory.window, taps: config.kernel, left: config.tapsBefore,
            by: kernels.rows)
    }

    /// u = SiLU(depthwise(h)) for a tile, quantized into `output` from its row `start` on: `[count, d]`.
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
        let factor = window.greatestScale * 0.00390625
        for row in 0..<tile.count {
            kernels.rows.activateConvolutionSums(
                sums.raw(row), config.width, factor: factor, scales: weights.scales, bias: weights.bias)
            output.quantize(sums.row(row), into: start &+ row, by: kernels.rows)
        }
    }
}
