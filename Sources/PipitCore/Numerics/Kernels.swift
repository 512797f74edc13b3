import PipitKernels

/// The integer kernels of the processor that runs this: `pipit_kernels`, with shapes in Swift's words.
///
/// The specification in the tests says what each of them computes, to the bit.
public struct Kernels {
    private let table: pipit_kernels
    /// The float operations on what they leave.
    let elementwise: ElementwiseOperations

    /// Takes a kernel set of the shim, all of whose functions must be there, but `matmul_s4`.
    public init(_ table: UnsafePointer<pipit_kernels>) {
        self.table = table.pointee
        elementwise = ElementwiseOperations(table.pointee.elementwise.pointee)
    }

    /// out[t, o] = Σ a[t, k] · w[o, k]; a `[rows, depth]`, w `[outputs, depth]`, out `[rows, outputs]`.
    @inline(__always)
    func multiply(
        _ a: UnsafePointer<Int8>, stride aStride: Int, by w: UnsafePointer<Int8>, stride wStride: Int,
        into out: UnsafeMutablePointer<Int32>, stride outStride: Int, rows: Int, outputs: Int, depth: Int
    ) {
        table.matmul_s8.unsafelyUnwrapped(a, aStride, w, wStride, out, outStride, rows, outputs, depth)
    }

    /// The same with weights in blocks, w `[outputs / 16, depth / 4, 16, 4]`.
    @inline(__always)
    func multiply(
        _ a: UnsafePointer<Int8>, stride aStride: Int, byPacked w: UnsafePointer<Int8>,
        into out: UnsafeMutablePointer<Int32>, stride outStride: Int, rows: Int, outputs: Int, depth: Int
    ) {
        table.matmul_packed_s8.unsafelyUnwrapped(a, aStride, w, out, outStride, rows, outputs, depth)
    }

    /// Whether there is a product with int4 weights as they are; else they are unpacked first.
    @inline(__always)
    var multipliesInt4: Bool { table.matmul_s4 != nil }

    /// The same with int4 weights, `wStride` in bytes; depth is a multiple of 16.
    @inline(__always)
    func multiply(
        _ a: UnsafePointer<Int8>, stride aStride: Int, byInt4 w: UnsafePointer<Int8>, stride wStride: Int,
        into out: UnsafeMutablePointer<Int32>, stride outStride: Int, rows: Int, outputs: Int, depth: Int
    ) {
        table.matmul_s4.unsafelyUnwrapped(a, aStride, w, wStride, out, outStride, rows, outputs, depth)
    }

    /// out[t, c] = Σ p[t, j] · v[j, c]; p `[rows, depth]`, v `[depth, columns]`, out `[rows, columns]`.
    @inline(__always)
    func mix(
        _ p: UnsafePointer<Int8>, stride pStride: Int, _ v: UnsafePointer<Int8>, stride vStride: Int,
        into out: UnsafeMutablePointer<Int32>, stride outStride: Int, rows: Int, depth: Int, columns: Int
    ) {
        table.mix_s8.unsafelyUnwrapped(p, pStride, v, vStride, out, outStride, rows, depth, columns)
    }

    /// out[t, c] = Σ w[k, c] · x[t + k, c]; x `[rows + taps - 1, channels]`, w `[taps, channels]`, out `[rows, channels]`.
    @inline(__always)
    func convolve(
        _ x: UnsafePointer<Int16>, by w: UnsafePointer<Int8>, into out: UnsafeMutablePointer<Int32>,
        rows: Int, taps: Int, channels: Int
    ) {
        table.depthwise_s16.unsafelyUnwrapped(x, w, out, rows, taps, channels)
    }
}

/// The elementwise operations of the processor that runs this, each on one row: `pipit_elementwise`, in Swift's words.
///
/// Encoder/ARITHMETIC.md defines them, and the specification in the tests says what each computes, to the bit.
struct ElementwiseOperations {
    private let table: pipit_elementwise

    init(_ table: pipit_elementwise) {
        self.table = table
    }

    /// Quantizes x `[count]` to int8 at `q`, which may be the memory of x itself; the scale.
    @inline(__always)
    func quantize(_ x: UnsafePointer<Float>, _ count: Int, into q: UnsafeMutableRawPointer) -> Float {
        table.quantize_s8.unsafelyUnwrapped(x, q.assumingMemoryBound(to: Int8.self), count)
    }

    /// Quantizes x `[count]` to int16 at `q`; the scale.
    @inline(__always)
    func quantize(_ x: UnsafePointer<Float>, _ count: Int, into q: UnsafeMutablePointer<Int16>) -> Float {
        table.quantize_s16.unsafelyUnwrapped(x, q, count)
    }

    /// y[o] = Float(sums[o]) · (scale · scales[o]) + bias[o], in place.
    @inline(__always)
    func dequantizeSums(
        _ row: UnsafeMutableRawPointer, _ count: Int, scale: Float, scales: UnsafePointer<Float>,
        bias: UnsafePointer<Float>
    ) {
        table.dequantize_sums.unsafelyUnwrapped(row, count, scale, scales, bias)
    }

    /// y[o] = y[o] + (Float(sums[o]) · (scale · scales[o]) + bias[o]).
    @inline(__always)
    func addDequantizedSums(
        _ sums: UnsafePointer<Int32>, _ count: Int, scale: Float, scales: UnsafePointer<Float>,
        bias: UnsafePointer<Float>, to y: UnsafeMutablePointer<Float>
    ) {
        table.add_dequantized_sums.unsafelyUnwrapped(sums, count, scale, scales, bias, y)
    }

