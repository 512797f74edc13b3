extension SectionTable {
    /// Checks header, section table, checksums and the values in every section; what the config asks for comes later.
    init(checking file: ByteView) throws(ModelError) {
        self.file = file
        count = try Self.checkHeader(file)
        var end = Self.entryOffset(count)
        var lastOrder: UInt32 = 0
        for position in 0..<count {
            let entry = file.slice(Self.entryOffset(position), Section.entryBytes)
            end = try Self.checkEntry(entry, file: file, start: end, after: position == 0 ? nil : lastOrder)
            lastOrder = SectionKey(role: entry.u16(0), index: entry.u16(2)).order
            try self[position].checkValues()
        }
        if end != file.count { throw .wrongLength(needed: UInt32(end), available: UInt32(file.count)) }
    }

    /// Checks the header and the checksum of the table; returns the number of sections.
    private static func checkHeader(_ file: ByteView) throws(ModelError) -> Int {
        let misaligned = Int(bitPattern: file.base) & 15
        if misaligned != 0 { throw .notAligned(needed: 16, available: misaligned) }
        if file.count > greatestFileBytes {
            throw .wrongLength(needed: UInt32(greatestFileBytes), available: UInt32(clamping: file.count))
        }
        let available = UInt32(file.count)
        if file.count < headerBytes { throw .wrongLength(needed: UInt32(headerBytes), available: available) }
        if file.u32(0) != 0x4950_4950 || file.u32(4) != 0x1A0A_0D54 { throw .notAModel }
        if file.u32(8) != 2 { throw .badHeader(field: "version", needed: 2, available: file.u32(8)) }
        if file.u32(12) != available { throw .wrongLength(needed: file.u32(12), available: available) }
        let sections = file.u32(16)
        if sections == 0 || sections > greatestCount {
            throw .badHeader(field: "sectionCount, 1 to 1024", needed: greatestCount, available: sections)
        }
        for offset in 24..<headerBytes where file.u8(offset) != 0 {
            throw .badHeader(field: "reserved bytes", needed: 0, available: UInt32(file.u8(offset)))
        }
        let tableEnd = entryOffset(Int(sections))
        if tableEnd > file.count { throw .wrongLength(needed: UInt32(tableEnd), available: available) }
        var crc = CRC32()
        crc.update(file.slice(0, 20))
        crc.updateWithZeroWord()
        crc.update(file.slice(24, tableEnd &- 24))
        if crc.value != file.u32(20) {
            throw .badChecksum(section: nil, needed: file.u32(20), available: crc.value)
        }
        return Int(sections)
    }

    /// Checks one entry, its place in the file, its padding and its checksum; returns where the next section starts.
    private static func checkEntry(
        _ entry: ByteView, file: ByteView, start: Int, after lastOrder: UInt32?
    ) throws(ModelError) -> Int {
        let key = SectionKey(role: entry.u16(0), index: entry.u16(2))
        if SectionRole(rawValue: key.role) == nil { throw .unknownSection(key) }
        if let lastOrder, key.order <= lastOrder {
            throw .badSection(
                key, problem: "order by role and index", needed: lastOrder &+ 1, available: key.order)
        }
        guard let format = Section.Format(rawValue: entry.u16(4)) else {
            throw .badSection(key, problem: "format, 0 to 7", needed: 7, available: UInt32(entry.u16(4)))
        }
        let layout = UInt32(entry.u16(6))
        let mayBePacked =
            format == .linear8 && key.role < SectionRole.finalNorm.rawValue && entry.u32(8) % 16 == 0
            && entry.u32(12) % 4 == 0
        if layout > (mayBePacked ? 1 : 0) {
            throw .badSection(key, problem: "layout", needed: mayBePacked ? 1 : 0, available: layout)
        }
        let shape = SectionShape(
            format: format, rows: entry.u32(8), columns: entry.u32(12), group: entry.u32(28))
        let bytes = entry.u32(20)
        let neededBytes = try shape.bytes(of: key)
        if bytes != neededBytes {
            throw .badSection(key, problem: "bytes", needed: neededBytes, available: bytes)
        }
        if entry.u32(16) != UInt32(start) {
            throw .badSection(key, problem: "offset", needed: UInt32(start), available: entry.u32(16))
        }
        let left = file.count &- start
        // `bytes` is below 2^30 by its shape, so its padded count cannot overflow.
        let padded = aligned(Int(bytes), to: 16)
        if padded > left {
            throw .badSection(
                key, problem: "bytes left in the file", needed: UInt32(padded), available: UInt32(left))
        }
        for offset in Int(bytes)..<padded where file.u8(start &+ offset) != 0 {
            throw .badSection(
                key, problem: "padding, zero bytes", needed: 0, available: UInt32(file.u8(start &+ offset)))
        }
        let checksum = CRC32.checksum(of: file.slice(start, Int(bytes)))
        if checksum != entry.u32(24) {
            throw .badChecksum(section: key, needed: entry.u32(24), available: checksum)
        }
        return start &+ padded
    }
}
