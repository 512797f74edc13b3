import Foundation

/// Examples of a classification: rows of floats, what each is, and how much it counts.
struct RegressionExamples {
    let width: Int
    /// `[count, width]`.
    private(set) var rows: [Float] = []
    private(set) var classes: [Int] = []
    private(set) var shares: [Float] = []

    init(width: Int) {
        self.width = width
    }

    var count: Int { classes.count }

    /// Adds an example of class `number`, which counts `share` times.
    mutating func add(_ row: [Float], _ number: Int, share: Float = 1) {
        rows += row
        classes.append(number)
        shares.append(share)
    }
}

/// Multinomial logistic regression with L2, fitted by Adam on small batches in a seeded order: the same numbers each time.
struct SoftmaxRegression {
    let classCount: Int
    let width: Int
    /// `[classes, width]`.
    private(set) var weights: [Float]
    /// `[classes]`.
    private(set) var bias: [Float]

    private static let batch = 32
    private static let rate: Float = 0.05
    private static let fewestSteps = 1500
    private static let fewestPasses = 12
    private static let seed: UInt64 = 3

    /// Fits the weights.
    ///
    /// - Parameters:
    ///   - examples: at least one.
    ///   - classCount: how many classes there are.
    ///   - decay: the weight of the squared weights, for rows of length 1.
    ///   - tick: told the share that is done.
    init(_ examples: RegressionExamples, classCount: Int, decay: Float, tick: (Double) -> Void) {
        self.classCount = classCount
        width = examples.width
        weights = [Float](repeating: 0, count: classCount * examples.width)
        bias = [Float](repeating: 0, count: classCount)
        var squares: Float = 0
        for value in examples.rows { squares += value * value }
        let length = max((squares / Float(examples.count)).squareRoot(), 1e-6)
        let batches = (examples.count + Self.batch - 1) / Self.batch
        let passes = max(Self.fewestPasses, (Self.fewestSteps + batches - 1) / batches)
        var fit = AdamFit(examples, classCount: classCount, scale: 1 / length, decay: decay)
        var order = Array(0..<examples.count)
        var numbers = SeededNumbers(Self.seed)
        for pass in 0..<passes {
            order.shuffle(using: &numbers)
            for start in stride(from: 0, to: order.count, by: Self.batch) {
                let done = (Double(pass) + Double(start) / Double(order.count)) / Double(passes)
                let rate = Self.rate * Float(0.5 * (1 + cos(Double.pi * done))) + 1e-4
                fit.step(order[start..<min(start + Self.batch, order.count)], rate: rate)
                tick(done)
            }
        }
        weights = fit.weights.map { $0 / length }
        bias = fit.bias
    }

    /// The scores of every class for a row.
    func scores(_ row: [Float]) -> [Float] {
        (0..<classCount).map { number in
            var sum = bias[number]
            for column in 0..<width { sum += weights[number * width + column] * row[column] }
            return sum
        }
    }
}

/// The state of a fit.
private struct AdamFit {
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

/// SplitMix64: the same numbers on every machine.
struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
        return z ^ z >> 31
    }
}
