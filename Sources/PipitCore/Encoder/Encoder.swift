import PipitKernels

/// The network: word pieces in, one hidden state a token out.
///
///     ids, segments [n]
///         │  embed: token + position + segment                    Embedding.swift
///         ▼
///     x [n, d] ──────────► stream, int16 [n, d]                   with a residual path, and in BERT
///         │  norm, quantize
///         ▼
///     h [n, d], int8 ──┐
///         │            │ L times: attention − convolution         EmbBERTBlock.swift
///         ▼            │       or attention, feed-forward         BERTBlock.swift
///     h [n, d], int8 ◄─┘
///         │  pool: position 0, or the mean                        Heads.swift
///         ▼
///     row [d], int8 ──► transform, output ──► logits [outputs]
///
/// Weights are int8 or int4, activations int8 with one scale a row, sums int32; the few float operations are those of
/// ARITHMETIC.md, so all boards give the same bits. Rows run in tiles of 8, and nothing of size n² exists.
public struct Encoder: ~Copyable {
    /// Which tokens need a hidden state in the end.
    public enum Wanted {
        /// Every token, for heads that tag words, and for the mean.
        case all
        /// Position 0 alone: the last block then computes only that row.
        case first
        /// Every token, through the layers of masked words.
        case masks
    }

    /// Rows that pass through an operation together.
    public static let tileRows = 8

    let model: ModelFile
    let kernels: Kernels
    let memory: EncoderMemory

    var config: ModelConfig { model.config }

    /// An encoder whose buffers are those that `slots` reserved in `plan`.
    ///
    /// - Parameters:
    ///   - model: the checked model; its bytes must outlive the encoder.
    ///   - kernels: the integer kernels of the processor.
    ///   - slots: what `EncoderPlan` reserved for this model.
    ///   - plan: the plan, placed.
    ///   - arena: memory with room for the plan.
    public init(
        _ model: ModelFile, kernels: UnsafePointer<pipit_kernels>, slots: EncoderPlan, plan: MemoryPlan,
        arena: Arena
    ) {
        self.model = model
        self.kernels = Kernels(kernels)
        memory = EncoderMemory(slots, plan, arena, model)
    }

    /// Encodes a text of at most `config.maxTokens` tokens; what is longer is cut.
    ///
    /// - Parameters:
    ///   - ids: word pieces `[n]`, with [CLS] and [SEP] in place.
    ///   - segments: `[n]`, rows of the segment table.
    ///   - wanted: which hidden states the caller will read.
    /// - Returns: hidden states that stay valid until the next call.
    public func encode(
        _ ids: UnsafeBufferPointer<UInt16>, segments: UnsafeBufferPointer<UInt8>, wanted: Wanted = .all
    ) -> HiddenStates {
        let count = min(ids.count, segments.count, config.maxTokens)
        let outputs = wanted == .first ? min(count, 1) : count
        let path = LayerPath(count: config.layers, replaced: wanted == .masks ? config.maskLayers : 0)
        var tile = Tile(first: 0, of: config.layers == 0 ? outputs : count)
        while tile.count > 0 {
            embed(ids, segments, from: tile.first, count: tile.count)
            enterFirstBlock(tile, on: path)
            tile = tile.next
        }
        var h = memory.rows
        var next = memory.nextRows
        for position in 0..<path.count {
            let (layer, norm) = (path[position], norm(after: position, on: path))
            let rows = position == path.count &- 1 ? outputs : count
            switch config.blockKind {
            case .embBERT where config.hasResidual:
                runResidualEmbBERTBlock(layer, h, of: count, rows: rows, norm: norm)
            case .embBERT:
                runEmbBERTBlock(layer, h, into: next, of: count, rows: rows, norm: norm)
                swap(&h, &next)
            case .bert:
                runBERTBlock(layer, h, of: count, rows: rows)
            }
        }
        return HiddenStates(h, count: outputs)
    }
}

extension Encoder {
    /// Takes the embeddings x `[count, d]` in `memory.work` to the rows that the first block reads.
    func enterFirstBlock(_ tile: Tile, on path: LayerPath) {
        let isBERT = config.blockKind == .bert
        let norm = norm(after: -1, on: path)
        for row in 0..<tile.count {
            let x = memory.work.row(row)
            if isBERT {
                kernels.elementwise.normalizeLayer(x, model.norm(.embeddingNorm), epsilon: config.normEpsilon)
            }
            if isBERT || config.hasResidual {
                memory.stream.store(x, into: tile.first &+ row, by: kernels.elementwise)
                memory.stream.load(tile.first &+ row, into: x, by: kernels.elementwise)
            }
            finish(row, norm, into: memory.rows, at: tile.first &+ row)
        }
    }

    /// The RMSNorm between the layer at `position` and the next: the next layer's own, or the final norm, if any;
    /// none in a BERT, whose blocks have their own.
    @inline(never)  // Called in two places.
    func norm(after position: Int, on path: LayerPath) -> NormWeights? {
        if config.blockKind == .bert { return nil }
        if position &+ 1 < path.count { return model.norm(.norm, path[position &+ 1]) }
        return config.hasFinalNorm ? model.norm(.finalNorm) : nil
    }

    /// h = norm(x), quantized: x is row `row` of `memory.work`, h row `index` of `target`.
    func finish(_ row: Int, _ norm: NormWeights?, into target: RowBuffer, at index: Int) {
        let x = memory.work.row(row)
        if let norm { kernels.elementwise.normalizeByRootMeanSquare(x, norm, epsilon: config.normEpsilon) }
        target.quantize(x, into: index, by: kernels.elementwise)
    }
}

/// The layers of the file that a text passes through, in order.
struct LayerPath {
    /// L: how many there are.
    let count: Int
    /// How many of the last are those of masked words, which follow the L others in the file.
    let replaced: Int

    /// The number of the layer at `position`, 0 ..< `count`.
    subscript(position: Int) -> Int { position < count &- replaced ? position : position &+ replaced }
}

/// Up to 8 rows, or some tiles of 8, that pass through an operation together: `first ..< first + count`, of `all` rows.
struct Tile {
    let first: Int
    let count: Int
    private let all: Int
    private let tiles: Int

    init(first: Int, of all: Int, tiles: Int = 1) {
        self.first = first
        self.all = all
        self.tiles = tiles
        count = min(Encoder.tileRows &* tiles, all &- first)
    }

    /// The tile that follows; one of 0 rows after the last.
    var next: Tile { Tile(first: first &+ count, of: all, tiles: tiles) }
}
