import PipitKernels

/// The integer kernels of the processor that runs this: `pipit_kernels`, with shapes in Swift's words.
///
/// The specification in the tests says what each of them computes, to the bit.
public struct Kernels {
    private let table: pipit_kernels
    /// The float operations on what they leave.
    let elementwise: ElementwiseOperations

    /// Takes a kernel set of the shim, all of whose functions must be there.
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
