import PipitKernels
import Testing

@testable import PipitCore

/// Every kernel set of this processor against the scalar Swift kernels, with guard bytes round each output.
struct KernelTests {
    static var specification: pipit_kernels { SpecifiedKernels.table }
    static let others = kernelSets.filter { $0.key != "swift" }.map(\.key).sorted()
    /// Odd sizes, and the sizes around the blocks that vectors work in.
    static let sizes = [1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 100, 128, 129]
    static let guardValue = Int32(-0x5A5A_5A5A)

    @Test(arguments: others)
    func multiply(set: String) throws {
        let kernels = try #require(kernelSets[set])
        var dice = Dice(11)
        for round in 0..<400 {
            let rows = Int.random(in: 0...9, using: &dice)
            let outputs = Self.sizes[Int.random(in: 0..<12, using: &dice)]
            let depth = round % 40 == 0 ? 0 : Self.sizes[round % Self.sizes.count]
            let strides = (0..<3).map { _ in Int.random(in: 0...5, using: &dice) }
            try compare(
                kernels, a: (rows, depth, strides[0]), b: (outputs, depth, strides[1]),
                out: (rows, outputs, strides[2]),
                extremes: round % 3 == 0, &dice
            ) { kernels, a, b, out in
                kernels.matmul_s8(
                    a, depth + strides[0], b, depth + strides[1], out, outputs + strides[2], rows, outputs,
                    depth)
            }
        }
    }

    @Test(arguments: others)
    func multiplyDeep(set: String) throws {
        let kernels = try #require(kernelSets[set])
        var dice = Dice(12)
        for depth in [511, 512, 1024, 1536, 4095, 4096] {
            try compare(
                kernels, a: (3, depth, 0), b: (5, depth, 1), out: (3, 5, 0), extremes: true, &dice
            ) { kernels, a, b, out in kernels.matmul_s8(a, depth, b, depth + 1, out, 5, 3, 5, depth) }
        }
    }

    @Test(arguments: others)
    func multiplyPacked(set: String) throws {
        let kernels = try #require(kernelSets[set])
        var dice = Dice(15)
        for round in 0..<200 {
            let rows = Int.random(in: 0...19, using: &dice)
            let outputs = 16 * Int.random(in: 1...5, using: &dice)
            let depth = 4 * Self.sizes[round % Self.sizes.count]
            let strides = (0..<2).map { _ in Int.random(in: 0...5, using: &dice) }
            try compare(
                kernels, a: (rows, depth, strides[0]), b: (outputs, depth, 0),
                out: (rows, outputs, strides[1]),
                extremes: round % 3 == 0, &dice
            ) { kernels, a, b, out in
                kernels.matmul_packed_s8(
                    a, depth + strides[0], b, out, outputs + strides[1], rows, outputs, depth)
            }
        }
    }

    /// Weights of any bits, in sets that take them as they are.
    @Test(arguments: others)
    func multiplyInt4(set: String) throws {
        let kernels = try #require(kernelSets[set])
        if kernels.matmul_s4 == nil { return }
        var dice = Dice(16)
        for round in 0..<200 {
            let rows = Int.random(in: 0...19, using: &dice)
            let outputs = Int.random(in: 1...50, using: &dice)
            let depth = 16 * Int.random(in: 1...20, using: &dice)
            let strides = (0..<3).map { _ in Int.random(in: 0...5, using: &dice) }
            try compare(
                kernels, a: (rows, depth, strides[0]), b: (outputs, depth / 2, strides[1]),
                out: (rows, outputs, strides[2]), extremes: round % 3 == 0, &dice
            ) { kernels, a, b, out in
                kernels.matmul_s4(
                    a, depth + strides[0], b, depth / 2 + strides[1], out, outputs + strides[2], rows,
                    outputs, depth)
            }
        }
    }

    @Test(arguments: others)
    func mix(set: String) throws {
        let kernels = try #require(kernelSets[set])
        var dice = Dice(13)
        for round in 0..<400 {
            let rows = Int.random(in: 0...9, using: &dice)
            let columns = Self.sizes[Int.random(in: 0..<16, using: &dice)]
            let depth = round % 40 == 0 ? 0 : Self.sizes[round % Self.sizes.count]
            let strides = (0..<3).map { _ in Int.random(in: 0...5, using: &dice) }
            try compare(
                kernels, a: (rows, depth, strides[0]), b: (depth, columns, strides[1]),
                out: (rows, columns, strides[2]),
                extremes: round % 3 == 0, &dice
            ) { kernels, a, b, out in
                kernels.mix_s8(
                    a, depth + strides[0], b, columns + strides[1], out, columns + strides[2], rows, depth,
                    columns)
            }
        }
    }

