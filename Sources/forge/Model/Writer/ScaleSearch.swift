/// The search for the scale that loses least of a group of weights.
enum ScaleSearch {
    /// Parts of the plain scale that are tried.
    ///
    /// At 4 bits the best lies above 0.55 of it for all but freak groups.
    private static let parts = stride(from: Float(0.5), through: 1.06, by: 0.04).map { $0 }

    /// The bf16 scale with the least squared error, `plain` where nothing is better.
    ///
    /// `plain` is the scale that the largest magnitude asks for, `limit` the largest number a weight may become.
    static func best(for values: UnsafeBufferPointer<Float>, plain: Float, limit: Float) -> Float {
        guard plain > 0 else { return plain }
        var best = plain
        var least = trial(values, plain, limit).error
        func take(_ scale: Float) {
            let candidate = Quantizer.roundedToBFloat(scale)
            guard candidate > 0 else { return }
            let error = trial(values, candidate, limit).error
            if error < least { (best, least) = (candidate, error) }
        }
        for part in parts { take(plain * part) }
        // For the numbers that the best scale gives, the scale that fits them best.
        take(trial(values, best, limit).fit)
        return best
    }

    /// The squared error that a scale leaves, and the scale that the resulting numbers would want.
    private static func trial(_ values: UnsafeBufferPointer<Float>, _ scale: Float, _ limit: Float) -> (
        error: Float, fit: Float
    ) {
        let inverse = 1 / scale
        var errors = SIMD8<Float>.zero
        var products = SIMD8<Float>.zero
        var squares = SIMD8<Float>.zero
        let low = SIMD8(repeating: -limit)
        let high = SIMD8(repeating: limit)
        let magic = SIMD8<Float>(repeating: 12_582_912)
        for start in stride(from: 0, to: values.count, by: 8) {
            let w = lanes(values, start)
            let q = ((w * inverse + magic) - magic).clamped(lowerBound: low, upperBound: high)
            let error = w - q * scale
            errors += error * error
            products += w * q
            squares += q * q
        }
        let sum = squares.sum()
        return (errors.sum(), sum > 0 ? products.sum() / sum : scale)
    }

    /// Eight values, zeros behind the last.
    private static func lanes(_ values: UnsafeBufferPointer<Float>, _ start: Int) -> SIMD8<Float> {
        if values.count - start >= 8, let base = values.baseAddress {
            return UnsafeRawPointer(base + start).loadUnaligned(as: SIMD8<Float>.self)
        }
        var lanes = SIMD8<Float>.zero
        for index in start..<values.count { lanes[index - start] = values[index] }
        return lanes
    }
}
