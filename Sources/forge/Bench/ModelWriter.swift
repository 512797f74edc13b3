/// A section of a model file to be written; FORMAT.md explains the fields.
struct WrittenSection {
    let role: UInt16
    var index: UInt16 = 0
    let format: UInt16
    let rows: Int
    let columns: Int
    var group = 0
    let bytes: [UInt8]
}

/// Puts sections together to the bytes of a `.pipit` file.
enum ModelWriter {
    private static let magic: [UInt8] = [0x50, 0x49, 0x50, 0x49, 0x54, 0x0D, 0x0A, 0x1A]
    private static let headerBytes = 64
    private static let entryBytes = 32
    private static let alignment = 16

    /// The file; the sections may come in any order.
    static func file(_ sections: [WrittenSection]) -> [UInt8] {
        let ordered = sections.sorted { ($0.role, $0.index) < ($1.role, $1.index) }
        var offset = headerBytes + entryBytes * ordered.count
        var table: [UInt8] = []
        var contents: [UInt8] = []
        for section in ordered {
            for half in [section.role, section.index, section.format, 0] { table += littleEndian(half) }
            let words = [
                section.rows, section.columns, offset, section.bytes.count, Int(crc32(section.bytes)),
                section.group,
            ]
            for word in words { table += littleEndian(UInt32(word)) }
            contents += section.bytes
            contents += [UInt8](repeating: 0, count: -section.bytes.count & (alignment - 1))
            offset = headerBytes + entryBytes * ordered.count + contents.count
        }
        func header(tableCRC: UInt32) -> [UInt8] {
            let words = [1, UInt32(offset), UInt32(ordered.count), tableCRC].flatMap { littleEndian($0) }
            return magic + words + [UInt8](repeating: 0, count: headerBytes - magic.count - words.count)
        }
        return header(tableCRC: crc32(header(tableCRC: 0) + table)) + table + contents
    }

    /// CRC-32 as zlib's.
    static func crc32(_ bytes: [UInt8]) -> UInt32 {
        var crc = ~UInt32(0)
        for byte in bytes { crc = crcTable[Int((crc ^ UInt32(byte)) & 0xFF)] ^ (crc >> 8) }
        return ~crc
    }

    private static let crcTable: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { crc, _ in crc & 1 == 0 ? crc >> 1 : crc >> 1 ^ 0xEDB8_8320 }
    }
}

/// The bytes of an integer, the lowest first.
func littleEndian<Value: FixedWidthInteger>(_ value: Value) -> [UInt8] {
    withUnsafeBytes(of: value.littleEndian, Array.init)
}

/// The bytes of floats.
func littleEndian(_ values: [Float]) -> [UInt8] {
    values.flatMap { littleEndian($0.bitPattern) }
}
