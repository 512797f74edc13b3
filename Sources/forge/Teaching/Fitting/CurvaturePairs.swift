/// The last changes of a point with those of the gradient, which stand for the inverse curvature, and the way down that
/// they lead.
///
/// The products of all these vectors are kept, so that a way is one sum of them: each vector is read from memory twice a
/// step, and not eight times.
final class CurvaturePairs {
    /// Where to go: a change of the point.
    let direction: UnsafeMutablePointer<Float>
    private let count: Int
    /// The change of the point and that of the gradient of each slot, one after the other.
    private let rows: UnsafeMutablePointer<Float>
    /// The slots that hold pairs, from the oldest to the latest.
    private var order: [Int] = []
    /// Of each row with each other; the gradient's row is the last.
    private var products: [[Double]]

    /// Pairs that are kept.
    private static let memory = 6
    private static let slots = memory + 1
    private static let gradientRow = 2 * slots
    /// Floats that stay in a core's nearest cache while all rows are read beside them.
    private static let tile = 1_024

    /// - Parameter count: floats of a vector.
    init(count: Int) {
        self.count = count
        rows = .allocate(capacity: max(1, CurvaturePairs.gradientRow * count))
        direction = .allocate(capacity: max(1, count))
        let zeros = [Double](repeating: 0, count: CurvaturePairs.gradientRow + 1)
        products = [[Double]](repeating: zeros, count: CurvaturePairs.gradientRow + 1)
    }

    deinit {
        rows.deallocate()
        direction.deallocate()
    }

    var isEmpty: Bool { order.isEmpty }

    /// Forgets all pairs.
    func removeAll() { order = [] }

    /// Starts at a point with this gradient.
    func start(at gradient: [Float]) {
        order = []
        gradient.withUnsafeBufferPointer { gradient in
            let shared = Shared(gradient)
            let found = sums(of: 1) { range, sums in
                let base = shared.value.baseAddress.unsafelyUnwrapped
                sums[0] += CurvaturePairs.products(of: base, with: base, base, base, range).0
            }
            products[CurvaturePairs.gradientRow][CurvaturePairs.gradientRow] = found[0]
        }
    }

    /// Takes a step from a point to the next, with their gradients.
    func step(from point: [Float], _ gradient: [Float], to next: [Float], _ nextGradient: [Float]) {
        let slot = (0..<CurvaturePairs.slots).first { !order.contains($0) } ?? 0
        let numbers = order.flatMap { [2 * $0, 2 * $0 + 1] } + [2 * slot, 2 * slot + 1]
        let found = point.withUnsafeBufferPointer { point in
            gradient.withUnsafeBufferPointer { gradient in
                next.withUnsafeBufferPointer { next in
                    nextGradient.withUnsafeBufferPointer { nextGradient in
                        sums(slot, numbers, point, gradient, next, nextGradient)
                    }
                }
            }
        }
        let new = [2 * slot, 2 * slot + 1, CurvaturePairs.gradientRow]
        for (place, number) in (numbers + [CurvaturePairs.gradientRow]).enumerated() {
            for (column, other) in new.enumerated() {
                products[number][other] = found[3 * place + column]
                products[other][number] = found[3 * place + column]
            }
        }
        guard products[2 * slot][2 * slot + 1] > 1e-10 else { return }
        order.append(slot)
        if order.count > CurvaturePairs.memory { order.removeFirst() }
    }

    /// Writes the pair of a slot; the products of the rows of these numbers, and of the gradient, with the pair and the
    /// gradient.
    private func sums(
        _ slot: Int, _ numbers: [Int], _ point: UnsafeBufferPointer<Float>,
        _ gradient: UnsafeBufferPointer<Float>, _ next: UnsafeBufferPointer<Float>,
        _ nextGradient: UnsafeBufferPointer<Float>
    ) -> [Double] {
        let (change, slope) = (row(2 * slot), row(2 * slot + 1))
        let others = numbers.map { UnsafePointer(row($0)) }
        let shared = Shared((point, gradient, next, nextGradient, change, slope, others))
        return sums(of: 3 * (numbers.count + 1)) { range, sums in
            let (point, gradient, next, nextGradient, change, slope, others) = shared.value
            for index in range {
                change[index] = next[index] - point[index]
                slope[index] = nextGradient[index] - gradient[index]
            }
            let here = nextGradient.baseAddress.unsafelyUnwrapped
            for place in 0...others.count {
                let row = place < others.count ? others[place] : here
                let found = CurvaturePairs.products(of: row, with: change, slope, here, range)
                sums[3 * place] += found.0
                sums[3 * place + 1] += found.1
                sums[3 * place + 2] += found.2
            }
        }
    }

