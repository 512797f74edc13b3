/// The sum Σ8 of ARITHMETIC.md: eight accumulators, lane l takes elements l, l + 8, l + 16 … in rising order.
///
/// The order is fixed so that a board with vectors and one without give the same bits.
struct LaneSum {
    private var lanes = SIMD8<Float>(repeating: 0)

    /// Adds `x` as element number `index`; the elements of a lane come in rising order.
    @inline(__always)
    mutating func add(_ x: Float, at index: Int) {
        lanes[index & 7] += x
    }

    /// Adds the next eight elements, the first of them at a multiple of 8.
    @inline(__always)
    mutating func add(_ x: SIMD8<Float>) {
        lanes += x
    }

    /// The eight lanes added in their fixed order.
    @inline(__always)
    var total: Float {
        ((lanes[0] + lanes[4]) + (lanes[2] + lanes[6])) + ((lanes[1] + lanes[5]) + (lanes[3] + lanes[7]))
    }

    /// Σ8 of term(0) … term(count − 1).
    @inline(__always)
    static func of(_ count: Int, _ term: (Int) -> Float) -> Float {
        var sum = LaneSum()
        let whole = count & ~7
        var index = 0
        while index < whole {
            sum.add(
                SIMD8(
                    term(index), term(index &+ 1), term(index &+ 2), term(index &+ 3), term(index &+ 4),
                    term(index &+ 5), term(index &+ 6), term(index &+ 7)))
            index &+= 8
        }
        while index < count {
            sum.add(term(index), at: index)
            index &+= 1
        }
        return sum.total
    }
}
