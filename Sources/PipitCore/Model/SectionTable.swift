/// The list of sections in a file, sorted by role and index; `init(checking:)` makes sure of it.
struct SectionTable {
    let file: ByteView
    let count: Int

    /// Section number `position`, in the order of the table.
    subscript(position: Int) -> Section {
        Section(accepted: file.slice(Self.entryOffset(position), EntryField.byteCount), file: file)
    }

    /// The section with this role and index, or nil.
    func find(_ role: SectionRole, _ index: Int = 0) -> Section? {
        let sought = SectionKey(role, index).order
        var low = 0
        var high = count
        while low < high {
            let middle = (low &+ high) / 2
            let entry = Self.entryOffset(middle)
            let order = SectionKey(entry: file.slice(entry, EntryField.byteCount)).order
            if order == sought { return self[middle] }
            if order < sought { low = middle &+ 1 } else { high = middle }
        }
        return nil
    }

    /// The section with this role and index, which the file must have.
    @inline(never)  // Long, and called in several places.
    func require(_ role: SectionRole, _ index: Int = 0) throws(ModelError) -> Section {
        guard let section = find(role, index) else { throw .missingSection(SectionKey(role, index)) }
        return section
    }

    static func entryOffset(_ position: Int) -> Int {
        HeaderField.byteCount &+ position &* EntryField.byteCount
    }
}

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
    @inline(never)  // Long, and called in several places.
    var weightsOffset: Int { format.bytesBeforeWeights(rows: rows, columns: columns, group: group) }
}

/// A section's name in the table: its role, and the number of its layer or head (0 elsewhere).
///
/// The role is kept as a number, since a hostile file may hold one that no `SectionRole` has.
public struct SectionKey: Equatable, Sendable {
    /// The number of the role.
    public let role: UInt16
    /// The layer, the head, or 0.
    public let index: UInt16

    init(role: UInt16, index: UInt16) {
        self.role = role
        self.index = index
    }

    /// The key in an entry of the section table.
    init(entry: ByteView) {
        self.init(role: entry.u16(EntryField.role), index: entry.u16(EntryField.index))
    }

    /// A section of this role, of so many a layer or head.
    package init(_ role: SectionRole, _ index: Int = 0) {
        self.init(role: role.rawValue, index: UInt16(truncatingIfNeeded: index))
    }

    /// The order of the section table: by role, then by index.
    package var order: UInt32 { UInt32(role) << 16 | UInt32(index) }

    /// Writes the name and index, as in `section 0x21[3] (query)`.
    public func describe(to sink: inout some ByteSink) {
        sink.write("section ")
        sink.write(hexadecimal: UInt32(role))
        sink.write("[")
        sink.write(decimal: UInt32(index))
        sink.write("]")
        if let known = SectionRole(rawValue: role) {
            sink.write(" (")
            sink.write(known.name)
            sink.write(")")
        }
    }
}
