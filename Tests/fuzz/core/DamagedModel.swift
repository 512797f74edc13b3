import Glibc

/// The bytes of a model file that is damaged on purpose, with its checksums made right again.
struct DamagedModel {
    var bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    private static let headerBytes = 64
    private static let entryBytes = 32

    func u32(_ offset: Int) -> UInt32 {
        (0..<4).reduce(0) { $0 | UInt32(bytes[offset + $1]) << UInt32(8 * $1) }
    }

    mutating func set(_ value: UInt32, at offset: Int) {
        for index in 0..<4 { bytes[offset + index] = UInt8(truncatingIfNeeded: value >> UInt32(8 * index)) }
    }

    /// How many sections the table has, as far as the file goes.
    var sections: Int {
        guard bytes.count >= Self.headerBytes else { return 0 }
        return min(Int(u32(16)), (bytes.count - Self.headerBytes) / Self.entryBytes)
    }

    func entry(_ section: Int) -> Int { Self.headerBytes + Self.entryBytes * section }
    func role(_ section: Int) -> UInt32 { u32(entry(section)) & 0xFFFF }

    /// The bytes of a section that lie in the file.
    func range(_ section: Int) -> Range<Int> {
        let start = min(Int(u32(entry(section) + 16)), bytes.count)
        return start..<start + min(Int(u32(entry(section) + 20)), bytes.count - start)
    }

    /// The section that the byte at `offset` belongs to; nil for header, table, and what lies between sections.
    func section(at offset: Int) -> Int? { (0..<sections).first { range($0).contains(offset) } }

    /// Where header and table end.
    var tableEnd: Int { entry(sections) }

    /// Makes the checksums of all sections right, and that of the table.
    mutating func seal() {
        guard bytes.count >= Self.headerBytes else { return }
        for section in 0..<sections { sealData(of: section) }
        sealTable()
    }

    /// Makes the checksum of a section's bytes right, and that of the table, which holds it.
    mutating func seal(_ section: Int) {
        sealData(of: section)
        sealTable()
    }

    /// Makes the checksum of header and table right.
    mutating func sealTable() {
        set(0, at: Self.tableChecksum)
        set(checksum(of: 0..<tableEnd), at: Self.tableChecksum)
    }

    private mutating func sealData(of section: Int) {
        set(checksum(of: range(section)), at: entry(section) + Self.checksumInEntry)
    }

    private func checksum(of place: Range<Int>) -> UInt32 {
        bytes.withUnsafeBytes { CRC32.checksum(of: UnsafeRawBufferPointer(rebasing: $0[place])) }
    }

    static let tableChecksum = 20
    private static let checksumInEntry = 24

    /// A number of 32 bits of the header, the table, or a record whose layout FORMAT.md gives.
    struct Field {
        let offset: Int
        /// The section whose checksum must be made right once the field is changed; nil for none but the table's.
        let section: Int?
        /// Whether these are two numbers of 16 bits.
        let hasHalves: Bool
    }

    /// All fields behind the magic number.
    var fields: [Field] {
        var fields = stride(from: 8, to: Self.headerBytes, by: 4).map {
            Field(offset: $0, section: nil, hasHalves: false)
        }
        for index in 0..<sections {
            for offset in stride(from: 0, to: Self.entryBytes, by: 4) {
                let isChecksum = offset == Self.checksumInEntry
                fields.append(
                    Field(
                        offset: entry(index) + offset, section: isChecksum ? nil : index,
                        hasHalves: offset < 8))
            }
            // config, vocabulary, records of heads
            guard [0x01, 0x03, 0x50].contains(role(index)) else { continue }
            let place = range(index)
            let end = min(place.upperBound - 3, place.lowerBound + 128)
            fields += stride(from: place.lowerBound, to: max(end, place.lowerBound), by: 4).map {
                Field(offset: $0, section: index, hasHalves: false)
            }
        }
        return fields
    }

    static let boundaries: [UInt32] = [
        0, 1, 2, 3, 7, 8, 15, 16, 17, 127, 128, 255, 256, 511, 512, 513, 1023, 1024, 1025, 4095, 4096, 4097,
        0xFFFF,
        0x1_0000, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFF0, 0xFFFF_FFFF, 0x3F80_0000, 0x4980_0001, 0x7F80_0000,
        0x7FC0_0000,
    ]

    /// What a field is set to: all numbers at which a check or a product may go wrong, and the neighbours of its own.
    func boundaries(of field: Field) -> [UInt32] {
        let now = u32(field.offset)
        var values = Self.boundaries + [now &+ 1, now &- 1, now << 1]
        if field.hasHalves {
            let (low, high) = (now & 0xFFFF, now >> 16)
            for half in Self.boundaries + [low &+ 1, low &- 1] { values.append(high << 16 | half & 0xFFFF) }
            for half in Self.boundaries + [high &+ 1, high &- 1] { values.append(half << 16 | low) }
        }
        return Set(values).subtracting([now]).sorted()
    }
}
