import Testing

@testable import forge

/// The minimizer, and the pairs of changes that it finds its way by.
@Suite struct LBFGSTests {
    /// More floats than a block of work has.
    private static let count = 70_001

    private func curvature(_ index: Int) -> Float { Float(1 + index % 50) }

    @Test func aQuadraticFunctionOfManyFloatsFindsItsLeast() {
        let found = LBFGS(maximumSteps: 60, tolerance: 1e-12).minimize(
            from: [Float](repeating: 0, count: Self.count), tick: { _ in }
        ) { point, gradient in
            var loss = 0.0
            for index in point.indices {
                let distance = point[index] - Float(index % 3)
                gradient[index] = curvature(index) * distance
                loss += 0.5 * Double(curvature(index) * distance * distance)
            }
            return loss
        }
        // As many steps straight down leave ten times as much, where curvatures are as different.
        #expect(found.indices.allSatisfy { abs(found[$0] - Float($0 % 3)) < 0.01 })
    }

    /// What the pair says of the change of a gradient is the change of the point.
    @Test func aPairLeadsBackWhereItCameFrom() {
        let pairs = CurvaturePairs(count: Self.count)
        let zero = [Float](repeating: 0, count: Self.count)
        pairs.start(at: zero)
        var last = (point: zero, gradient: zero)
        for step in 1...9 {
            // Longer than pairs are kept for, so that slots are used again.
            let point = (0..<Self.count).map { last.point[$0] + Float(($0 + step) % 7) / 7 }
            let gradient = point.indices.map { curvature($0) * point[$0] }
            pairs.step(from: last.point, last.gradient, to: point, gradient)
            last = (point, gradient)
        }
        // A step from where the gradient is zero: the gradient there is the change of it.
        let point = (0..<Self.count).map { Float($0 % 11) / 11 - 0.5 }
        let gradient = point.indices.map { curvature($0) * point[$0] }
        pairs.step(from: zero, zero, to: point, gradient)
        let slope = pairs.point(down: gradient)
        for index in stride(from: 0, to: Self.count, by: 997) {
            #expect(abs(pairs.direction[index] + point[index]) < 1e-3)
        }
        let expected = -zip(point, gradient).reduce(0) { $0 + Double($1.0 * $1.1) }
        #expect(abs(Double(slope) - expected) < 1e-4 * abs(expected))
    }

    @Test(arguments: [1, 5, 8, 17, 64]) func rowsAreAddedEachByItsFactor(count: Int) {
        let values = (0..<7 * count).map { Float($0 % 13) - 6 }
        var sum = (0..<count).map { Float($0) }
        let expected = sum.indices.map { index in
            (0..<7).reduce(sum[index]) { $0 + Float($1 + 1) * values[$1 * count + index] }
        }
        values.withUnsafeBufferPointer { values in
            sum.withUnsafeMutableBufferPointer { sum in
                let first = values.baseAddress.unsafelyUnwrapped
                addRows(0..<7, count, to: sum.baseAddress.unsafelyUnwrapped) { place in
                    (first + place * count, Float(place + 1))
                }
            }
        }
        #expect(sum == expected)
    }
}
