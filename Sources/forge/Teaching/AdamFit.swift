import Foundation

/// The state of a fit of a softmax regression by Adam.
struct AdamFit {
    private let examples: RegressionExamples
    private let classCount: Int
    private let scale: Float
    private let decay: Float
    private(set) var weights: [Float]
    private(set) var bias: [Float]
    private var slopes: [Float]  // of weights, then of bias
    private var means: [Float]
    private var squares: [Float]
    private var steps = 0

    init(_ examples: RegressionExamples, classCount: Int, scale: Float, decay: Float) {
        self.examples = examples
        self.classCount = classCount
        self.scale = scale
        self.decay = decay
        let count = classCount * examples.width
        weights = [Float](repeating: 0, count: count)
        bias = [Float](repeating: 0, count: classCount)
        slopes = [Float](repeating: 0, count: count + classCount)
        means = slopes
        squares = slopes
    }

    /// One step on the examples with these numbers.
    mutating func step(_ batch: ArraySlice<Int>, rate: Float) {
        for index in slopes.indices { slopes[index] = 0 }
        var total: Float = 0
        for example in batch { total += examples.shares[example] }
        for example in batch { addSlopes(of: example, share: examples.shares[example] / max(total, 1e-6)) }
        steps += 1
        let meanShare = 1 - Float(pow(0.9, Double(steps)))
        let squareShare = 1 - Float(pow(0.99, Double(steps)))
        let count = weights.count
        let (decay, rate) = (decay, rate)
        for index in 0..<slopes.count {
            let slope = index < count ? slopes[index] + decay * weights[index] : slopes[index]
            means[index] = 0.9 * means[index] + 0.1 * slope
            squares[index] = 0.99 * squares[index] + 0.01 * slope * slope
            let change =
                rate * (means[index] / meanShare) / ((squares[index] / squareShare).squareRoot() + 1e-8)
            if index < count { weights[index] -= change } else { bias[index - count] -= change }
        }
    }

    private mutating func addSlopes(of example: Int, share: Float) {
        let (width, count, scale, classCount) = (examples.width, weights.count, scale, classCount)
        let own = examples.classes[example]
        var scores = bias
        examples.rows.withUnsafeBufferPointer { rows in
            guard let x = rows.baseAddress.map({ $0 + example * width }) else { return }
            weights.withUnsafeBufferPointer { weights in
                for number in 0..<classCount {
                    guard let w = weights.baseAddress.map({ $0 + number * width }) else { continue }
                    scores[number] += scale * dotProduct(w, x, width)
                }
            }
            let highest = scores.max() ?? 0
            var sum: Float = 0
            for number in 0..<classCount {
                scores[number] = exp(scores[number] - highest)
                sum += scores[number]
            }
            slopes.withUnsafeMutableBufferPointer { slopes in
                for number in 0..<classCount {
                    let slope = share * (scores[number] / sum - (number == own ? 1 : 0))
                    slopes[count + number] += slope
                    guard let target = slopes.baseAddress.map({ $0 + number * width }) else { continue }
                    addScaled(x, width, slope * scale, to: target)
                }
            }
        }
    }
}

/// Σ a · b; `count` is a multiple of 16.
private func dotProduct(_ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ count: Int) -> Float {
    var sums = SIMD16<Float>.zero
    for start in stride(from: 0, to: count, by: 16) {
        sums +=
            UnsafeRawPointer(a + start).loadUnaligned(as: SIMD16<Float>.self)
            * UnsafeRawPointer(b + start).loadUnaligned(as: SIMD16<Float>.self)
    }
    return sums.sum()
}

/// y = y + x · factor; `count` is a multiple of 16.
private func addScaled(
    _ x: UnsafePointer<Float>, _ count: Int, _ factor: Float, to y: UnsafeMutablePointer<Float>
) {
    for start in stride(from: 0, to: count, by: 16) {
        let target = UnsafeMutableRawPointer(y + start)
        let sum =
            target.loadUnaligned(as: SIMD16<Float>.self)
            + factor * UnsafeRawPointer(x + start).loadUnaligned(as: SIMD16<Float>.self)
        target.storeBytes(of: sum, as: SIMD16<Float>.self)
    }
}
