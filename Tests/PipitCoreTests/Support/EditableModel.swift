/// A model file taken apart, so that a test can change what it likes and put it together again with right checksums.
///
/// It has numbers of its own on purpose, and so have the damages: a wrong one in format.json is to be seen here.
struct EditableModel {
    struct Section {
        var role: UInt16
        var index: UInt16
        var format: UInt16
        var layout: UInt16
        var rows: UInt32
        var columns: UInt32
        var group: UInt32
        var data: [UInt8]
    }

    var sections: [Section]

    init(_ file: [UInt8]) {
        let count = Int(file.u32(16))
        sections = (0..<count).map { position in
            let entry = 64 + 32 * position
            let offset = Int(file.u32(entry + 16))
            return Section(
                role: file.u16(entry), index: file.u16(entry + 2), format: file.u16(entry + 4),
                layout: file.u16(entry + 6), rows: file.u32(entry + 8), columns: file.u32(entry + 12),
                group: file.u32(entry + 28), data: Array(file[offset..<offset + Int(file.u32(entry + 20))]))
        }
    }

    /// Where the section of this role and index stands in `sections`.
    func position(_ role: UInt16, _ index: UInt16 = 0) -> Int {
        sections.firstIndex { $0.role == role && $0.index == index } ?? 0
    }

    /// Changes one section.
    mutating func edit(_ role: UInt16, _ index: UInt16 = 0, _ change: (inout Section) -> Void) {
        change(&sections[position(role, index)])
    }

    /// Replaces the bytes of a section of format 0 by a text.
    mutating func setText(_ role: UInt16, _ index: UInt16 = 0, to text: [UInt8]) {
        edit(role, index) { section in
            section.data = text
            section.columns = UInt32(text.count)
        }
    }

    /// The whole file.
    func assembled() -> [UInt8] {
        var file = [UInt8](repeating: 0, count: 64 + 32 * sections.count)
        file.replaceSubrange(0..<8, with: [0x50, 0x49, 0x50, 0x49, 0x54, 0x0D, 0x0A, 0x1A])
        file.setU32(8, 2)
        file.setU32(16, UInt32(sections.count))
        for (position, section) in sections.enumerated() {
            let entry = 64 + 32 * position
            let numbers = [section.role, section.index, section.format, section.layout]
            for (place, number) in numbers.enumerated() { file.setU16(entry + 2 * place, number) }
            file.setU32(entry + 8, section.rows)
            file.setU32(entry + 12, section.columns)
            file.setU32(entry + 16, UInt32(file.count))
            file.setU32(entry + 20, UInt32(section.data.count))
            file.setU32(entry + 24, crc32(section.data[...]))
            file.setU32(entry + 28, section.group)
            file += section.data
            while file.count % 16 != 0 { file.append(0) }
        }
        file.setU32(12, UInt32(file.count))
        file.sealTable()
        return file
    }
}

extension [UInt8] {
    func u16(_ offset: Int) -> UInt16 { UInt16(self[offset]) | UInt16(self[offset + 1]) << 8 }

    func u32(_ offset: Int) -> UInt32 { UInt32(u16(offset)) | UInt32(u16(offset + 2)) << 16 }

    mutating func setU16(_ offset: Int, _ value: UInt16) {
        self[offset] = UInt8(value & 0xFF)
        self[offset + 1] = UInt8(value >> 8)
    }

    mutating func setU32(_ offset: Int, _ value: UInt32) {
        setU16(offset, UInt16(value & 0xFFFF))
        setU16(offset + 2, UInt16(value >> 16))
    }

    /// Makes the checksum of header and section table right, as far as the table lies in the file.
    mutating func sealTable() {
        let end = 64 + 32 * Int(u32(16))
        guard end <= count else { return }
        setU32(20, 0)
        setU32(20, crc32(self[..<end]))
    }

    /// Makes the checksum of the section that holds byte `offset` right, and that of the table.
    mutating func seal(changedAt offset: Int) {
        let sections = Int(u32(16))
        for entry in (0..<Swift.min(sections, 1024)).map({ 64 + 32 * $0 }) where entry + 32 <= count {
            let start = Int(u32(entry + 16))
            let end = start + Int(u32(entry + 20))
            if start <= offset && offset < end && end <= count {
                setU32(entry + 24, crc32(self[start..<end]))
            }
        }
        sealTable()
    }
}

private let crcTable: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(UInt32(byte)) { crc, _ in crc & 1 == 0 ? crc >> 1 : crc >> 1 ^ 0xEDB8_8320 }
}

/// CRC-32 by a table of bytes: another way than the reader's.
func crc32(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    bytes.withUnsafeBufferPointer { bytes in
        ~bytes.reduce(UInt32.max) { crc, byte in crc >> 8 ^ crcTable[Int((crc ^ UInt32(byte)) & 255)] }
    }
}
