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
        if layout.weightsOffset > bytes.count { throw bytesNeeded(layout.weightsOffset) }
        try checkBlocks(layout)
    }

    /// Blocks follow each other and end with the last feature; within a block keys rise.
    ///
    /// Rows follow each other to the end of the section; where they are sparse, each block says where its rows start.
    private func checkBlocks(_ layout: LexiconLayout) throws(ModelError) {
        let count = UInt32(layout.count)
        var first: UInt32 = 0
        // Of the next row; 0 where one has a fault.
        var offset = layout.weightsOffset
        for block in 0..<LexiconLayout.blocks {
            let end = UInt32(bytes.u16(LexiconLayout.endsOffset &+ 2 &* block))
            if end < first || end > count {
                throw section.refuse("end of a block of keys", end < first ? first : count, end)
            }
            let start = offset &- layout.weightsOffset
            if layout.isSparse && Int(bytes.u16(LexiconLayout.startsOffset &+ 2 &* block)) != start {
                offset = 0
            }
            var index = first
            while true {
                if offset == 0 { throw section.refuse("rows without a fault", count, index) }
                if index == end { break }
                let key = bytes.u16(layout.keysOffset &+ 2 &* Int(index))
                let before = bytes.u16(layout.keysOffset &+ 2 &* Int(index) &- 2)
                if index != first && key <= before {
                    throw section.refuse("key above the one before it", UInt32(before), UInt32(key))
                }
                if layout.isNormalized && bytes.u8(layout.importancesOffset &+ Int(index)) == 0 {
                    throw section.refuse("importance of a feature", 1, 0)
                }
                offset = endOfRow(at: offset, layout)
                if offset != 0 { index &+= 1 }
            }
            first = end
        }
        if first != count { throw section.refuse("features in blocks", count, first) }
        if offset != bytes.count { throw bytesNeeded(offset) }
        // All at once, which is several times faster; the rows of a sparse one have been looked at.
        if !layout.isSparse { try section.checkNibbles(at: layout.weightsOffset) }
    }

    /// Where a row ends; 0 where it does not, has bits behind its columns, or, where rows are sparse, a weight of 0 or −8.
    private func endOfRow(at offset: Int, _ layout: LexiconLayout) -> Int {
        let weights = offset &+ layout.bitmapBytes
        if weights > bytes.count { return 0 }
        var number = layout.columns
        if layout.isSparse {
            let behind = layout.columns & 7
            if behind != 0 && bytes.u8(weights &- 1) >> UInt8(truncatingIfNeeded: behind) != 0 { return 0 }
            number = 0
            for at in offset..<weights { number &+= bytes.u8(at).nonzeroBitCount }
        }
        let pairs = weights &+ number &>> 1
        let end = pairs &+ number & 1
        if end > bytes.count || (end != pairs && bytes.u8(pairs) >> 4 != 0) { return 0 }
        if layout.isSparse {
            for at in weights..<pairs where bytes.u8(at) & 0x07 == 0 || bytes.u8(at) & 0x70 == 0 { return 0 }
            if end != pairs && bytes.u8(pairs) & 0x07 == 0 { return 0 }
        }
        return end
    }

    private func bytesNeeded(_ needed: Int) -> ModelError {
        section.refuse("bytes", UInt32(truncatingIfNeeded: needed), UInt32(bytes.count))
    }
}
