/// The shape that a section table entry claims, still unchecked; says how many bytes it takes.
struct SectionShape {
    /// The most elements that a file of the greatest length can hold: two a byte.
    static let greatestElements: UInt64 = 1 << 27

    let format: Section.Format
    let rows: UInt32
    let columns: UInt32
    let group: UInt32

    /// Checks rows, columns and group by the format and returns the exact bytes, below 2^30.
    func bytes(of key: SectionKey) throws(ModelError) -> UInt32 {
        if rows == 0 { throw .badSection(key, problem: "rows", needed: 1, available: 0) }
        if columns == 0 { throw .badSection(key, problem: "columns", needed: 1, available: 0) }
        let elements64 = UInt64(rows) &* UInt64(columns)
        if elements64 > Self.greatestElements {
            throw .badSection(
                key, problem: "elements", needed: UInt32(Self.greatestElements),
                available: UInt32(clamping: elements64))
        }
        let elements = UInt32(truncatingIfNeeded: elements64)
        try checkGroup(key)
        switch format {
        case .bytes:
            if rows != 1 { throw .badSection(key, problem: "rows", needed: 1, available: rows) }
            return elements
        case .float32:
            return elements &* 4
        case .linear8:
            return rows &* 8 &+ elements
        case .linear4:
            return rows &* 4 &+ scaleBytes &+ elements / 2
        case .table8:
            return scaleBytes &+ elements
        case .table4, .stepped4:
            if columns % 2 != 0 {
                throw .badSection(
                    key, problem: "columns, an even number", needed: columns &+ 1, available: columns)
            }
            return scaleBytes &+ elements / 2
        case .depthwise8:
            return columns &* 8 &+ elements
        }
    }

    private func checkGroup(_ key: SectionKey) throws(ModelError) {
        switch format {
        case .linear4:
            if group == 0 || group % 16 != 0 {
                throw .badSection(key, problem: "group, a multiple of 16", needed: 16, available: group)
            }
        case .table8, .table4:
            if group == 0 { return }
        case .stepped4:
            if group != columns {
                throw .badSection(key, problem: "group, all columns", needed: columns, available: group)
            }
        default:
            if group != 0 { throw .badSection(key, problem: "group", needed: 0, available: group) }
            return
        }
        if columns % group != 0 {
            throw .badSection(
                key, problem: "group, a divisor of the columns", needed: columns, available: group)
        }
    }

    /// Bytes of the scales before int4 weights or a table's entries, padded to a multiple of 4.
    private var scaleBytes: UInt32 {
        if format == .stepped4 { return 4 &+ (rows &+ 3) & ~3 }
        return group == 0 ? 4 : (rows &* (columns / group) &* 2 &+ 3) & ~3
    }
}
