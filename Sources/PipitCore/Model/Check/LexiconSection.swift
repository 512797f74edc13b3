/// Checks a head's lexicon: sizes, the order of its keys, and every weight.
struct LexiconSection {
    private let section: Section
    private var bytes: ByteView { section.bytes }

    init(_ section: Section) {
        self.section = section
    }

    /// Checks the whole section for a head of `outputs` logits.
    func check(outputs: UInt32) throws(ModelError) {
        let headerBytes = LexiconLayout.headerBytes
        if bytes.count < headerBytes {
            throw section.refuse("bytes of the header", UInt32(headerBytes), UInt32(bytes.count))
        }
        let count = bytes.u32(0)
        if count == 0 { throw section.refuse("features", 1, 0) }
        if count > LexiconLayout.maximumCount {
            throw section.refuse("features", LexiconLayout.maximumCount, count)
        }
        let columns = bytes.u32(LexiconLayout.columnsOffset)
        if columns != outputs { throw section.refuse("weights of a feature", outputs, columns) }
        let scale = bytes.u32(LexiconLayout.scaleOffset)
        let maximumScale = FileFormat.maximumFloat.bitPattern
        if scale > maximumScale { throw section.refuse("scale out of bounds, as bits", maximumScale, scale) }
        let flags = bytes.u32(LexiconLayout.flagsOffset)
        let knownFlags = LexiconLayout.normalizedFlag | LexiconLayout.orderFlag | LexiconLayout.sparseFlag
        if flags > knownFlags { throw section.refuse("flags", knownFlags, flags) }
        let layout = LexiconLayout(bytes)
        if layout.isSparse ? layout.byteCount > bytes.count : layout.byteCount != bytes.count {
            throw bytesNeeded(layout.byteCount)
        }
        try checkKeys(layout)
        if layout.isNormalized {
            for index in 0..<layout.count where bytes.u8(layout.importancesOffset &+ index) == 0 {
                throw section.refuse("importance of a feature", 1, 0)
            }
        }
        if layout.isSparse { try checkSparseRows(layout) } else { try checkWeights(layout) }
    }

    /// Blocks follow each other and end with the last feature; within a block keys rise.
    private func checkKeys(_ layout: LexiconLayout) throws(ModelError) {
        var first: UInt32 = 0
        for block in 0..<LexiconLayout.blocks {
            let end = UInt32(bytes.u16(LexiconLayout.endsOffset &+ 2 &* block))
            if end < first || end > UInt32(layout.count) {
                throw section.refuse(
                    "end of a block of keys", end < first ? first : UInt32(layout.count), end)
            }
            var index = first &+ 1
            while index < end {
                let key = bytes.u16(layout.keysOffset &+ 2 &* Int(index))
                let before = bytes.u16(layout.keysOffset &+ 2 &* Int(index) &- 2)
                if key <= before {
                    throw section.refuse("key above the one before it", UInt32(before), UInt32(key))
                }
                index &+= 1
            }
            first = end
        }
        if first != UInt32(layout.count) {
            throw section.refuse("features in blocks", UInt32(layout.count), first)
        }
    }

    /// No weight is −8, and the half byte behind an odd row is 0.
    private func checkWeights(_ layout: LexiconLayout) throws(ModelError) {
        try section.checkNibbles(at: layout.weightsOffset)
        if layout.columns % 2 == 0 { return }
        for row in 1...layout.count {
            let last = bytes.u8(layout.weightsOffset &+ row &* layout.rowBytes &- 1)
            try checkHalfByte(last)
        }
    }

    private func checkHalfByte(_ last: UInt8) throws(ModelError) {
        if last >> 4 != 0 { throw section.refuse("half byte behind a row", 0, UInt32(last >> 4)) }
    }

    /// Rows follow each other to the end of the section, and those of each block start where it says.
    private func checkSparseRows(_ layout: LexiconLayout) throws(ModelError) {
        var offset = layout.weightsOffset
        var index = 0
        for block in 0..<LexiconLayout.blocks {
            let start = UInt32(truncatingIfNeeded: offset &- layout.weightsOffset)
            let said = UInt32(bytes.u16(LexiconLayout.startsOffset &+ 2 &* block))
            if said != start { throw section.refuse("start of the rows of a block", start, said) }
            while index < Int(bytes.u16(LexiconLayout.endsOffset &+ 2 &* block)) {
                offset = try endOfSparseRow(at: offset, layout)
                index &+= 1
            }
        }
        if offset != bytes.count { throw bytesNeeded(offset) }
    }

    /// Checks a row: no bit behind the columns, no weight that is 0 or −8, and no half byte behind an odd number.
    private func endOfSparseRow(at offset: Int, _ layout: LexiconLayout) throws(ModelError) -> Int {
        let weights = offset &+ layout.rowBytes
        if bytes.count &- offset < layout.rowBytes { throw bytesNeeded(weights) }
        let row = SparseRow(
            start: (bytes.base + offset).assumingMemoryBound(to: UInt8.self), bitmapBytes: layout.rowBytes)
        let count = row.count
        let end = offset &+ row.byteCount
        if bytes.count &- weights < end &- weights { throw bytesNeeded(end) }
        let columnsOfLastByte = UInt32(truncatingIfNeeded: (layout.columns &- 1) & 7 &+ 1)
        let behind = UInt32(bytes.u8(weights &- 1)) &>> columnsOfLastByte
        if behind != 0 { throw section.refuse("bits behind a row", 0, behind) }
        for number in 0..<count {
            let weight = bytes.u8(weights &+ number &>> 1) >> (number & 1 == 0 ? 0 : 4) & 15
            if weight & 7 == 0 { throw section.refuse("int4 weight, as bits", 0x9, UInt32(weight)) }
        }
        if count & 1 != 0 { try checkHalfByte(bytes.u8(end &- 1)) }
        return end
    }

    private func bytesNeeded(_ needed: Int) -> ModelError {
        section.refuse("bytes", UInt32(truncatingIfNeeded: needed), UInt32(bytes.count))
    }
}