    @Test(arguments: others)
    func convolve(set: String) throws {
        let kernels = try #require(kernelSets[set])
        var dice = Dice(14)
        for round in 0..<200 {
            let rows = Int.random(in: 1...9, using: &dice)
            let taps = round % 20 == 0 ? 255 : Self.sizes[Int.random(in: 0..<14, using: &dice)]
            let channels = 16 * (1 + round % 9)
            let x = Guarded<Int16>(
                (rows + taps - 1) * channels, in: -32512...32512, extremes: round % 3 == 0, &dice)
            let w = Guarded<Int8>(taps * channels, in: -127...127, extremes: round % 3 == 0, &dice)
            let expected = Guarded<Int32>(rows * channels, filledWith: Self.guardValue)
            let found = Guarded<Int32>(rows * channels, filledWith: Self.guardValue)
            Self.specification.depthwise_s16(x.start, w.start, expected.start, rows, taps, channels)
            kernels.depthwise_s16(x.start, w.start, found.start, rows, taps, channels)
            #expect(found.all == expected.all, "\(rows) rows, \(taps) taps, \(channels) channels")
        }
    }

    /// Runs both kernel sets on the same random matrices `(rows, columns, extra stride)` and compares all memory.
    private func compare(
        _ kernels: pipit_kernels, a: (Int, Int, Int), b: (Int, Int, Int), out: (Int, Int, Int),
        extremes: Bool,
        _ dice: inout Dice,
        run: (pipit_kernels, UnsafePointer<Int8>, UnsafePointer<Int8>, UnsafeMutablePointer<Int32>) -> Void
    ) throws {
        let left = Guarded<Int8>(a.0 * (a.1 + a.2), in: -127...127, extremes: extremes, &dice)
        let right = Guarded<Int8>(b.0 * (b.1 + b.2), in: -127...127, extremes: extremes, &dice)
        let expected = Guarded<Int32>(out.0 * (out.1 + out.2), filledWith: Self.guardValue)
        let found = Guarded<Int32>(out.0 * (out.1 + out.2), filledWith: Self.guardValue)
        run(Self.specification, left.start, right.start, expected.start)
        run(kernels, left.start, right.start, found.start)
        #expect(found.all == expected.all, "a \(a), b \(b), out \(out)")
        // Between the rows of the output, and after the last, nothing was written.
        for row in 0..<out.0 {
            let gap = found.all[(row * (out.1 + out.2) + out.1)..<((row + 1) * (out.1 + out.2))]
            #expect(gap.allSatisfy { $0 == Self.guardValue })
        }
    }
}

/// Numbers that end where memory ends, so that a kernel that reads or writes past them stops the process.
private final class Guarded<Number: FixedWidthInteger & BitwiseCopyable> {
    private let memory: FencedBytes
    let start: UnsafeMutablePointer<Number>
    private let count: Int

    init(_ count: Int, filledWith value: Number) {
        self.count = count
        let bytes = count * MemoryLayout<Number>.stride
        // `FencedBytes` rounds up to 16: what is over goes to the front, so that the last number is the last byte.
        let padded = (bytes + 15) & ~15
        memory = FencedBytes(count: max(padded, 16))
        let end = UnsafeMutableRawPointer(memory.bytes.baseAddress.unsafelyUnwrapped) + memory.bytes.count
        start = (end - bytes).bindMemory(to: Number.self, capacity: count)
        start.update(repeating: value, count: count)
    }

    /// Random numbers in `range`, or only its two ends.
    convenience init(_ count: Int, in range: ClosedRange<Number>, extremes: Bool, _ dice: inout Dice) {
        self.init(count, filledWith: 0)
        for index in 0..<count {
            let end = Bool.random(using: &dice) ? range.lowerBound : range.upperBound
            start[index] = extremes ? end : Number.random(in: range, using: &dice)
        }
    }

    var all: [Number] { Array(UnsafeBufferPointer(start: start, count: count)) }
}
