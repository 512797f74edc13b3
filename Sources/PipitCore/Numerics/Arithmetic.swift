// What the device computes in Swift of ARITHMETIC.md, in its order of operations: the same bits on every board. All else
// is the kernels' and the elementwise operations'.

/// e^x, for x clamped to the range from -87 to 88.
@inline(never)  // Long, and called in several places.
func exponential(_ x: Float) -> Float {
    let x = x > 88 ? 88 : (x < -87 ? -87 : x)
    let whole = rounded(x * 1.44269504)
    var rest = x - whole * 0.693359375
    rest = rest - whole * -2.12194440e-4
    var p: Float = 1.9875691500e-4
    p = p * rest + 1.3981999507e-3
    p = p * rest + 8.3334519073e-3
    p = p * rest + 4.1665795894e-2
    p = p * rest + 1.6666665459e-1
    p = p * rest + 5.0000001201e-1
    let y = (p * (rest * rest) + rest) + 1
    // 2^whole by its exponent bits; `whole` lies in -126 ... 127.
    return y * Float(bitPattern: UInt32(bitPattern: roundedInteger(whole) &+ 127) &<< 23)
}

/// 1 / (1 + e^-x).
@inline(__always)
func sigmoid(_ x: Float) -> Float {
    1 / (1 + exponential(-x))
}

/// 1.5 · 2^23: added to a float below 2^22 in magnitude, it leaves the nearest integer (ties to even) in the low bits.
private let rounder: Float = 12_582_912

/// The nearest integer to `x`, ties to even, for |x| < 2^22; any other `x` gives a number of no meaning, never a trap.
@inline(__always)
func rounded(_ x: Float) -> Float {
    (x + rounder) - rounder
}

/// The bits of `x + rounder`: their low byte, or low half, is the nearest integer in two's complement.
@inline(__always)
func roundedBits(_ x: Float) -> UInt32 {
    (x + rounder).bitPattern
}

/// The nearest integer to `x` as an integer.
@inline(__always)
func roundedInteger(_ x: Float) -> Int32 {
    Int32(bitPattern: roundedBits(x) &- 0x4B40_0000)
}

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

    /// The eight lanes added in their fixed order.
    @inline(__always)
    var total: Float {
        ((lanes[0] + lanes[4]) + (lanes[2] + lanes[6])) + ((lanes[1] + lanes[5]) + (lanes[3] + lanes[7]))
    }

    /// Σ8 of term(0) … term(count − 1).
    @inline(__always)
    static func of(_ count: Int, _ term: (Int) -> Float) -> Float {
        var sum = LaneSum()
        var index = 0
        while index < count {
            sum.add(term(index), at: index)
            index &+= 1
        }
        return sum.total
    }
}
