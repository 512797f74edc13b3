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
        kernels.elementwise.dequantize(values, width, scale: inverseLength(values), into: x)
        if let general {
            for column in 0..<width { x[column] = x[column] - general.centre[column] }
        }
        _ = kernels.elementwise.quantize(x, width, into: x)
        return inverseLength(memory.row)
    }

    /// What the three sentences about anything come to that the vector at work is most like.
    @inline(never)  // Examples and texts need it.
    func generalScore(_ scale: Float, _ kernels: Kernels) -> Float {
        guard let general else { return 0 }
        let (width, sums) = (memory.width, memory.sums)
        var (first, second, third): (Float, Float, Float) = (-2, -2, -2)
        for index in 0..<general.count {
            kernels.elementwise.unpackInt4(general.state(index), width, into: memory.tile)
            kernels.multiply(
                memory.row, stride: width, by: memory.tile, stride: width, into: sums, stride: 1, rows: 1,
                outputs: 1, depth: width)
            let cosine = Float(sums[0]) * (scale * inverseLength(memory.tile))
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
        let (width, sums) = (memory.width, memory.sums)
        var total: Float = 0
        for index in 0..<exampleCount where Int(memory.exampleLabels[index]) == label {
            kernels.elementwise.unpackInt4(memory.example(index), width, into: memory.tile)
            kernels.multiply(
                memory.row, stride: width, by: memory.tile, stride: width, into: sums, stride: 1, rows: 1,
                outputs: 1, depth: width)
            total = total + Float(sums[0]) * memory.exampleScales[index]
        }
        return total * (scale * memory.meaningScales[label])
    }

    /// 1 / the length of int8 `[d]`; 0 for one of zeros.
    private func inverseLength(_ values: UnsafePointer<Int8>) -> Float {
        var square: Int32 = 0
        for column in 0..<memory.width {
            let value = Int32(values[column])
            square &+= value &* value
        }
        return Self.inverseLength(square)
    }

    /// 1 / the length of what has this square; 0 for one of zeros.
    static func inverseLength(_ square: Int32) -> Float {
        square == 0 ? 0 : 1 / Float(square).squareRoot()
    }
}
