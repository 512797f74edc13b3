/// The integer kernels of pipit_kernels.h: every kernel of every board gives these numbers, to the bit.
enum SpecifiedKernels {
    /// out[t, o] = Σ a[t, k] · w[o, k]; a `[rows, depth]`, w `[outputs, depth]`, out `[rows, outputs]`.
    static func multiply(
        _ a: UnsafePointer<Int8>, stride aStride: Int, by w: UnsafePointer<Int8>, stride wStride: Int,
        into out: UnsafeMutablePointer<Int32>, stride outStride: Int, rows: Int, outputs: Int, depth: Int
    ) {
        for t in 0..<rows {
            for o in 0..<outputs {
                var sum: Int32 = 0
                for k in 0..<depth { sum &+= Int32(a[t &* aStride &+ k]) &* Int32(w[o &* wStride &+ k]) }
                out[t &* outStride &+ o] = sum
            }
        }
    }

    /// The same with weights in blocks of 16 outputs, w `[outputs / 16, depth / 4, 16, 4]`.
    static func multiply(
        _ a: UnsafePointer<Int8>, stride aStride: Int, byPacked w: UnsafePointer<Int8>,
        into out: UnsafeMutablePointer<Int32>, stride outStride: Int, rows: Int, outputs: Int, depth: Int
    ) {
        for t in 0..<rows {
            for o in 0..<outputs {
                let first = (o / 16) &* 16 &* depth &+ o % 16 &* 4
                var sum: Int32 = 0
                for k in 0..<depth {
                    sum &+= Int32(a[t &* aStride &+ k]) &* Int32(w[first &+ k / 4 &* 64 &+ k % 4])
                }
                out[t &* outStride &+ o] = sum
            }
        }
    }

    /// out[t, c] = Σ p[t, j] · v[j, c]; p `[rows, depth]`, v `[depth, columns]`, out `[rows, columns]`.
    static func mix(
        _ p: UnsafePointer<Int8>, stride pStride: Int, _ v: UnsafePointer<Int8>, stride vStride: Int,
        into out: UnsafeMutablePointer<Int32>, stride outStride: Int, rows: Int, depth: Int, columns: Int
    ) {
        for t in 0..<rows {
            for c in 0..<columns {
                var sum: Int32 = 0
                for j in 0..<depth { sum &+= Int32(p[t &* pStride &+ j]) &* Int32(v[j &* vStride &+ c]) }
                out[t &* outStride &+ c] = sum
            }
        }
    }

    /// out[t, c] = Σ w[k, c] · x[t + k, c]; x `[rows + taps - 1, channels]`, w `[taps, channels]`, out `[rows, channels]`.
    static func convolve(
        _ x: UnsafePointer<Int16>, by w: UnsafePointer<Int8>, into out: UnsafeMutablePointer<Int32>,
        rows: Int,
        taps: Int, channels: Int
    ) {
        for t in 0..<rows {
            for c in 0..<channels {
                var sum: Int32 = 0
                for k in 0..<taps {
                    sum &+= Int32(x[(t &+ k) &* channels &+ c]) &* Int32(w[k &* channels &+ c])
                }
                out[t &* channels &+ c] = sum
            }
        }
    }
}
