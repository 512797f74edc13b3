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

/// Multinomial logistic regression with L2, fitted by Adam on small batches in a seeded order: the same numbers each
/// time.
struct SoftmaxRegression {
    let classCount: Int
    let width: Int
    /// `[classes, width]`.
    private(set) var weights: [Float]
    /// `[classes]`.
    private(set) var bias: [Float]

    private static let batch = 32
    private static let rate: Float = 0.05
    private static let minimumSteps = 1500
    private static let minimumPasses = 12
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
        let passes = max(Self.minimumPasses, (Self.minimumSteps + batches - 1) / batches)
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
