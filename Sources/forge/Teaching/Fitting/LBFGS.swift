/// Minimizes a smooth function of many floats by L-BFGS with a backtracking line search: the same numbers each time.
struct LBFGS {
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
        var (point, next) = (start, start)
        var gradient = [Float](repeating: 0, count: point.count)
        var nextGradient = gradient
        var value = loss(point, &gradient)
        let pairs = CurvaturePairs(count: point.count)
        pairs.start(at: gradient)
        var values = [value]
        for step in 0..<maximumSteps {
            tick(Double(step) / Double(maximumSteps))
            var slope = pairs.point(down: gradient)
            if slope >= 0 {
                pairs.removeAll()
                slope = pairs.point(down: gradient)
            }
            if slope == 0 { break }
            var rate: Float = pairs.isEmpty ? min(1, 1 / (-slope).squareRoot()) : 1
            var nextValue = value
            var isLower = false
            for _ in 0..<Self.maximumHalvings {
                FloatVectors.add(pairs.direction, times: rate, to: point, into: &next)
                nextValue = loss(next, &nextGradient)
                isLower = nextValue <= value + Double(Self.sufficientDecrease * rate * slope)
                if isLower { break }
                rate /= 2
            }
            if !isLower { break }
            pairs.step(from: point, gradient, to: next, nextGradient)
            swap(&point, &next)
            swap(&gradient, &nextGradient)
            value = nextValue
            values.append(value)
            if values.count > 10, values[values.count - 11] - value < tolerance * abs(value) { break }
        }
        return point
    }
}
