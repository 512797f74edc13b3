import PipitKernels

@testable import PipitCore

/// An encoder on a model and an arena of exactly the planned bytes, at the very end of memory.
final class TestEncoder {
    let model: ModelFile
    let encoder: Encoder
    let plan: MemoryPlan
    private let file: FencedBytes
    private let arena: FencedBytes
    private let kernels: UnsafeMutablePointer<pipit_kernels>

    /// - Parameters:
    ///   - contents: the bytes of a model file.
    ///   - kernels: the kernel set to run on.
    ///   - dirt: what the arena is full of at first.
    /// - Throws: `ModelError`
    convenience init(
        _ contents: [UInt8], on kernels: pipit_kernels = SpecifiedKernels.table, dirt: UInt8 = 0xA5
    )
        throws
    {
        try self.init(FencedBytes(contents), on: kernels, dirt: dirt)
    }

    init(_ file: FencedBytes, on kernels: pipit_kernels = SpecifiedKernels.table, dirt: UInt8 = 0xA5)
        throws(ModelError)
    {
        self.file = file
        model = try ModelFile(file.readOnly)
        var plan = MemoryPlan()
        let slots = EncoderPlan(for: model, in: &plan)
        plan.place()
        self.plan = plan
        arena = FencedBytes(count: plan.totalBytes)
        arena.bytes.initializeMemory(as: UInt8.self, repeating: dirt)
        self.kernels = .allocate(capacity: 1)
        self.kernels.initialize(to: kernels)
        guard let memory = Arena(arena.bytes) else { fatalError("an arena for a test") }
        encoder = Encoder(model, kernels: self.kernels, slots: slots, plan: plan, arena: memory)
    }

    deinit { kernels.deallocate() }

    func encode(_ ids: [UInt16], _ segments: [UInt8], wanted: Encoder.Wanted = .all) -> HiddenStates {
        ids.span.withUnsafeBufferPointer { ids in
            segments.span.withUnsafeBufferPointer { encoder.encode(ids, segments: $0, wanted: wanted) }
        }
    }

    /// The logits of a head: of the first `count` tokens, or of the pooled state where `count` is nil.
    func logits(_ head: Head, _ states: borrowing HiddenStates, count: Int?) -> [Float] {
        let outputs = encoder.logitCount(of: head)
        var logits = [Float](repeating: .nan, count: (count ?? 1) * outputs)
        logits.withUnsafeMutableBufferPointer { buffer in
            guard let count else {
                encoder.logits(of: head, row: encoder.pool(states, head.pooling), into: buffer)
                return
            }
            for first in stride(from: 0, to: count, by: Encoder.tileRows) {
                let tile = min(Encoder.tileRows, count - first)
                let part = UnsafeMutableBufferPointer(
                    rebasing: buffer[first * outputs..<(first + tile) * outputs])
                encoder.logits(of: head, states: states, from: first, count: tile, into: part)
            }
        }
        return logits
    }
}

extension HiddenStates {
    var allValues: [Int8] { Array(UnsafeBufferPointer(start: values, count: count * width)) }
    var allScales: [Float] { Array(UnsafeBufferPointer(start: scales, count: count)) }
}

extension QuantizedRow {
    var allValues: [Int8] { Array(UnsafeBufferPointer(start: values, count: width)) }
}

/// The bits of floats, which tell −0 from 0 and compare NaN.
func bits(_ floats: [Float]) -> [UInt32] { floats.map(\.bitPattern) }
