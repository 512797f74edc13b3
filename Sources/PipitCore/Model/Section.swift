/// One entry of the section table with the bytes it names.
struct Section {
    let key: SectionKey
    let format: SectionFormat
    let rows: Int
    let columns: Int
    /// Columns that share a scale; 0 where there are no groups.
    let group: Int
    /// Whether the weights lie in blocks, layout 1.
    let isPacked: Bool
    /// The section's own bytes, without the padding that follows.
    let bytes: ByteView

    /// Views the section of a table entry that has been checked.
    init(accepted entry: ByteView, file: ByteView) {
        key = SectionKey(entry: entry)
        format = SectionFormat(rawValue: entry.u16(EntryField.format)) ?? .bytes
        rows = entry.int(EntryField.rows)
        columns = entry.int(EntryField.columns)
        group = entry.int(EntryField.group)
        isPacked = entry.u16(EntryField.layout) != 0
        bytes = file.slice(entry.int(EntryField.offset), entry.int(EntryField.bytes))
    }

    /// Scales in a row.
    var groups: Int { group == 0 ? 1 : columns / group }

    /// Where the weights start in `bytes`.
    var weightsOffset: Int { format.bytesBeforeWeights(rows: rows, columns: columns, group: group) }
}
