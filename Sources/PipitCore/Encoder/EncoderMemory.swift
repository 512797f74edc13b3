/// The encoder's buffers with their shapes, as places of a memory plan.
///
/// n = the model's longest sequence, d = width, r = the larger embedding rank, k = kernel size, f = feed-forward width,
/// t = the widest transform of a head. A tile is 8 rows: each weight is read once for them.
public struct EncoderPlan {
    let rows, nextRows, stream, keys, values: MemoryPlan.Slot
    let work, lookedUp, expanded, addend: MemoryPlan.Slot
    let tileRows, scores, window, branch, inner: MemoryPlan.Slot
    let int4, sum, pooled, transformed, pairRows: MemoryPlan.Slot

    /// Reserves what the encoder and the heads of `model` need; the caller places the plan.
    public init(for model: ModelFile, in plan: inout MemoryPlan) {
        self.init(for: model.config, WeightNeeds(model), in: &plan)
    }

    init(for config: ModelConfig, _ needs: WeightNeeds, in plan: inout MemoryPlan) {
        let (n, d, tile) = (config.maxTokens, config.width, Encoder.tileRows)
        let isBERT = config.blockKind == .bert
        let hasStream = isBERT || config.hasResidual
        let hasNextRows = !hasStream && config.layers > 0
        let lastOfBlock: MemoryPlan.Phase = isBERT ? .feedForward : .attend
        let sequence = RowBuffer.bytes(rows: n, width: d)
        let tileOfRows = RowBuffer.bytes(rows: tile, width: d)
        let tileOfFloats = tile &* d &* 4

        // From one block to the next, back and forth where there are two; heads read those that the last block wrote.
        // Heads have read them when the reply, which may take their bytes, is written.
        let endsInNext = hasNextRows && config.layers % 2 == 1
        rows = plan.reserve(
            "hidden states, int8 [n, d]", bytes: sequence, from: .embed, through: endsInNext ? .attend : .head
        )
        nextRows = plan.reserve(
            "next states, int8 [n, d]", bytes: hasNextRows ? sequence : 0, from: .convolve,
            through: endsInNext ? .head : .attend)
        stream = plan.reserve(
            "stream, int16 [n, d]", bytes: hasStream ? StreamBuffer.bytes(rows: n, width: d) : 0,
            from: .embed,
            through: lastOfBlock)
        keys = plan.reserve(
            "keys, int8 [n, d]", bytes: isBERT ? sequence : 0, from: .attend, through: .feedForward)
        values = plan.reserve(
            "values, int8 [n, d]", bytes: isBERT ? sequence : 0, from: .attend, through: .feedForward)

        // Within a tile.
        work = plan.reserve("work, float [8, d]", bytes: tileOfFloats, from: .embed, through: lastOfBlock)
        let rank = max(config.tokenRank, config.positionRank)
        lookedUp = plan.reserve(
            "looked-up rows, int8 [8, r]", bytes: RowBuffer.bytes(rows: tile, width: rank), from: .embed,
            through: needs.hasTiedHead ? .head : .embed)
        expanded = plan.reserve(
            "grouped row, float [r]", bytes: needs.hasGroupedTable ? rank &* 4 : 0, from: .embed,
            through: needs.hasTiedHead ? .head : .embed)
        addend = plan.reserve("addend, int32 [8, d]", bytes: tileOfFloats, from: .embed, through: .embed)
        window = plan.reserve(
            "window, int16 [k + 7, d]", bytes: isBERT ? 0 : (config.kernelSize &- 1 &+ tile) &* d &* 2,
            from: .convolve, through: config.hasResidual ? .attend : .convolve)
        branch = plan.reserve(
            "convolved rows, int8 [8, d]", bytes: config.hasResidual ? tileOfRows : 0, from: .convolve,
            through: .attend)
        tileRows = plan.reserve(
            "queries, means, int8 [8, d]", bytes: tileOfRows, from: .attend, through: .attend)
        scores = plan.reserve(
            "scores, float [8, n]", bytes: tile &* max(n, d) &* 4, from: .attend, through: .attend)
        inner = plan.reserve(
            "inner rows, float [8, f]", bytes: isBERT ? InPlaceTile.bytes(width: config.feedForward) : 0,
            from: .feedForward, through: .feedForward)
        int4 = plan.reserve(
            "int4 products, float [17, o]", bytes: Int4Block.bytes(columns: needs.int4Columns),
            from: .attend, through: .head)

        // After the last block.
        sum = plan.reserve("sum of rows, float [d]", bytes: d &* 4, from: .head, through: .head)
        pooled = plan.reserve(
            "pooled state, int8 [d]", bytes: RowBuffer.bytes(rows: 1, width: d), from: .head, through: .reply)
        transformed = plan.reserve(
            "transformed rows, float [8, t]", bytes: InPlaceTile.bytes(width: needs.transformRows),
            from: .head,
            through: .head)
        // From the first text of two, or window of one, through the reading of the last; a vector is written from here.
        let pairBytes = RowBuffer.bytes(rows: 2, width: needs.pairWidth)
        pairRows = plan.reserve(
            "pair rows, int8 [2, d]; or sums of logits, float [outputs]",
            bytes: max(needs.pairWidth == 0 ? 0 : pairBytes, needs.sequenceOutputs &* 4),
            from: .tokenize, through: .reply)
    }
}

/// What the weights of a model ask of its buffers.
struct WeightNeeds {
    /// Columns of the widest int4 matrix; 0 without one.
    var int4Columns = 0
    /// Rows of the widest transform of a head; 0 without one.
    var transformRows = 0
    /// Whether a row of an embedding table can have several scales.
    var hasGroupedTable = false
    /// Whether a masked-word head reads the token table.
    var hasTiedHead = false
    /// Width of the widest vector of a text; 0 without one.
    var pairWidth = 0
    /// Outputs of the sequence head with the most; 0 without one.
    var sequenceOutputs = 0

