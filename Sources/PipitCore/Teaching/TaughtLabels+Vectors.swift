import PipitKernels

// Vectors less the centre, and their comparison with sentences about anything, as TEACHING.md has it.

extension TaughtLabels {
    /// How much a cosine counts, of meaning and of words.
    static let meaning: Float = 8
    static let generalShare: Float = 0.7

    /// Makes the vector at work one of length 1 less the centre, quantized; what a step is worth when its length is 1.
    @inline(never)  // Examples and texts need it.
    func center(_ values: UnsafePointer<Int8>, _ kernels: Kernels) -> Float {
        let (x, width) = (memory.vector, memory.width)
        kernels.elementwise.dequantize(values, width, scale: inverseLength(of: values, memory.width), into: x)
        if let general {
            for column in 0..<width { x[column] = x[column] - general.centre[column] }
        }
        _ = kernels.elementwise.quantize(x, width, into: x)
        return inverseLength(of: memory.row, memory.width)
    }

    /// What the three sentences about anything come to that the vector at work is most like.
    @inline(never)  // Examples and texts need it.
    func generalScore(_ scale: Float, _ kernels: Kernels) -> Float {
        guard let general else { return 0 }
        let width = memory.width
        var (first, second, third): (Float, Float, Float) = (-2, -2, -2)
        for index in 0..<general.count {
            kernels.elementwise.unpackInt4(general.state(index), width, into: memory.tile)
            let cosine =
                product(with: UnsafePointer(memory.tile), kernels)
                * (scale * inverseLength(of: memory.tile, width))
            if cosine > first {
                (first, second, third) = (cosine, first, second)
            } else if cosine > second {
                (second, third) = (cosine, second)
            } else if cosine > third {
                third = cosine
            }
        }
        return (Self.meaning * ((first + second) + third)) * (1 / 3)
    }

    /// The cosine of the vector at work, whose steps are worth `scale`, with the sum of a label's examples; times 8.
    func meaningScore(of label: Int, _ scale: Float, _ kernels: Kernels) -> Float {
        var total: Float = 0
        for index in 0..<exampleCount where Int(memory.exampleLabels[index]) == label {
            let example = unpacked(index)
            total = total + product(with: example, kernels) * inverseLength(of: example, memory.width)
        }
        return total * (scale * memory.meaningScales[label])
    }

    /// The product of the vector at work and int8 `[d]`.
    private func product(with values: UnsafePointer<Int8>, _ kernels: Kernels) -> Float {
        let (width, sums) = (memory.width, memory.sums)
        kernels.multiply(
            memory.row, stride: width, by: values, stride: width, into: sums, stride: 1, rows: 1, outputs: 1,
            depth: width)
        return Float(sums[0])
    }
}
