import PipitCore
import PipitKernels

/// A model made ready to encode texts on this machine, with the integers of the device.
final class TextEncoder {
    let loaded: LoadedModel
    private let encoder: Encoder
    private let tokenizer: Tokenizer
    private let arena: UnsafeMutableRawBufferPointer
    private let tokens: UnsafeMutableBufferPointer<Token>

    var model: ModelFile { loaded.model }

    init(_ loaded: LoadedModel) throws {
        self.loaded = loaded
        var plan = MemoryPlan()
        let slots = EncoderPlan(for: loaded.model, in: &plan)
        plan.place()
        arena = .allocate(byteCount: plan.totalBytes, alignment: MemoryPlan.alignment)
        tokens = .allocate(capacity: loaded.model.config.maxTokens - 2)
        tokens.initialize(repeating: Token(id: 0, start: 0, end: 0, startsWord: false))
        guard let memory = Arena(arena) else { throw Failure("no memory of \(plan.totalBytes) bytes") }
        tokenizer = Tokenizer(loaded.model)
        encoder = Encoder(
            loaded.model, kernels: pipit_kernels_for_this_processor(), slots: slots, plan: plan, arena: memory
        )
    }

    deinit {
        arena.deallocate()
        tokens.deallocate()
    }

    /// The ids and segments of a single text with [CLS] and [SEP], and whether it was cut.
    func pieces(of text: [UInt8]) -> (ids: [UInt16], segments: [UInt8], isTruncated: Bool) {
        text.withUnsafeBufferPointer { text in
            let config = model.config
            let (count, isTruncated) = tokenizer.tokenize(text, into: tokens)
            let found = tokens[..<count]
            let marks = [0] + found.map { config.capitalMark(of: $0, in: text) } + [0]
            return (
                [config.clsId] + found.map(\.id) + [config.sepId],
                marks.map { config.firstSegment + $0 }, isTruncated
            )
        }
    }

    /// The rows of ids `[n]` and segments `[n]`, valid until the next call.
    func encode(_ ids: [UInt16], segments: [UInt8]) -> EncodedRows {
        ids.withUnsafeBufferPointer { ids in
            segments.withUnsafeBufferPointer { encoder.encode(ids, segments: $0) }
        }
    }

    /// The logits of a head for the pooled row.
    func logits(of head: Head, _ rows: EncodedRows) -> [Float] {
        logits(of: head, encoder.pool(rows, head.pooling))
    }

    /// The vector that a head of the kinds sentence vector and similarity makes: what `@embed` answers, as floats.
    func vector(of head: Head, _ rows: EncodedRows) -> [Float] {
        let row = encoder.pool(rows, head.pooling)
        return withUnsafeTemporaryAllocation(of: Float.self, capacity: head.outputs) { floats in
            let vector = encoder.vector(of: head, row: row, keptAs: 0, floats: floats)
            return (0..<vector.width).map { Float(vector.values[$0]) * vector.scale }
        }
    }

    /// The logits of a head for one row: a token's, or a pooled one.
    func logits(of head: Head, _ row: QuantizedRow) -> [Float] {
        let count = encoder.logitCount(of: head)
        return [Float](unsafeUninitializedCapacity: count) { buffer, filled in
            encoder.logits(of: head, row: row, into: buffer)
            filled = count
        }
    }
}
