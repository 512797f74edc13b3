import Glibc

/// A small generator of numbers, the same in every run.
struct Dice: RandomNumberGenerator {
    private var state: UInt64
    init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }
    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }

    /// True once in so many times.
    mutating func hits(oneIn times: Int) -> Bool { Int.random(in: 0..<times, using: &self) == 0 }
}
