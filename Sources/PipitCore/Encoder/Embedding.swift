extension Encoder {
    /// Puts the embeddings of `count` tokens from `first` on into `memory.work` `[count, d]`.
    ///
    ///     x = T[id] · Wt + P[position] · Wp + S[segment]
    ///
    /// T `[V, r]`, Wt `[d, r]`, P `[n, p]`, Wp `[d, p]`, S `[segments, d]`. A table as wide as the model has no
    /// projection; parts that the config does not have are left out.
    func embed(
        _ ids: UnsafeBufferPointer<UInt16>, _ segments: UnsafeBufferPointer<UInt8>, from first: Int,
        count: Int
    ) {
        let table = model.embeddings(.tokenTable)
        for row in 0..<count { lookUp(min(Int(ids[first &+ row]), table.rows &- 1), in: table, into: row) }
        if config.tokenRank == config.width {
            for row in 0..<count {
                let (q, scale) = lookedUp(row)
                kernels.elementwise.dequantize(q, config.width, scale: scale, into: memory.work.row(row))
            }
        } else {
            project(memory.lookedUp.tile(), count, by: model.linear(.tokenProjection), into: memory.work)
        }
        if config.positionRank > 0 { addPositions(from: first, count: count) }
        if config.segments > 0 { addSegments(segments, from: first, count: count) }
    }

    private func addPositions(from first: Int, count: Int) {
        let table = model.embeddings(.positionTable)
        for row in 0..<count { lookUp(first &+ row, in: table, into: row) }
        if config.positionRank == config.width {
            for row in 0..<count {
                let (q, scale) = lookedUp(row)
                kernels.elementwise.addDequantized(q, config.width, scale: scale, to: memory.work.row(row))
            }
        } else {
            let projection = model.linear(.positionProjection)
            addProjection(memory.lookedUp.tile(), count, by: projection, to: memory.work, sums: memory.addend)
        }
    }

    private func addSegments(_ segments: UnsafeBufferPointer<UInt8>, from first: Int, count: Int) {
        for row in 0..<count {
            let x = memory.work.row(row)
            let segment = min(Int(segments[first &+ row]), config.segments &- 1)
            let embedding = model.segmentTable + segment &* config.width
            kernels.elementwise.add(embedding, config.width, to: x)
        }
    }

    /// Copies entry `index` of `table` to row `row` of the looked-up rows.
    @inline(never)  // Long, and called in several places.
    func lookUp(_ index: Int, in table: Table, into row: Int) {
        let rows = memory.lookedUp
        rows.scales[row] = table.copyEntry(
            index, into: rows.values + row &* rows.width, expanded: memory.expanded,
            by: kernels.elementwise)
    }

    /// The entry of word piece `id` in the token table, before it is projected; valid until the next call.
    package func tokenEntry(_ id: Int) -> QuantizedRow {
        let rows = memory.lookedUp
        lookUp(id, in: model.embeddings(.tokenTable), into: 0)
        return QuantizedRow(
            values: UnsafePointer(rows.values), width: config.tokenRank,
            scalePointer: UnsafePointer(rows.scales))
    }

    private func lookedUp(_ row: Int) -> (q: UnsafePointer<Int8>, scale: Float) {
        let rows = memory.lookedUp
        return (UnsafePointer(rows.values + row &* rows.width), rows.scales[row])
    }
}

extension Table {
    /// Writes entry `index` as int8 `[columns]` and returns its scale.
    ///
    /// An entry with several scales is expanded to floats `[columns]` first, and quantized as a row.
    func copyEntry(
        _ index: Int, into q: UnsafeMutablePointer<Int8>, expanded: UnsafeMutablePointer<Float>,
        by operations: ElementwiseOperations
    ) -> Float {
        let start = index &* columns
        if let codebook {
            copyCodes(entries + start / FileFormat.codeColumns, codebook, into: UnsafeMutableRawPointer(q))
        } else if isInt4 {
            operations.unpackInt4(entries + start / 2, columns, into: q)
        } else {
            UnsafeMutableRawPointer(q).copyMemory(from: entries + start, byteCount: columns)
        }
        if group == 0 { return scale }
        let groups = columns / group
        let first = index &* groups
        if groups == 1 { return scale(at: first) }
        for part in 0..<groups {
            operations.dequantize(
                q + part &* group, group, scale: scale(at: first &+ part), into: expanded + part &* group)
        }
        return operations.quantize(expanded, columns, into: UnsafeMutableRawPointer(q))
    }

    /// Writes what the codes of an entry stand for, a word of four columns at a time.
    private func copyCodes(
        _ codes: UnsafePointer<Int8>, _ codebook: UnsafePointer<UInt32>, into q: UnsafeMutableRawPointer
    ) {
        for place in 0..<columns / FileFormat.codeColumns {
            let columns = codebook[Int(UInt8(bitPattern: codes[place]))]
            q.storeBytes(of: columns, toByteOffset: place &* FileFormat.codeColumns, as: UInt32.self)
        }
    }
}