    init() {}

    init(_ model: ModelFile) {
        for position in 0..<model.table.count {
            let section = model.table[position]
            if section.format == .linear4 { int4Columns = max(int4Columns, section.columns) }
            if section.groups > 1 && section.format != .linear4 { hasGroupedTable = true }
            if section.key.role == SectionRole.headTransform.rawValue {
                transformRows = max(transformRows, section.rows)
            }
        }
        for index in 0..<model.headCount {
            let head = model.head(index)
            if head.kind == .maskedWord && head.output == nil { hasTiedHead = true }
            if head.kind == .sequence { sequenceOutputs = max(sequenceOutputs, head.outputs) }
            if head.kind == .pairSimilarity || head.kind == .sentenceVector {
                pairWidth = max(pairWidth, head.vectorWidth(of: model.config))
            }
        }
    }
}

/// The encoder's buffers in the arena, as `EncoderPlan` reserved them.
struct EncoderMemory {
    /// Rows that a block reads, and that heads read at last: int8 `[n, d]`.
    let rows: RowBuffer
    /// Rows that an EmbBERT block without residual writes: int8 `[n, d]`.
    let nextRows: RowBuffer
    /// What blocks with a residual path, and BERT blocks, add to: int16 `[n, d]`.
    let stream: StreamBuffer
    /// Keys of a BERT block: int8 `[n, d]`.
    let keys: RowBuffer
    /// Values of a BERT block: int8 `[n, d]`.
    let values: RowBuffer
    /// The rows of the tile at work: int32 sums or floats `[8, d]`.
    let work: FloatTile
    /// Rows of an embedding table: int8 `[8, r]`.
    let lookedUp: RowBuffer
    /// A row of an embedding table with several scales: float `[r]`.
    let expanded: UnsafeMutablePointer<Float>
    /// Sums of a position's projection: int32 `[8, d]`.
    let addend: UnsafeMutablePointer<Int32>
    /// Rows under the convolution, on one scale: int16 `[k + 7, d]`.
    let window: UnsafeMutablePointer<Int16>
    /// Rows after the convolution, of blocks with a residual path: int8 `[8, d]`.
    let branch: RowBuffer
    /// Queries, then means of values: int8 `[8, d]`.
    let tileRows: RowBuffer
    /// Scores and weights of one attention head: `[8, n]`; then sums `[8, d]`.
    let scores: UnsafeMutableRawPointer
    /// Rows inside a feed-forward layer: float `[8, f]`.
    let inner: InPlaceTile
    /// Int4 weights at work: Int4Block.
    let int4: UnsafeMutableRawBufferPointer
    /// Sum of rows for the mean: float `[d]`.
    let sum: UnsafeMutablePointer<Float>
    /// The pooled state that a head reads: int8 `[1, d]`.
    let pooled: RowBuffer
    /// Rows after a head's transform: float `[8, t]`.
    let transformed: InPlaceTile
    private let pairBytes: UnsafeMutableRawBufferPointer

    init(_ slots: EncoderPlan, _ plan: MemoryPlan, _ arena: Arena, _ model: ModelFile) {
        let config = model.config
        let needs = WeightNeeds(model)
        let (n, d, tile) = (config.maxTokens, config.width, Encoder.tileRows)
        rows = RowBuffer(arena.buffer(slots.rows, of: plan), rows: n, width: d)
        nextRows = RowBuffer(arena.buffer(slots.nextRows, of: plan), rows: n, width: d)
        stream = StreamBuffer(arena.buffer(slots.stream, of: plan), rows: n, width: d)
        keys = RowBuffer(arena.buffer(slots.keys, of: plan), rows: n, width: d)
        values = RowBuffer(arena.buffer(slots.values, of: plan), rows: n, width: d)
        work = FloatTile(arena.buffer(slots.work, of: plan), width: d)
        let rank = max(config.tokenRank, config.positionRank)
        lookedUp = RowBuffer(arena.buffer(slots.lookedUp, of: plan), rows: tile, width: rank)
        expanded = arena.buffer(slots.expanded, of: plan).start(as: Float.self)
        addend = arena.buffer(slots.addend, of: plan).start(as: Int32.self)
        window = arena.buffer(slots.window, of: plan).start(as: Int16.self)
        branch = RowBuffer(arena.buffer(slots.branch, of: plan), rows: tile, width: d)
        tileRows = RowBuffer(arena.buffer(slots.tileRows, of: plan), rows: tile, width: d)
        scores = UnsafeMutableRawPointer(arena.buffer(slots.scores, of: plan).start(as: Int32.self))
        inner = InPlaceTile(arena.buffer(slots.inner, of: plan), width: config.feedForward)
        int4 = arena.buffer(slots.int4, of: plan)
        sum = arena.buffer(slots.sum, of: plan).start(as: Float.self)
        pooled = RowBuffer(arena.buffer(slots.pooled, of: plan), rows: 1, width: d)
        transformed = InPlaceTile(arena.buffer(slots.transformed, of: plan), width: needs.transformRows)
        pairBytes = arena.buffer(slots.pairRows, of: plan)
    }

    /// The vectors of two texts, int8 `[2, width]`; `width` is at most that of the widest head.
    func pairRows(width: Int) -> RowBuffer {
        RowBuffer(pairBytes, rows: 2, width: width)
    }

    /// Sums of the logits of a text's windows, float `[outputs]`, in the same place.
    var logitSums: UnsafeMutablePointer<Float> { pairBytes.start(as: Float.self) }
}
