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
            throw refuse("bytes of the header", UInt32(headerBytes), UInt32(bytes.count))
        }
        let count = bytes.u32(0)
        if count == 0 { throw refuse("features", 1, 0) }
        if count > LexiconLayout.maximumCount { throw refuse("features", LexiconLayout.maximumCount, count) }
        let columns = bytes.u32(LexiconLayout.columnsOffset)
        if columns != outputs { throw refuse("weights of a feature", outputs, columns) }
        let scale = bytes.u32(LexiconLayout.scaleOffset)
        let maximumScale = FileFormat.maximumFloat.bitPattern
        if scale > maximumScale { throw refuse("scale out of bounds, as bits", maximumScale, scale) }
        let flags = bytes.u32(LexiconLayout.flagsOffset)
        let knownFlags = LexiconLayout.normalizedFlag | LexiconLayout.orderFlag
        if flags > knownFlags { throw refuse("flags", knownFlags, flags) }
        let layout = LexiconLayout(bytes)
        if layout.byteCount != bytes.count {
            throw refuse("bytes", UInt32(truncatingIfNeeded: layout.byteCount), UInt32(bytes.count))
        }
        try checkKeys(layout)
        if layout.isNormalized {
            for index in 0..<layout.count where bytes.u8(layout.importancesOffset &+ index) == 0 {
                throw refuse("importance of a feature", 1, 0)
            }
        }
        try checkWeights(layout)
    }

    private func refuse(_ problem: Literal, _ needed: UInt32, _ available: UInt32) -> ModelError {
        .badSection(section.key, problem: problem, needed: needed, available: available)
    }

    /// Blocks follow each other and end with the last feature; within a block keys rise.
    private func checkKeys(_ layout: LexiconLayout) throws(ModelError) {
        var first: UInt32 = 0
        for block in 0..<LexiconLayout.blocks {
            let end = UInt32(bytes.u16(LexiconLayout.endsOffset &+ 2 &* block))
            if end < first || end > UInt32(layout.count) {
                throw refuse("end of a block of keys", end < first ? first : UInt32(layout.count), end)
            }
            var index = first &+ 1
            while index < end {
                let key = bytes.u16(layout.keysOffset &+ 2 &* Int(index))
                let before = bytes.u16(layout.keysOffset &+ 2 &* Int(index) &- 2)
                if key <= before { throw refuse("key above the one before it", UInt32(before), UInt32(key)) }
                index &+= 1
            }
            first = end
        }
        if first != UInt32(layout.count) { throw refuse("features in blocks", UInt32(layout.count), first) }
    }

    /// No weight is −8, and the half byte behind an odd row is 0.
    private func checkWeights(_ layout: LexiconLayout) throws(ModelError) {
        let isOdd = layout.columns % 2 != 0
        for row in 0..<layout.count {
            let start = layout.weightsOffset &+ row &* layout.rowBytes
            for offset in start..<start &+ layout.rowBytes {
                let byte = bytes.u8(offset)
                if byte & 15 == 8 || byte >> 4 == 8 { throw refuse("int4 weight, as bits", 9, 8) }
            }
            let last = bytes.u8(start &+ layout.rowBytes &- 1)
            if isOdd && last >> 4 != 0 { throw refuse("half byte behind a row", 0, UInt32(last >> 4)) }
        }
    }
}