    private func row(_ number: Int) -> UnsafeMutablePointer<Float> { rows + number * count }

    /// Sums that `body` adds up for one tile after the other.
    private func sums(
        of width: Int, _ body: @Sendable (Range<Int>, UnsafeMutablePointer<Double>) -> Void
    ) -> [Double] {
        let blocks = FloatVectors.blocks(of: count)
        var parts = [Double](repeating: 0, count: max(1, blocks) * width)
        parts.withUnsafeMutableBufferPointer { parts in
            let shared = Shared(parts.baseAddress.unsafelyUnwrapped)
            FloatVectors.forEachBlock(of: count) { block, range in
                for start in stride(from: range.lowerBound, to: range.upperBound, by: CurvaturePairs.tile) {
                    let end = min(start + CurvaturePairs.tile, range.upperBound)
                    body(start..<end, shared.value + block * width)
                }
            }
        }
        return (0..<width).map { column in
            (0..<blocks).reduce(0) { $0 + parts[$1 * width + column] }
        }
    }

    /// The products of a row with three others; few enough floats that nothing which matters is lost in 32 bits.
    private static func products(
        of row: UnsafePointer<Float>, with a: UnsafePointer<Float>, _ b: UnsafePointer<Float>,
        _ c: UnsafePointer<Float>, _ range: Range<Int>
    ) -> (Double, Double, Double) {
        var sums = (SIMD8<Float>.zero, SIMD8<Float>.zero, SIMD8<Float>.zero)
        var index = range.lowerBound
        while index + 8 <= range.upperBound {
            let own = row.eight(at: index)
            sums.0 += own * a.eight(at: index)
            sums.1 += own * b.eight(at: index)
            sums.2 += own * c.eight(at: index)
            index += 8
        }
        var rest: (Float, Float, Float) = (sums.0.sum(), sums.1.sum(), sums.2.sum())
        while index < range.upperBound {
            rest.0 += row[index] * a[index]
            rest.1 += row[index] * b[index]
            rest.2 += row[index] * c[index]
            index += 1
        }
        return (Double(rest.0), Double(rest.1), Double(rest.2))
    }
}

extension CurvaturePairs {
    /// Makes the direction: the gradient times the inverse curvature, downwards.
    ///
    /// - Parameter gradient: that of the last step.
    /// - Returns: the product of the direction and the gradient.
    func point(down gradient: [Float]) -> Float {
        // The two loops of L-BFGS, on the shares that rows have of the direction.
        var shares = [Double](repeating: 0, count: CurvaturePairs.gradientRow + 1)
        shares[CurvaturePairs.gradientRow] = -1
        func product(_ row: Int) -> Double {
            var sum = shares[CurvaturePairs.gradientRow] * products[row][CurvaturePairs.gradientRow]
            for slot in order {
                sum += shares[2 * slot] * products[row][2 * slot]
                sum += shares[2 * slot + 1] * products[row][2 * slot + 1]
            }
            return sum
        }
        var removed = [Double](repeating: 0, count: CurvaturePairs.slots)
        for slot in order.reversed() {
            removed[slot] = product(2 * slot) / products[2 * slot][2 * slot + 1]
            shares[2 * slot + 1] -= removed[slot]
        }
        if let last = order.last {
            let (change, slope) = (2 * last, 2 * last + 1)
            let scale = products[change][slope] / products[slope][slope]
            for row in shares.indices { shares[row] *= scale }
        }
        for slot in order {
            shares[2 * slot] +=
                removed[slot] - product(2 * slot + 1) / products[2 * slot][2 * slot + 1]
        }
        let slope = product(CurvaturePairs.gradientRow)
        addUp(shares.map { Float($0) }, gradient)
        return Float(slope)
    }

    private func addUp(_ shares: [Float], _ gradient: [Float]) {
        gradient.withUnsafeBufferPointer { gradient in
            let shared = Shared((gradient, direction, self))
            FloatVectors.forEachBlock(of: count) { _, range in
                let (gradient, direction, pairs) = shared.value
                for start in stride(from: range.lowerBound, to: range.upperBound, by: CurvaturePairs.tile) {
                    let tile = start..<min(start + CurvaturePairs.tile, range.upperBound)
                    let share = shares[CurvaturePairs.gradientRow]
                    for index in tile { direction[index] = share * gradient[index] }
                    for slot in pairs.order {
                        let (change, slope) = (pairs.row(2 * slot), pairs.row(2 * slot + 1))
                        let (first, second) = (shares[2 * slot], shares[2 * slot + 1])
                        for index in tile {
                            direction[index] += first * change[index] + second * slope[index]
                        }
                    }
                }
            }
        }
    }
}
