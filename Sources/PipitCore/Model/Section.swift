/// One entry of the section table with the bytes it names.
struct Section {
    /// How the bytes of a section are to be read.
    enum Format: UInt16 {
        case bytes = 0
        case float32 = 1
        case linear8 = 2
        case linear4 = 3
        case table8 = 4
        case table4 = 5
        case depthwise8 = 6
    }

    static let entryBytes = 32
    /// The most elements that a file of the greatest length can hold: two a byte.
    static let greatestElements: UInt64 = 1 << 27

    let key: SectionKey
    let format: Format
    let rows: Int
    let columns: Int
    /// Columns that share a scale; 0 where the format or the table has no groups.
    let group: Int
    /// The section's own bytes, without the padding that follows.
    let bytes: ByteView

    /// Scales in a row of a grouped section.
    var groups: Int { group == 0 ? 1 : columns / group }
}

extension Section {
    /// Views the section of a table entry that `validate` has accepted.
    init(accepted entry: ByteView, file: ByteView) {
        key = SectionKey(role: entry.u16(0), index: entry.u16(2))
        format = Format(rawValue: entry.u16(4)) ?? .bytes
        rows = Int(entry.u32(8))
        columns = Int(entry.u32(12))
        group = Int(entry.u32(28))
        bytes = file.slice(Int(entry.u32(16)), Int(entry.u32(20)))
    }
}

/// `bytes` rounded up to a multiple of `alignment`, a power of two.
@inlinable
func aligned(_ bytes: Int, to alignment: Int) -> Int {
    (bytes &+ alignment &- 1) & ~(alignment &- 1)
}
