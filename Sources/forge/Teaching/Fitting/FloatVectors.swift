import Foundation

/// Long vectors of floats, worked on by all cores in blocks of one size: the same numbers whatever cores there are.
enum FloatVectors {
    private static let block = 1 << 16

    /// Σ a · b, each block in sixteen running sums.
    static func dot(_ a: [Float], _ b: [Float]) -> Float {
        var sums = [Double](repeating: 0, count: (a.count + block - 1) / block)
        a.withUnsafeBufferPointer { a in
            b.withUnsafeBufferPointer { b in
                sums.withUnsafeMutableBufferPointer { sums in
                    let shared = Shared((a, b, sums))
                    forEachBlock(of: a.count) { number, range in
                        let (a, b, sums) = shared.value
                        sums[number] = dot(a, b, range)
                    }
                }
            }
        }
        return Float(sums.reduce(0, +))
    }

    /// Adds `factor` times `values` to `sum`.
    static func add(_ values: [Float], times factor: Float, to sum: inout [Float]) {
        combine(values, &sum) { $1 + factor * $0 }
    }

    /// `a + factor · b`.
    static func sum(_ a: [Float], _ b: [Float], times factor: Float) -> [Float] {
        var sum = a
        add(b, times: factor, to: &sum)
        return sum
    }

    /// Multiplies all numbers by `factor`.
    static func scale(_ values: inout [Float], by factor: Float) {
        values.withUnsafeMutableBufferPointer { values in
            let shared = Shared(values)
            forEachBlock(of: values.count) { _, range in
                let values = shared.value
                for index in range { values[index] *= factor }
            }
        }
    }

    @inline(__always)
    private static func combine(
        _ values: [Float], _ target: inout [Float], _ body: @Sendable (Float, Float) -> Float
    ) {
        values.withUnsafeBufferPointer { values in
            target.withUnsafeMutableBufferPointer { target in
                let shared = Shared((values, target))
                forEachBlock(of: values.count) { _, range in
                    let (values, target) = shared.value
                    for index in range { target[index] = body(values[index], target[index]) }
                }
            }
        }
    }

    private static func dot(
        _ a: UnsafeBufferPointer<Float>, _ b: UnsafeBufferPointer<Float>, _ range: Range<Int>
    ) -> Double {
        var sums = SIMD16<Float>.zero
        var total = 0.0
        var index = range.lowerBound
        // Few enough are added up in 32 bits that nothing is lost which matters.
        while index + 256 <= range.upperBound {
            for start in stride(from: index, to: index + 256, by: 16) {
                for lane in 0..<16 { sums[lane] += a[start + lane] * b[start + lane] }
            }
            total += Double(sums.sum())
            sums = .zero
            index += 256
        }
        while index < range.upperBound {
            total += Double(a[index] * b[index])
            index += 1
        }
        return total
    }

    private static func forEachBlock(of count: Int, _ body: @Sendable (Int, Range<Int>) -> Void) {
        let blocks = (count + block - 1) / block
        if blocks == 1 { return body(0, 0..<count) }
        DispatchQueue.concurrentPerform(iterations: blocks) { number in
            body(number, number * block..<min((number + 1) * block, count))
        }
    }

    /// Buffers of which each thread writes a block of its own.
    private struct Shared<Value>: @unchecked Sendable {
        let value: Value

        init(_ value: Value) {
            self.value = value
        }
    }
}
