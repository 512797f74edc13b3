/// Eight rows of int4 weights, unpacked to int8 for the kernel, with the sums of one group.
struct UnpackedBlock {
    /// int8 `[8, columns]`.
    let weights: UnsafeMutablePointer<Int8>
    /// int32 `[8 tokens, 8 outputs]`: one group's sums.
    let sums: UnsafeMutablePointer<Int32>
    /// float `[8 tokens, 8 outputs]`: over the groups so far.
    let totals: UnsafeMutablePointer<Float>

    static let outputs = 8
    private static let cells = Encoder.tileRows &* outputs

    static func bytes(columns: Int) -> Int {
        columns == 0 ? 0 : cells &* 8 &+ outputs &* columns
    }

    init(_ buffer: UnsafeMutableRawBufferPointer, columns: Int) {
        sums = buffer.start(as: Int32.self)
        totals = UnsafeMutableRawPointer(sums + Self.cells).assumingMemoryBound(to: Float.self)
        weights = UnsafeMutableRawPointer(totals + Self.cells).assumingMemoryBound(to: Int8.self)
    }
}

extension Encoder {
    /// y = x · Wᵀ + bias: x `[count, W.columns]`, W `[W.rows, W.columns]`, y `[count, W.rows]`.
    func project(_ x: RowTile, _ count: Int, by weights: Linear, into y: FloatTile) {
        if weights.isInt4 {
            projectInt4(x, count, weights, into: y, adds: false)
            return
        }
        multiply(x, count, weights, into: y.sums)
        for row in 0..<count {
            kernels.rows.dequantizeSums(
                y.raw(row), weights.rows, scale: x.scales[row], scales: weights.scales, bias: weights.bias)
        }
    }

    /// y = y + (x · Wᵀ + bias), shapes as in `project`; `sums` has room for int32 `[count, W.rows]`.
    func addProjection(
        _ x: RowTile, _ count: Int, by weights: Linear, to y: FloatTile, sums: UnsafeMutablePointer<Int32>
    ) {
        if weights.isInt4 {
            projectInt4(x, count, weights, into: y, adds: true)
            return
        }
        multiply(x, count, weights, into: sums)
        for row in 0..<count {
            kernels.rows.addDequantizedSums(
                sums + row &* weights.rows, weights.rows, scale: x.scales[row], scales: weights.scales,
                bias: weights.bias, to: y.row(row))
        }
    }

    private func multiply(
        _ x: RowTile, _ count: Int, _ weights: Linear, into sums: UnsafeMutablePointer<Int32>
    ) {
        kernels.multiply(
            x.values, stride: x.stride, by: weights.weights, stride: weights.columns, into: sums,
            stride: weights.rows, rows: count, outputs: weights.rows, depth: weights.columns)
    }

    /// The same with int4 weights: eight outputs at a time are unpacked, and their groups summed one after another.
    private func projectInt4(_ x: RowTile, _ count: Int, _ weights: Linear, into y: FloatTile, adds: Bool) {
        let block = memory.unpacked
        for first in stride(from: 0, to: weights.rows, by: UnpackedBlock.outputs) {
            let outputs = min(UnpackedBlock.outputs, weights.rows &- first)
            let packed = weights.weights + first &* weights.columns / 2
            unpackInt4(packed, outputs &* weights.columns, into: block.weights)
            sumGroups(x, count, weights, first: first, outputs: outputs)
            for row in 0..<count {
                let totals = block.totals + row &* UnpackedBlock.outputs
                let target = y.row(row) + first
                for output in 0..<outputs {
                    let value = totals[output] * x.scales[row] + weights.bias[first &+ output]
                    target[output] = adds ? target[output] + value : value
                }
            }
        }
    }

    /// totals[t, o] = Σ over groups of Float(sum of the group) · its scale, for outputs from `first` on.
    private func sumGroups(_ x: RowTile, _ count: Int, _ weights: Linear, first: Int, outputs: Int) {
        let block = memory.unpacked
        let groups = weights.columns / weights.group
        block.totals.update(repeating: 0, count: count &* UnpackedBlock.outputs)
        for group in 0..<groups {
            let column = group &* weights.group
            kernels.multiply(
                x.values + column, stride: x.stride, by: block.weights + column, stride: weights.columns,
                into: block.sums, stride: UnpackedBlock.outputs, rows: count, outputs: outputs,
                depth: weights.group)
            for output in 0..<outputs {
                let scale = floatOfBF16(weights.groupScales[(first &+ output) &* groups &+ group])
                for row in 0..<count {
                    let cell = row &* UnpackedBlock.outputs &+ output
                    block.totals[cell] = block.totals[cell] + Float(Int(block.sums[cell])) * scale
                }
            }
        }
    }
}
