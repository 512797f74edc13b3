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
    }

    /// Where a row ends; 0 where it does not, has bits behind its columns, a weight of −8, or a sparse one of 0.
    private func endOfRow(at offset: Int, _ layout: LexiconLayout) -> Int {
        if bytes.count &- offset < layout.bitmapBytes { return 0 }
        let weights = offset &+ layout.bitmapBytes
        var number = 0
        var column = 0
        while column < layout.columns || column & 7 != 0 {
            if layout.isSparse ? bytes.hasBit(column, from: offset) : column < layout.columns {
                let place = weights &+ number &>> 1
                if column >= layout.columns || place >= bytes.count { return 0 }
                let nibble = bytes.u8(place) &>> (number & 1 == 0 ? 0 : 4) & 15
                if nibble == 8 || (nibble == 0 && layout.isSparse) { return 0 }
                number &+= 1
            }
            column &+= 1
        }
        let end = weights &+ (number &+ 1) &>> 1
        return number & 1 != 0 && bytes.u8(end &- 1) >> 4 != 0 ? 0 : end
    }

    private func bytesNeeded(_ needed: Int) -> ModelError {
        section.refuse("bytes", UInt32(truncatingIfNeeded: needed), UInt32(bytes.count))
    }
}

extension ByteView {
    /// Whether bit `number` of a bitmap is set, the lowest bit of a byte first.
    fileprivate func hasBit(_ number: Int, from offset: Int) -> Bool {
        (u8(offset &+ number &>> 3) &>> UInt8(truncatingIfNeeded: number & 7)) & 1 != 0
    }
}
