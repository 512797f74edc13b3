/// Checks what a model knows of sentences about anything: sizes, and every number.
struct GeneralSection {
    private let section: Section
    private var bytes: ByteView { section.bytes }

    init(_ section: Section) {
        self.section = section
    }

    /// Checks the whole section for a network of `width`.
    func check(width: Int) throws(ModelError) {
        let headerBytes = GeneralLayout.headerBytes
        if bytes.count < headerBytes {
            throw section.refuse("bytes of the header", UInt32(headerBytes), UInt32(bytes.count))
        }
        let count = bytes.u32(0)
        if count < GeneralLayout.minimumCount {
            throw section.refuse("sentences", GeneralLayout.minimumCount, count)
        }
        if count > GeneralLayout.maximumCount {
            throw section.refuse("sentences", GeneralLayout.maximumCount, count)
        }
        let columns = bytes.u32(GeneralLayout.widthOffset)
        if columns != UInt32(width) { throw section.refuse("numbers of a sentence", UInt32(width), columns) }
        let layout = GeneralLayout(bytes)
        if layout.byteCount != bytes.count {
            throw section.refuse("bytes", UInt32(layout.byteCount), UInt32(bytes.count))
        }
        try section.checkFloats(at: headerBytes, width)
        for offset in layout.importancesOffset..<layout.statesOffset where bytes.u8(offset) == 0 {
            throw section.refuse("importance of features", 1, 0)
        }
        for offset in layout.statesOffset..<layout.byteCount {
            let byte = bytes.u8(offset)
            if byte & 15 == 8 || byte >> 4 == 8 { throw section.refuse("int4 number, as bits", 9, 8) }
        }
    }
}
