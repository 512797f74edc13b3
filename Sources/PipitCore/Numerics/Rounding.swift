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