    /// y[c] = Float(sums[c]) · factor, in place.
    @inline(__always)
    func scaleSums(_ row: UnsafeMutableRawPointer, _ count: Int, by factor: Float) {
        table.scale_sums.unsafelyUnwrapped(row, count, factor)
    }

    /// y[c] = SiLU(Float(sums[c]) · (scales[c] · factor) + bias[c]), in place.
    @inline(__always)
    func activateConvolutionSums(
        _ row: UnsafeMutableRawPointer, _ count: Int, factor: Float, scales: UnsafePointer<Float>,
        bias: UnsafePointer<Float>
    ) {
        table.silu_sums.unsafelyUnwrapped(row, count, factor, scales, bias)
    }

    /// Attention of one query: sums become int8 weights in the first `count` bytes; their scale over the sum of e.
    @inline(__always)
    func softmaxWeights(
        _ row: UnsafeMutableRawPointer, _ count: Int, scale: Float, keyScales: UnsafePointer<Float>,
        valueScales: UnsafePointer<Float>
    ) -> Float {
        table.softmax_sums.unsafelyUnwrapped(row, count, scale, keyScales, valueScales)
    }

    /// RMSNorm of x `[norm.width]`, in place.
    @inline(__always)
    func normalizeByRootMeanSquare(_ x: UnsafeMutablePointer<Float>, _ norm: NormWeights, epsilon: Float) {
        table.normalize_rms.unsafelyUnwrapped(x, norm.width, norm.gain, epsilon)
    }

    /// LayerNorm of x `[norm.width]`, in place.
    @inline(__always)
    func normalizeLayer(_ x: UnsafeMutablePointer<Float>, _ norm: NormWeights, epsilon: Float) {
        guard let bias = norm.bias else { return }
        table.normalize_layer.unsafelyUnwrapped(x, norm.width, norm.gain, bias, epsilon)
    }

    /// Applies `activation` to each of x `[count]`, in place.
    func activate(_ x: UnsafeMutablePointer<Float>, _ count: Int, by activation: ModelConfig.Activation) {
        switch activation {
        case .none: return
        case .geluByErf: table.gelu_erf.unsafelyUnwrapped(x, count)
        case .geluByTanh: table.gelu_tanh.unsafelyUnwrapped(x, count)
        case .tanh: table.hyperbolic_tangent.unsafelyUnwrapped(x, count)
        case .relu: for index in 0..<count { x[index] = x[index] > 0 ? x[index] : 0 }
        }
    }

    /// x[i] = Float(q[i]) · scale.
    @inline(__always)
    func dequantize(_ q: UnsafePointer<Int8>, _ count: Int, scale: Float, into x: UnsafeMutablePointer<Float>)
    {
        table.dequantize_s8.unsafelyUnwrapped(q, count, scale, x)
    }

    /// x[i] = x[i] + Float(q[i]) · scale.
    @inline(__always)
    func addDequantized(
        _ q: UnsafePointer<Int8>, _ count: Int, scale: Float, to x: UnsafeMutablePointer<Float>
    ) {
        table.add_dequantized_s8.unsafelyUnwrapped(q, count, scale, x)
    }

    /// x[i] = x[i] + y[i].
    @inline(__always)
    func add(_ y: UnsafePointer<Float>, _ count: Int, to x: UnsafeMutablePointer<Float>) {
        table.add_floats.unsafelyUnwrapped(x, y, count)
    }

    /// x[i] = Float(values[i]) · scale.
    @inline(__always)
    func dequantize(
        _ values: UnsafePointer<Int16>, _ count: Int, scale: Float, into x: UnsafeMutablePointer<Float>
    ) {
        table.dequantize_s16.unsafelyUnwrapped(values, count, scale, x)
    }

    /// x[i] = Float(values[i]) · scale + x[i].
    @inline(__always)
    func addDequantized(
        _ values: UnsafePointer<Int16>, _ count: Int, scale: Float, to x: UnsafeMutablePointer<Float>
    ) {
        table.add_dequantized_s16.unsafelyUnwrapped(values, count, scale, x)
    }

    /// Unpacks `count` int4 numbers, two a byte and the low nibble first; `count` is even.
    @inline(__always)
    func unpackInt4(_ packed: UnsafePointer<Int8>, _ count: Int, into q: UnsafeMutablePointer<Int8>) {
        table.unpack_s4.unsafelyUnwrapped(packed, count, q)
    }

    /// y[o] = y[o] + Float(sums[o]) · scales[o].
    @inline(__always)
    func accumulateSums(
        _ sums: UnsafePointer<Int32>, _ count: Int, scales: UnsafePointer<Float>,
        to y: UnsafeMutablePointer<Float>
    ) {
        table.accumulate_sums.unsafelyUnwrapped(sums, count, scales, y)
    }

    /// x[o] = x[o] · factor + bias[o].
    @inline(__always)
    func scale(_ x: UnsafeMutablePointer<Float>, _ count: Int, by factor: Float, bias: UnsafePointer<Float>) {
        table.scale_floats.unsafelyUnwrapped(x, count, factor, bias)
    }

    /// g[i] = (q[i] · ratio + 64) >> 7.
    @inline(__always)
    func weigh(_ q: UnsafePointer<Int8>, _ count: Int, by ratio: Int32, into g: UnsafeMutablePointer<Int16>) {
        table.weigh_s8.unsafelyUnwrapped(q, count, ratio, g)
    }
}
