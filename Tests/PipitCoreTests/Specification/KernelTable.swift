import PipitKernels

@testable import PipitCore

/// Every kernel set that this processor can run, by name.
var kernelSets: [String: pipit_kernels] {
    var sets = [SpecifiedKernels.table]
    while let next = pipit_kernels_at(sets.count - 1) { sets.append(next.pointee) }
    return Dictionary(sets.map { (String(cString: $0.name), $0) }) { first, _ in first }
}

extension SpecifiedKernels {
    /// The specification in Swift as a kernel set, named "swift", so that an encoder can run on it.
    static var table: pipit_kernels {
        let name: StaticString = "swift"
        return pipit_kernels(
            name: UnsafeRawPointer(name.utf8Start).assumingMemoryBound(to: CChar.self),
            elementwise: UnsafePointer(elementwise),
            matmul_s8: { a, aStride, w, wStride, out, outStride, rows, outputs, depth in
                guard let a, let w, let out else { return }
                SpecifiedKernels.multiply(
                    a, stride: aStride, by: w, stride: wStride, into: out, stride: outStride, rows: rows,
                    outputs: outputs, depth: depth)
            },
            matmul_packed_s8: { a, aStride, w, out, outStride, rows, outputs, depth in
                guard let a, let w, let out else { return }
                SpecifiedKernels.multiply(
                    a, stride: aStride, byPacked: w, into: out, stride: outStride, rows: rows,
                    outputs: outputs,
                    depth: depth)
            },
            matmul_s4: { a, aStride, w, wStride, out, outStride, rows, outputs, depth in
                guard let a, let w, let out else { return }
                var unpacked: [Int8] = []
                for output in 0..<outputs {
                    var row = [Int8](repeating: 0, count: depth)
                    unpackInt4(w + output * wStride, depth, into: &row)
                    unpacked += row
                }
                SpecifiedKernels.multiply(
                    a, stride: aStride, by: unpacked, stride: depth, into: out, stride: outStride, rows: rows,
                    outputs: outputs, depth: depth)
            },
            mix_s8: { p, pStride, v, vStride, out, outStride, rows, depth, columns in
                guard let p, let v, let out else { return }
                SpecifiedKernels.mix(
                    p, stride: pStride, v, stride: vStride, into: out, stride: outStride, rows: rows,
                    depth: depth, columns: columns)
            },
            depthwise_s16: { x, w, out, rows, taps, channels in
                guard let x, let w, let out else { return }
                SpecifiedKernels.convolve(x, by: w, into: out, rows: rows, taps: taps, channels: channels)
            })
    }

    /// Lives as long as the tests.
    nonisolated(unsafe) private static let elementwise: UnsafeMutablePointer<pipit_elementwise> = {
        let operations = UnsafeMutablePointer<pipit_elementwise>.allocate(capacity: 1)
        operations.initialize(to: makeElementwise())
        return operations
    }()

    private static func makeElementwise() -> pipit_elementwise {
        pipit_elementwise(
            quantize_s8: { x, q, count in
                quantizeToInt8(x.unsafelyUnwrapped, count, into: q.unsafelyUnwrapped)
            },
            quantize_s16: { x, q, count in
                quantizeToInt16(x.unsafelyUnwrapped, count, into: q.unsafelyUnwrapped)
            },
            dequantize_sums: { row, count, scale, scales, bias in
                dequantizeSums(
                    row.unsafelyUnwrapped, count, scale: scale, scales: scales.unsafelyUnwrapped,
                    bias: bias.unsafelyUnwrapped)
            },
            add_dequantized_sums: { sums, count, scale, scales, bias, y in
                addDequantizedSums(
                    sums.unsafelyUnwrapped, count, scale: scale, scales: scales.unsafelyUnwrapped,
                    bias: bias.unsafelyUnwrapped, to: y.unsafelyUnwrapped)
            },
            scale_sums: { row, count, factor in scaleSums(row.unsafelyUnwrapped, count, by: factor) },
            silu_sums: { row, count, factor, scales, bias in
                activateConvolutionSums(
                    row.unsafelyUnwrapped, count, factor: factor, scales: scales.unsafelyUnwrapped,
                    bias: bias.unsafelyUnwrapped)
            },
            softmax_sums: { row, count, scale, keyScales, valueScales in
                softmaxWeights(
                    row.unsafelyUnwrapped, count, scale: scale, keyScales: keyScales.unsafelyUnwrapped,
                    valueScales: valueScales.unsafelyUnwrapped)
            },
            normalize_rms: { x, count, gain, epsilon in
                normalizeByRootMeanSquare(
                    x.unsafelyUnwrapped, count, gain: gain.unsafelyUnwrapped, epsilon: epsilon)
            },
            normalize_layer: { x, count, gain, bias, epsilon in
                normalizeLayer(
                    x.unsafelyUnwrapped, count, gain: gain.unsafelyUnwrapped, bias: bias.unsafelyUnwrapped,
                    epsilon: epsilon)
            },
            gelu_erf: { x, count in activate(x.unsafelyUnwrapped, count, by: .geluByErf) },
            gelu_tanh: { x, count in activate(x.unsafelyUnwrapped, count, by: .geluByTanh) },
            hyperbolic_tangent: { x, count in activate(x.unsafelyUnwrapped, count, by: .tanh) },
            dequantize_s8: { q, count, scale, x in
                dequantize(q.unsafelyUnwrapped, count, scale: scale, into: x.unsafelyUnwrapped)
            },
            add_dequantized_s8: { q, count, scale, x in
                addDequantized(q.unsafelyUnwrapped, count, scale: scale, to: x.unsafelyUnwrapped)
            },
            add_floats: { x, y, count in add(y.unsafelyUnwrapped, count, to: x.unsafelyUnwrapped) },
            dequantize_s16: { values, count, scale, x in
                dequantize(values.unsafelyUnwrapped, count, scale: scale, into: x.unsafelyUnwrapped)
            },
            add_dequantized_s16: { values, count, scale, x in
                addDequantized(values.unsafelyUnwrapped, count, scale: scale, to: x.unsafelyUnwrapped)
            },
            unpack_s4: { packed, count, q in
                unpackInt4(packed.unsafelyUnwrapped, count, into: q.unsafelyUnwrapped)
            },
            accumulate_sums: { sums, count, scales, y in
                accumulateSums(
                    sums.unsafelyUnwrapped, count, scales: scales.unsafelyUnwrapped, to: y.unsafelyUnwrapped)
            },
            scale_floats: { x, count, factor, bias in
                scale(x.unsafelyUnwrapped, count, by: factor, bias: bias.unsafelyUnwrapped)
            },
            weigh_s8: { q, count, ratio, g in
                weigh(q.unsafelyUnwrapped, count, by: ratio, into: g.unsafelyUnwrapped)
            })
    }
}
