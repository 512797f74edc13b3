@testable import PipitCore

// The elementwise operations of pipit_kernels.h, each on one row. `row` is the memory of a row of 32-bit elements: a
// kernel has left int32 sums there, and the floats that take their place need no other buffer.

/// y[o] = Float(sums[o]) · (scale · scales[o]) + bias[o], in place; all `[count]`.
func dequantizeSums(
    _ row: UnsafeMutableRawPointer, _ count: Int, scale: Float, scales: UnsafePointer<Float>,
    bias: UnsafePointer<Float>
) {
    for index in 0..<count {
        let sum = row.loadSum(index)
        row.storeFloat(sum * (scale * scales[index]) + bias[index], index)
    }
}

/// y[o] = y[o] + (Float(sums[o]) · (scale · scales[o]) + bias[o]); all `[count]`.
func addDequantizedSums(
    _ sums: UnsafePointer<Int32>, _ count: Int, scale: Float, scales: UnsafePointer<Float>,
    bias: UnsafePointer<Float>, to y: UnsafeMutablePointer<Float>
) {
    for index in 0..<count {
        y[index] = y[index] + (Float(Int(sums[index])) * (scale * scales[index]) + bias[index])
    }
}

/// y[c] = Float(sums[c]) · factor, in place; `[count]`.
func scaleSums(_ row: UnsafeMutableRawPointer, _ count: Int, by factor: Float) {
    for index in 0..<count { row.storeFloat(row.loadSum(index) * factor, index) }
}

/// y[c] = SiLU(Float(sums[c]) · (scales[c] · factor) + bias[c]), in place; all `[count]`.
func activateConvolutionSums(
    _ row: UnsafeMutableRawPointer, _ count: Int, factor: Float, scales: UnsafePointer<Float>,
    bias: UnsafePointer<Float>
) {
    for index in 0..<count {
        let value = row.loadSum(index) * (scales[index] * factor) + bias[index]
        row.storeFloat(silu(value), index)
    }
}

/// x[i] = Float(q[i]) · scale; `[count]`.
func dequantize(_ q: UnsafePointer<Int8>, _ count: Int, scale: Float, into x: UnsafeMutablePointer<Float>) {
    for index in 0..<count { x[index] = Float(Int(q[index])) * scale }
}

/// x[i] = x[i] + Float(q[i]) · scale; `[count]`.
func addDequantized(_ q: UnsafePointer<Int8>, _ count: Int, scale: Float, to x: UnsafeMutablePointer<Float>) {
    for index in 0..<count { x[index] = x[index] + Float(Int(q[index])) * scale }
}

/// y[o] = y[o] + Float(sums[o]) · scales[o]; all `[count]`.
func accumulateSums(
    _ sums: UnsafePointer<Int32>, _ count: Int, scales: UnsafePointer<Float>,
    to y: UnsafeMutablePointer<Float>
) {
    for index in 0..<count { y[index] = y[index] + Float(Int(sums[index])) * scales[index] }
}

/// x[o] = x[o] · factor + bias[o]; all `[count]`.
func scale(_ x: UnsafeMutablePointer<Float>, _ count: Int, by factor: Float, bias: UnsafePointer<Float>) {
    for index in 0..<count { x[index] = x[index] * factor + bias[index] }
}

/// x[i] = x[i] + y[i]; `[count]`.
func add(_ y: UnsafePointer<Float>, _ count: Int, to x: UnsafeMutablePointer<Float>) {
    for index in 0..<count { x[index] = x[index] + y[index] }
}

/// x[i] = Float(values[i]) · scale; `[count]`.
func dequantize(
    _ values: UnsafePointer<Int16>, _ count: Int, scale: Float, into x: UnsafeMutablePointer<Float>
) {
    for index in 0..<count { x[index] = Float(Int(values[index])) * scale }
}

/// x[i] = Float(values[i]) · scale + x[i]; `[count]`.
func addDequantized(
    _ values: UnsafePointer<Int16>, _ count: Int, scale: Float, to x: UnsafeMutablePointer<Float>
) {
    for index in 0..<count { x[index] = Float(Int(values[index])) * scale + x[index] }
}

/// g[i] = (q[i] · ratio + 64) >> 7, with a ratio from 0 to 2^15; `[count]`.
func weigh(_ q: UnsafePointer<Int8>, _ count: Int, by ratio: Int32, into g: UnsafeMutablePointer<Int16>) {
    for index in 0..<count {
        g[index] = Int16(truncatingIfNeeded: (Int32(q[index]) &* ratio &+ 64) &>> 7)
    }
}

/// The attention of one query over `count` keys: from the sums q · key in `row` to int8 weights in the first
/// `count` bytes of the same memory.
///
/// z = Float(sum) · (scale · keyScale), e = exp(z − max z), weight = e · valueScale, quantized over the row.
/// - Returns: the weights' scale divided by Σ8 e; a weighted sum of int8 values times this is the mean of the values.
func softmaxWeights(
    _ row: UnsafeMutableRawPointer, _ count: Int, scale: Float, keyScales: UnsafePointer<Float>,
    valueScales: UnsafePointer<Float>
) -> Float {
    var maximum = -Float.infinity
    for index in 0..<count {
        let z = row.loadSum(index) * (scale * keyScales[index])
        if z > maximum { maximum = z }
        row.storeFloat(z, index)
    }
    for index in 0..<count { row.storeFloat(exponential(row.loadFloat(index) - maximum), index) }
    let total = LaneSum.of(count) { row.loadFloat($0) }
    for index in 0..<count { row.storeFloat(row.loadFloat(index) * valueScales[index], index) }
    let weights = UnsafePointer(row.assumingMemoryBound(to: Float.self))
    return quantizeToInt8(weights, count, into: row) / total
}

extension UnsafeMutableRawPointer {
    /// The int32 sum number `index`, as a float.
    @inline(__always)
    fileprivate func loadSum(_ index: Int) -> Float {
        Float(Int(load(fromByteOffset: index &* 4, as: Int32.self)))
    }

    @inline(__always)
    fileprivate func loadFloat(_ index: Int) -> Float {
        load(fromByteOffset: index &* 4, as: Float.self)
    }

    @inline(__always)
    fileprivate func storeFloat(_ value: Float, _ index: Int) {
        storeBytes(of: value, toByteOffset: index &* 4, as: Float.self)
    }
}

/// Unpacks `count` int4 numbers, two a byte and the low nibble first, to int8; `count` is even.
func unpackInt4(_ packed: UnsafePointer<Int8>, _ count: Int, into q: UnsafeMutablePointer<Int8>) {
    for pair in 0..<count / 2 {
        let byte = packed[pair]
        q[pair &* 2] = (byte &<< 4) &>> 4
        q[pair &* 2 &+ 1] = byte &>> 4
    }
}
