extension SectionTable {
    /// Checks header, section table, checksums and the values in every section; what the config asks for comes later.
    init(checking file: ByteView) throws(ModelError) {
        self.file = file
        count = try CRC32.begin { (crc) throws(ModelError) -> Int in
            let count = try Self.checkHeader(file, crc)
            try SectionTable(file: file, count: count).checkSections(crc)
            return count
        }
    }

    /// Checks that all sections lie one after the other, and what is in them; `crc` is the checksum of nothing.
    private func checkSections(_ crc: CRC32) throws(ModelError) {
        var end = Self.entryOffset(count)
        var lastOrder: UInt32 = 0
        for position in 0..<count {
            let entry = file.slice(Self.entryOffset(position), EntryField.byteCount)
            end = try Self.checkEntry(
                entry, file: file, start: end, after: position == 0 ? nil : lastOrder, crc)
            lastOrder = SectionKey(entry: entry).order
            try self[position].checkValues()
        }
        if end != file.count { throw .wrongLength(needed: UInt32(end), available: UInt32(file.count)) }
    }

    /// Checks the header and the checksum of the table; returns the number of sections.
    private static func checkHeader(_ file: ByteView, _ crc: CRC32) throws(ModelError) -> Int {
        let alignment = FileFormat.sectionAlignment
        let misaligned = Int(bitPattern: file.base) & (alignment &- 1)
        if misaligned != 0 { throw .notAligned(needed: alignment, available: misaligned) }
        let maximumBytes = UInt32(FileFormat.maximumFileBytes)
        if file.count > FileFormat.maximumFileBytes {
            throw .wrongLength(needed: maximumBytes, available: UInt32(clamping: file.count))
        }
        let available = UInt32(file.count)
        let headerBytes = UInt32(HeaderField.byteCount)
        if available < headerBytes { throw .wrongLength(needed: headerBytes, available: available) }
        if file.u64(HeaderField.magic) != FileFormat.magic { throw .notAModel }
        let version = file.u32(HeaderField.version)
        if version != FileFormat.version {
            throw .badHeader(field: "version", needed: FileFormat.version, available: version)
        }
        let fileBytes = file.u32(HeaderField.fileBytes)
        if fileBytes != available { throw .wrongLength(needed: fileBytes, available: available) }
        let sections = file.u32(HeaderField.sectionCount)
        let maximumSections = UInt32(FileFormat.maximumSections)
        if sections == 0 || sections > maximumSections {
            throw .badHeader(
                field: FileFormat.maximumSectionsRule, needed: maximumSections, available: sections)
        }
        for offset in HeaderField.reserved.offset..<HeaderField.byteCount where file.u8(offset) != 0 {
            throw .badHeader(field: "reserved bytes", needed: 0, available: UInt32(file.u8(offset)))
        }
        let tableEnd = entryOffset(Int(sections))
        if tableEnd > file.count { throw .wrongLength(needed: UInt32(tableEnd), available: available) }
        let checksum = tableChecksum(file.slice(0, tableEnd), crc)
        let needed = file.u32(HeaderField.tableCRC)
        if checksum != needed { throw .badChecksum(section: nil, needed: needed, available: checksum) }
        return Int(sections)
    }

    /// The checksum of header and table, in which its own field counts as zero.
    private static func tableChecksum(_ bytes: ByteView, _ empty: CRC32) -> UInt32 {
        let (start, end) = (HeaderField.tableCRC.offset, HeaderField.reserved.offset)
        var crc = empty
        crc.update(bytes.slice(0, start))
        crc.updateWithZeroWord()
        crc.update(bytes.slice(end, bytes.count &- end))
        return crc.value
    }

    /// Checks one entry, its place in the file, its padding and its checksum; returns where the next section starts.
    private static func checkEntry(
        _ entry: ByteView, file: ByteView, start: Int, after lastOrder: UInt32?, _ crc: CRC32
    ) throws(ModelError) -> Int {
        let key = SectionKey(entry: entry)
        if SectionRole(rawValue: key.role) == nil { throw .unknownSection(key) }
        if let lastOrder, key.order <= lastOrder {
            throw .badSection(
                key, problem: "order by role and index", needed: lastOrder &+ 1, available: key.order)
        }
        let bytes = try checkShape(entry, key)
        let offset = entry.u32(EntryField.offset)
        if offset != UInt32(start) {
            throw .badSection(key, problem: "offset", needed: UInt32(start), available: offset)
        }
        let left = file.count &- start
        // The bytes are below 2^30 by their shape, so the padded count cannot overflow.
        let padded = aligned(bytes, to: FileFormat.sectionAlignment)
        if padded > left {
            throw .badSection(
                key, problem: "bytes left in the file", needed: UInt32(padded), available: UInt32(left))
        }
        for offset in bytes..<padded where file.u8(start &+ offset) != 0 {
            throw .badSection(
                key, problem: "padding, zero bytes", needed: 0, available: UInt32(file.u8(start &+ offset)))
        }
        let checksum = crc.checksum(of: file.slice(start, bytes))
        let needed = entry.u32(EntryField.crc)
        if checksum != needed { throw .badChecksum(section: key, needed: needed, available: checksum) }
        return start &+ padded
    }

    /// Checks format, layout and shape; returns the bytes of the section.
    private static func checkShape(_ entry: ByteView, _ key: SectionKey) throws(ModelError) -> Int {
        let formatNumber = entry.u16(EntryField.format)
        guard let format = SectionFormat(rawValue: formatNumber) else {
            throw .badSection(
                key, problem: SectionFormat.rule, needed: SectionFormat.maximum,
                available: UInt32(formatNumber))
        }
        let shape = SectionShape(
            format: format, rows: entry.u32(EntryField.rows), columns: entry.u32(EntryField.columns),
            group: entry.u32(EntryField.group))
        let layout = UInt32(entry.u16(EntryField.layout))
        let maximumLayout: UInt32 =
            shape.mayHaveBlocks && key.role < SectionRole.headNumbers.lowerBound ? 1 : 0
        if layout > maximumLayout {
            throw .badSection(key, problem: "layout", needed: maximumLayout, available: layout)
        }
        let neededBytes = try shape.bytes(of: key)
        let bytes = entry.u32(EntryField.bytes)
        if bytes != neededBytes {
            throw .badSection(key, problem: "bytes", needed: neededBytes, available: bytes)
        }
        return Int(bytes)
    }
}
