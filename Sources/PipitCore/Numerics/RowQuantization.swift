// Row quantization: a row of floats becomes integers and one scale, x ≈ q · scale.

/// The greatest magnitude in `x` `[count]`, as the bits of a float: without their signs, bits rise with the number.
@inline(__always)
func greatestMagnitudeBits(_ x: UnsafePointer<Float>, _ count: Int) -> UInt32 {
    var greatest: UInt32 = 0
    for index in 0..<count {
        let bits = x[index].bitPattern & 0x7FFF_FFFF
        if bits > greatest { greatest = bits }
    }
    return greatest
}

/// The scale of a row and its inverse, or nil where the row is too small, too great or not a number.
@inline(__always)
private func quantizationScale(_ greatestBits: UInt32, limit: Float) -> (scale: Float, inverse: Float)? {
    // 2^-40 ... 2^40 in bits; those of infinities and NaN are greater.
    if greatestBits < 0x2B80_0000 || greatestBits > 0x5380_0000 { return nil }
    let greatest = Float(bitPattern: greatestBits)
    return (greatest / limit, limit / greatest)
}

/// Quantizes `x` `[count]` to int8 (−127 to 127) at `q`, and returns the scale.
///
/// `q` may be the memory of `x` itself: an integer is written only where floats have been read.
@discardableResult
func quantizeToInt8(_ x: UnsafePointer<Float>, _ count: Int, into q: UnsafeMutableRawPointer) -> Float {
    guard let (scale, inverse) = quantizationScale(greatestMagnitudeBits(x, count), limit: 127) else {
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
    guard let (scale, inverse) = quantizationScale(greatestMagnitudeBits(x, count), limit: 32767) else {
        for index in 0..<count { q[index] = 0 }
        return 0
    }
    for index in 0..<count { q[index] = Int16(truncatingIfNeeded: roundedBits(x[index] * inverse)) }
    return scale
}
