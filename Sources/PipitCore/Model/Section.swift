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
        case stepped4 = 7
    }

    static let entryBytes = 32

    let key: SectionKey
    let format: Format
    let rows: Int
    let columns: Int
    /// Columns that share a scale; 0 where there are no groups.
    let group: Int
    /// Whether the weights lie in blocks, layout 1.
    let isPacked: Bool
    /// The section's own bytes, without the padding that follows.
    let bytes: ByteView

    /// Scales in a row.
    var groups: Int { group == 0 ? 1 : columns / group }
}

extension Section {
    /// Views the section of a table entry that has been checked.
    init(accepted entry: ByteView, file: ByteView) {
        key = SectionKey(role: entry.u16(0), index: entry.u16(2))
        format = Format(rawValue: entry.u16(4)) ?? .bytes
        rows = Int(truncatingIfNeeded: entry.u32(8))
        columns = Int(truncatingIfNeeded: entry.u32(12))
        group = Int(truncatingIfNeeded: entry.u32(28))
        isPacked = entry.u16(6) != 0
        bytes = file.slice(Int(truncatingIfNeeded: entry.u32(16)), Int(truncatingIfNeeded: entry.u32(20)))
    }

    /// Makes sure of the format and the shape.
    func expect(_ format: Format, rows: Int, columns: Int) throws(ModelError) {
        if self.format != format {
            throw .badSection(
                key, problem: "format", needed: UInt32(format.rawValue),
                available: UInt32(self.format.rawValue))
        }
        try expectShape(rows, columns)
    }

    /// Makes sure of int8 or int4 weights and the shape.
    func expectLinear(rows: Int, columns: Int) throws(ModelError) {
        try expect(format == .linear4 ? .linear4 : .linear8, rows: rows, columns: columns)
    }

    /// Makes sure of an int8 or int4 table and the shape.
    func expectTable(rows: Int, columns: Int) throws(ModelError) {
        let isInt4 = format == .table4 || format == .stepped4
        try expect(isInt4 ? format : .table8, rows: rows, columns: columns)
    }

    private func expectShape(_ rows: Int, _ columns: Int) throws(ModelError) {
        if self.rows != rows {
            throw .badSection(key, problem: "rows", needed: UInt32(rows), available: UInt32(self.rows))
        }
        if self.columns != columns {
            throw .badSection(
                key, problem: "columns", needed: UInt32(columns), available: UInt32(self.columns))
        }
    }
}
