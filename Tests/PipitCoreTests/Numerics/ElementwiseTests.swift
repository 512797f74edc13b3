import PipitKernels
import Testing

@testable import PipitCore

/// The elementwise operations of every kernel set of this processor against those in Swift, to the bit.
struct ElementwiseTests {
    static let sizes = [1, 2, 3, 7, 8, 9, 15, 16, 17, 24, 33, 64, 100, 128, 129, 256]

    /// Rows of common floats, of floats of any size, and of tiny ones among zeros.
    static let kinds: [@Sendable (inout Dice) -> Float] = [
        { Float.random(in: -4...4, using: &$0) },
        {
            Float(
                sign: .plus, exponent: Int.random(in: -60...60, using: &$0),
                significand: .random(in: -2...2, using: &$0))
        },
        { Bool.random(using: &$0) ? 0 : Float.random(in: -1e-38...1e-38, using: &$0) },
    ]

    @Test(arguments: KernelTests.others)
    func sumsToFloats(set: String) throws {
        try compare(set) { operations, row, _ in
            operations.dequantize_sums(row.memory, row.count, 0.013, row.scales, row.bias)
        }
        try compare(set) { operations, row, _ in
            operations.add_dequantized_sums(
                row.sums, row.count, 0.013, row.scales, row.bias, row.memory.floats)
        }
        try compare(set) { operations, row, _ in operations.scale_sums(row.memory, row.count, 1.7e-5) }
        try compare(set) { operations, row, _ in
            operations.silu_sums(row.memory, row.count, 3e-4, row.scales, row.bias)
        }
        try compare(set, bytes: 1) { operations, row, scale in
            scale = operations.softmax_sums(row.memory, row.count, 2e-5, row.scales, row.scales)
        }
    }

    @Test(arguments: KernelTests.others, kinds.indices)
    func floats(set: String, kind: Int) throws {
        try compare(set, kind: kind, bytes: 1) { operations, row, scale in
            scale = operations.quantize_s8(
                row.memory.floats, row.memory.assumingMemoryBound(to: Int8.self), row.count)
        }
        try compare(set, kind: kind, bytes: 2) { operations, row, scale in
            let copy = Array(UnsafeBufferPointer(start: row.memory.floats, count: row.count))
            scale = operations.quantize_s16(copy, row.memory.assumingMemoryBound(to: Int16.self), row.count)
        }
        try compare(set, kind: kind) { operations, row, _ in
            operations.normalize_rms(row.memory.floats, row.count, row.scales, 1e-6)
        }
        try compare(set, kind: kind) { operations, row, _ in
            operations.normalize_layer(row.memory.floats, row.count, row.scales, row.bias, 1e-12)
        }
        try compare(set, kind: kind) { operations, row, _ in operations.gelu_erf(row.memory.floats, row.count)
        }
        try compare(set, kind: kind) { operations, row, _ in
            operations.gelu_tanh(row.memory.floats, row.count)
        }
        try compare(set, kind: kind) { operations, row, _ in
            operations.hyperbolic_tangent(row.memory.floats, row.count)
        }
        try compare(set, kind: kind) { operations, row, _ in
            operations.add_floats(row.memory.floats, row.bias, row.count)
        }
    }

    @Test(arguments: KernelTests.others)
    func integersToFloats(set: String) throws {
        try compare(set) { operations, row, _ in
            operations.dequantize_s8(row.int8, row.count, 0.031, row.memory.floats)
        }
        try compare(set) { operations, row, _ in
            operations.dequantize_s16(row.int16, row.count, 3e-4, row.memory.floats)
        }
        try compare(set, kind: 0) { operations, row, _ in
            operations.add_dequantized_s8(row.int8, row.count, 0.031, row.memory.floats)
        }
        try compare(set, kind: 0) { operations, row, _ in
            operations.add_dequantized_s16(row.int16, row.count, 3e-4, row.memory.floats)
        }
        try compare(set) { operations, row, _ in
            operations.unpack_s4(row.int8, row.count / 2 * 2, row.memory.assumingMemoryBound(to: Int8.self))
        }
        try compare(set, kind: 0) { operations, row, _ in
            operations.accumulate_sums(row.sums, row.count, row.scales, row.memory.floats)
        }
        try compare(set, kind: 0) { operations, row, _ in
            operations.scale_floats(row.memory.floats, row.count, 0.7, row.bias)
        }
        for ratio in [Int32(0), 1, 777, 32767, 32768] {
            try compare(set, bytes: 2) { operations, row, _ in
                operations.weigh_s8(
                    row.int8, row.count, ratio, row.memory.assumingMemoryBound(to: Int16.self))
            }
        }
    }

    /// What an operation may read, and the row that it changes.
    struct Row {
        let memory: UnsafeMutableRawPointer
        let count: Int
        let sums: [Int32]
        let scales, bias: [Float]
        let int8: [Int8]
        let int16: [Int16]
    }

    /// Runs an operation of the set and of the specification on equal rows; compares the first `count · bytes` bytes.
    ///
    /// The row holds floats of `kind`, or int32 sums where that is nil.
    private func compare(
        _ set: String, kind: Int? = nil, bytes: Int = 4,
        run: (pipit_elementwise, Row, inout Float) -> Void
    ) throws {
        let operations = try #require(kernelSets[set]).elementwise.pointee
        var dice = Dice(17)
        for count in Self.sizes {
            let sums = (0..<count).map { _ in Int32.random(in: -4_000_000...4_000_000, using: &dice) }
            let floats = (0..<count).map { _ in kind.map { Self.kinds[$0](&dice) } ?? 0 }
            let scales = (0..<count).map { _ in Float.random(in: 0...0.1, using: &dice) }
            let bias = (0..<count).map { _ in Float.random(in: -2...2, using: &dice) }
            let int8 = (0..<count).map { _ in Int8.random(in: -127...127, using: &dice) }
            let int16 = (0..<count).map { _ in Int16.random(in: -32767...32767, using: &dice) }
            let found = [KernelTests.specification.elementwise.pointee, operations].map { operations in
                let memory = UnsafeMutableRawPointer.allocate(byteCount: count * 4, alignment: 4)
                defer { memory.deallocate() }
                if kind == nil {
                    memory.copyMemory(from: sums, byteCount: count * 4)
                } else {
                    memory.copyMemory(from: floats, byteCount: count * 4)
                }
                let row = Row(
                    memory: memory, count: count, sums: sums, scales: scales, bias: bias, int8: int8,
                    int16: int16)
                var scale: Float = 0
                run(operations, row, &scale)
                return (scale.bitPattern, Array(UnsafeRawBufferPointer(start: memory, count: count * bytes)))
            }
            #expect(found[0] == found[1], "\(count) numbers")
        }
    }
}

extension UnsafeMutableRawPointer {
    fileprivate var floats: UnsafeMutablePointer<Float> { assumingMemoryBound(to: Float.self) }
}
