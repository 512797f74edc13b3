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

    /// Makes the checksums of one section, or of all, right; then that of the table.
    mutating func seal(_ section: Int? = nil) {
        guard bytes.count >= Self.headerBytes else { return }
        for index in section.map({ $0..<$0 + 1 }) ?? 0..<sections {
            let place = range(index)
            let sum = bytes.withUnsafeBytes {
                CRC32.checksum(of: UnsafeRawBufferPointer(rebasing: $0[place]))
            }
            set(sum, at: entry(index) + 24)
        }
        set(0, at: 20)
        let end = entry(sections)
        let sum = bytes.withUnsafeBytes { CRC32.checksum(of: UnsafeRawBufferPointer(rebasing: $0[..<end])) }
        set(sum, at: 20)
    }

    /// Places of all numbers of 32 bits in the header, the table, and the records whose layout FORMAT.md gives, with
    /// the section they are in.
    var fields: [(offset: Int, section: Int?)] {
        var fields: [(Int, Int?)] = stride(from: 8, to: Self.headerBytes, by: 4).map { ($0, nil) }
        for index in 0..<sections {
            fields += stride(from: entry(index), to: entry(index + 1), by: 4).map { ($0, nil) }
            // config, vocabulary, records of heads
            guard [0x01, 0x03, 0x50].contains(role(index)) else { continue }
            let place = range(index)
            let end = min(place.upperBound - 3, place.lowerBound + 96)
            fields += stride(from: place.lowerBound, to: max(end, place.lowerBound), by: 4).map {
                ($0, index)
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
}
