/// Minimizes a smooth function of many floats by L-BFGS with a backtracking line search: the same numbers each time.
struct LBFGS {
    /// Pairs of changes that stand for the curvature.
    private static let memory = 6
    private static let sufficientDecrease: Float = 1e-4
    private static let maximumHalvings = 12

    let maximumSteps: Int
    /// It stops when ten steps lower the loss by less than this part of it.
    var tolerance = 2e-4

    /// Minimizes from `start`.
    ///
    /// - Parameters:
    ///   - start: where to begin.
    ///   - tick: told the share of the steps that are done.
    ///   - loss: gives the loss at a point, and writes its gradient.
    /// - Returns: the point that was reached.
    func minimize(
        from start: [Float], tick: (Double) -> Void,
        loss: (_ point: [Float], _ gradient: inout [Float]) -> Double
    ) -> [Float] {
        var point = start
        var gradient = [Float](repeating: 0, count: point.count)
        var value = loss(point, &gradient)
        var pairs: [(change: [Float], slope: [Float], product: Float)] = []
        var values = [value]
        for step in 0..<maximumSteps {
            tick(Double(step) / Double(maximumSteps))
            var direction = Self.direction(gradient, pairs)
            var slope = FloatVectors.dot(direction, gradient)
            if slope >= 0 {
                pairs.removeAll()
                direction = gradient.map { -$0 }
                slope = -FloatVectors.dot(gradient, gradient)
            }
            if slope == 0 { break }
            var rate: Float = pairs.isEmpty ? min(1, 1 / (-slope).squareRoot()) : 1
            var next: [Float] = []
            var nextGradient = gradient
            var nextValue = value
            var isLower = false
            for _ in 0..<Self.maximumHalvings {
                next = FloatVectors.sum(point, direction, times: rate)
                nextValue = loss(next, &nextGradient)
                isLower = nextValue <= value + Double(Self.sufficientDecrease * rate * slope)
                if isLower { break }
                rate /= 2
            }
            if !isLower { break }
            let change = FloatVectors.sum(next, point, times: -1)
            let difference = FloatVectors.sum(nextGradient, gradient, times: -1)
            let product = FloatVectors.dot(change, difference)
            if product > 1e-10 {
                pairs.append((change, difference, product))
                if pairs.count > Self.memory { pairs.removeFirst() }
            }
            (point, gradient, value) = (next, nextGradient, nextValue)
            values.append(value)
            if values.count > 10, values[values.count - 11] - value < tolerance * abs(value) { break }
        }
        return point
    }

    /// The gradient times the inverse curvature that the pairs stand for, downwards.
    private static func direction(
        _ gradient: [Float], _ pairs: [(change: [Float], slope: [Float], product: Float)]
    ) -> [Float] {
        var direction = gradient.map { -$0 }
        guard let last = pairs.last else { return direction }
        var shares: [Float] = []
        for pair in pairs.reversed() {
            let share = FloatVectors.dot(pair.change, direction) / pair.product
            shares.append(share)
            FloatVectors.add(pair.slope, times: -share, to: &direction)
        }
        let scale = last.product / FloatVectors.dot(last.slope, last.slope)
        FloatVectors.scale(&direction, by: scale)
        for (pair, share) in zip(pairs, shares.reversed()) {
            FloatVectors.add(
                pair.change, times: share - FloatVectors.dot(pair.slope, direction) / pair.product,
                to: &direction)
        }
        return direction
    }
}
