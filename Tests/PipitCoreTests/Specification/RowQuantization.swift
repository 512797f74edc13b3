@testable import PipitCore

// Row quantization: a row of floats becomes integers and one scale, x ≈ q · scale.

/// The largest magnitude in `x` `[count]`, as the bits of a float: without their signs, bits rise with the number.
@inline(__always)
func maximumMagnitudeBits(_ x: UnsafePointer<Float>, _ count: Int) -> UInt32 {
    var maximum: UInt32 = 0
    for index in 0..<count {
        let bits = x[index].bitPattern & 0x7FFF_FFFF
        if bits > maximum { maximum = bits }
    }
    return maximum
}

/// The scale of a row and its inverse, or nil where the row is too small, too large or not a number.
@inline(__always)
private func quantizationScale(_ maximumBits: UInt32, limit: Float) -> (scale: Float, inverse: Float)? {
    // 2^-40 ... 2^40 in bits; those of infinities and NaN are larger.
    if maximumBits < 0x2B80_0000 || maximumBits > 0x5380_0000 { return nil }
    let maximum = Float(bitPattern: maximumBits)
    return (maximum / limit, limit / maximum)
}

/// Quantizes `x` `[count]` to int8 (−127 to 127) at `q`, and returns the scale.
///
/// `q` may be the memory of `x` itself: an integer is written only where floats have been read.
@discardableResult
func quantizeToInt8(_ x: UnsafePointer<Float>, _ count: Int, into q: UnsafeMutableRawPointer) -> Float {
    guard let (scale, inverse) = quantizationScale(maximumMagnitudeBits(x, count), limit: 127) else {
        for index in 0..<count { q.storeBytes(of: 0, toByteOffset: index, as: Int8.self) }
        return 0
    }
    for index in 0..<count {
        let bits = roundedBits(x[index] * inverse)
        q.storeBytes(of: Int8(truncatingIfNeeded: bits), toByteOffset: index, as: Int8.self)
    }
    return scale
}

/// Quantizes `x` `[count]` to int16 (−32767 to 32767) at `q`, and returns the scale.
func quantizeToInt16(_ x: UnsafePointer<Float>, _ count: Int, into q: UnsafeMutablePointer<Int16>) -> Float {
    guard let (scale, inverse) = quantizationScale(maximumMagnitudeBits(x, count), limit: 32767) else {
        for index in 0..<count { q[index] = 0 }
        return 0
    }
    for index in 0..<count { q[index] = Int16(truncatingIfNeeded: roundedBits(x[index] * inverse)) }
    return scale
}
