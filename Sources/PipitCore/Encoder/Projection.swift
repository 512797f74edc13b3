/// Memory of a product with int4 weights: some outputs at a time, and of these one group after the other.
///
/// Where the kernels read int4 weights as they are, o outputs are at work that fill all of it with sums. Else weights are
/// unpacked to int8 for a kernel: 8 to 16 outputs, so that they have at most 4,096 bytes where they can. More would save
/// calls, but every byte here is one that each text touches.
struct Int4Block {
    /// o.
    let outputs: Int
    /// int32 `[8 tokens, o]`: one group's sums.
    let sums: UnsafeMutablePointer<Int32>
    /// float `[8 tokens, o]`: over the groups so far.
    let totals: UnsafeMutablePointer<Float>
    /// float `[o]`: the scales of one group.
    let scales: UnsafeMutablePointer<Float>
    /// int8 `[o, columns]`, where they are unpacked.
    let weights: UnsafeMutablePointer<Int8>

    private static let maximumOutputs = 16
    private static let minimumOutputs = 8
    /// Bytes of an output's sums, totals and scale.
    private static let bytesOfOutput = (Encoder.tileRows &* 2 &+ 1) &* 4

    /// o, where weights of so many columns are unpacked.
    private static func outputs(columns: Int) -> Int {
        max(minimumOutputs, min(maximumOutputs, 4096 / columns))
    }

    static func bytes(columns: Int) -> Int {
        if columns == 0 { return 0 }
        let weights = max(outputs(columns: columns) &* columns, maximumOutputs &* min(columns, 256))
        return maximumOutputs &* bytesOfOutput &+ weights
    }

    /// For weights of so many columns, in memory of as many bytes as the widest need.
    init(_ buffer: UnsafeMutableRawBufferPointer, columns: Int, unpacks: Bool) {
        // An even number, since kernels work on two at a time.
        outputs = unpacks ? Self.outputs(columns: columns) : buffer.count / Self.bytesOfOutput & ~1
        let cells = Encoder.tileRows &* outputs
        sums = buffer.start(as: Int32.self)
        totals = UnsafeMutableRawPointer(sums + cells).assumingMemoryBound(to: Float.self)
        scales = totals + cells
        weights = UnsafeMutableRawPointer(scales + outputs).assumingMemoryBound(to: Int8.self)
    }
}

extension Encoder {
    /// y = x · Wᵀ + bias: x `[count, W.columns]`, W `[W.rows, W.columns]`, y `[count, W.rows]`.
    @inline(never)  // Long, and called in several places.
    func project(_ x: RowTile, _ count: Int, by weights: Linear, into y: FloatTile) {
        if weights.isInt4 {
            projectInt4(x, count, weights, into: y, adds: false)
            return
        }
        multiply(x, count, weights, into: y.sums)
        for row in 0..<count {
            kernels.elementwise.dequantizeSums(
                y.raw(row), weights.rows, scale: x.scales[row], scales: weights.scales, bias: weights.bias)
        }
    }

    /// y = y + (x · Wᵀ + bias), shapes as in `project`; `sums` has room for int32 `[count, W.rows]`.
    @inline(never)  // Long, and called in several places.
    func addProjection(
        _ x: RowTile, _ count: Int, by weights: Linear, to y: FloatTile, sums: UnsafeMutablePointer<Int32>
    ) {
        if weights.isInt4 {
            projectInt4(x, count, weights, into: y, adds: true)
            return
        }
        multiply(x, count, weights, into: sums)
        for row in 0..<count {
            kernels.elementwise.addDequantizedSums(
                sums + row &* weights.rows, weights.rows, scale: x.scales[row], scales: weights.scales,
                bias: weights.bias, to: y.row(row))
        }
    }

    private func multiply(
        _ x: RowTile, _ count: Int, _ weights: Linear, into sums: UnsafeMutablePointer<Int32>
    ) {
        if weights.isPacked {
            kernels.multiply(
                x.values, stride: x.stride, byPacked: weights.weights, into: sums, stride: weights.rows,
                rows: count, outputs: weights.rows, depth: weights.columns)
            return
        }
        kernels.multiply(
            x.values, stride: x.stride, by: weights.weights, stride: weights.columns, into: sums,
            stride: weights.rows, rows: count, outputs: weights.rows, depth: weights.columns)
    }

    /// The same with int4 weights: some outputs at a time, and their groups summed one after another.
    @inline(never)  // Long, and called in several places.
    private func projectInt4(_ x: RowTile, _ count: Int, _ weights: Linear, into y: FloatTile, adds: Bool) {
        let unpacks = !kernels.multipliesInt4
        let block = Int4Block(memory.int4, columns: weights.columns, unpacks: unpacks)
        for first in stride(from: 0, to: weights.rows, by: block.outputs) {
            let outputs = min(block.outputs, weights.rows &- first)
            let packed = weights.weights + first &* weights.columns / 2
            if unpacks {
                kernels.elementwise.unpackInt4(packed, outputs &* weights.columns, into: block.weights)
            }
            sumGroups(x, count, weights, in: block, first: first, outputs: outputs, unpacked: unpacks)
            for row in 0..<count {
                let totals = block.totals + row &* outputs
                kernels.elementwise.scale(totals, outputs, by: x.scales[row], bias: weights.bias + first)
                let target = y.row(row) + first
                if adds {
                    kernels.elementwise.add(totals, outputs, to: target)
                } else {
                    UnsafeMutableRawPointer(target).copyMemory(from: totals, byteCount: outputs &* 4)
                }
            }
        }
    }

    /// totals[t, o] = Σ over groups of Float(sum of the group) · its scale, for outputs from `first` on.
    @inline(never)  // Long, and called in several places.
    private func sumGroups(
        _ x: RowTile, _ count: Int, _ weights: Linear, in block: Int4Block, first: Int, outputs: Int,
        unpacked: Bool
    ) {
        let groups = weights.columns / weights.group
        block.totals.update(repeating: 0, count: count &* outputs)
        for group in 0..<groups {
            let column = group &* weights.group
            if unpacked {
                kernels.multiply(
                    x.values + column, stride: x.stride, by: block.weights + column, stride: weights.columns,
                    into: block.sums, stride: outputs, rows: count, outputs: outputs, depth: weights.group)
            } else {
                kernels.multiply(
                    x.values + column, stride: x.stride,
                    byInt4: weights.weights + (first &* weights.columns &+ column) / 2,
                    stride: weights.columns / 2, into: block.sums, stride: outputs, rows: count,
                    outputs: outputs, depth: weights.group)
            }
            for output in 0..<outputs {
                block.scales[output] = floatOfBF16(weights.groupScales[(first &+ output) &* groups &+ group])
            }
            for row in 0..<count {
                let cells = row &* outputs
                kernels.elementwise.accumulateSums(
                    block.sums + cells, outputs, scales: block.scales, to: block.totals + cells)
            }
        }
    }
}
