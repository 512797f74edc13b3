/// Floats in vectors of four, whose memory is its own: rows of numbers that are filled up to whole vectors.
final class FourFloats: @unchecked Sendable {
    let vectors: UnsafeMutablePointer<SIMD4<Float>>
    let count: Int

    /// - Parameter count: of vectors, which are zero.
    init(count: Int) {
        self.count = count
        vectors = .allocate(capacity: max(1, count))
        vectors.initialize(repeating: .zero, count: count)
    }

    deinit {
        vectors.deallocate()
    }

    /// The same as single floats.
    var floats: UnsafeMutablePointer<Float> {
        UnsafeMutableRawPointer(vectors).assumingMemoryBound(to: Float.self)
    }

    /// Makes all zero.
    func clear() { vectors.update(repeating: .zero, count: count) }
}

/// eˣ of four numbers of at most 0, to the last bit or two; what is below -87 counts as -87.
@inline(__always)
func exponential(_ x: SIMD4<Float>) -> SIMD4<Float> {
    let x = x.clamped(lowerBound: SIMD4(repeating: -87), upperBound: .zero)
    // The sum has the nearest whole number in the last bits of its significand.
    let shifted = x * 1.442_695_04 + 12_582_912
    let whole = shifted - 12_582_912
    let rest = x - whole * 0.693_359_375 + whole * 2.121_944_4e-4
    var sum = rest * 1.987_569_15e-4 + 1.398_199_95e-3
    sum = sum * rest + 8.333_451_9e-3
    sum = sum * rest + 4.166_579_6e-2
    sum = sum * rest + 1.666_666_55e-1
    sum = sum * rest + 5.000_000_1e-1
    sum = sum * rest * rest + rest + 1
    let power = unsafeBitCast(shifted, to: SIMD4<UInt32>.self) &<< 23
    return unsafeBitCast(unsafeBitCast(sum, to: SIMD4<UInt32>.self) &+ power, to: SIMD4<Float>.self)
}
