import Foundation

/// Long vectors of floats, worked on by all cores in blocks of one size: the same numbers whatever cores there are.
enum FloatVectors {
    /// Floats that a core works on at a time.
    private static let block = 1 << 16

    /// How many blocks a vector has.
    static func blocks(of count: Int) -> Int { (count + block - 1) / block }

    /// Calls `body` with the number and the range of each block, on all cores.
    static func forEachBlock(of count: Int, _ body: @Sendable (Int, Range<Int>) -> Void) {
        let blocks = blocks(of: count)
        if blocks <= 1 { return body(0, 0..<count) }
        DispatchQueue.concurrentPerform(iterations: blocks) { number in
            body(number, number * block..<min((number + 1) * block, count))
        }
    }

    /// `sum` becomes `values` and `factor` times `change`.
    static func add(
        _ change: UnsafePointer<Float>, times factor: Float, to values: [Float], into sum: inout [Float]
    ) {
        values.withUnsafeBufferPointer { values in
            sum.withUnsafeMutableBufferPointer { sum in
                let shared = Shared((values, change, sum))
                forEachBlock(of: values.count) { _, range in
                    let (values, change, sum) = shared.value
                    for index in range { sum[index] = values[index] + factor * change[index] }
                }
            }
        }
    }
}

extension UnsafePointer<Float> {
    /// Eight floats from `index` on.
    @inline(__always)
    func eight(at index: Int) -> SIMD8<Float> {
        UnsafeRawPointer(self + index).loadUnaligned(as: SIMD8<Float>.self)
    }
}
