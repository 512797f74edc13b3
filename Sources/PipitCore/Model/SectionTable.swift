/// The list of sections in a file, sorted by role and index; `init(checking:)` makes sure of it.
struct SectionTable {
    static let headerBytes = 64
    static let greatestFileBytes = 64 << 20
    static let greatestCount: UInt32 = 1024

    let file: ByteView
    let count: Int

    /// Section number `position`, in the order of the table.
    subscript(position: Int) -> Section {
        Section(accepted: file.slice(Self.entryOffset(position), Section.entryBytes), file: file)
    }

    /// The section with this role and index, or nil.
    func find(_ role: SectionRole, _ index: Int = 0) -> Section? {
        let wanted = SectionKey(role, index).order
        var low = 0
        var high = count
        while low < high {
            let middle = (low &+ high) / 2
            let entry = Self.entryOffset(middle)
            let order = SectionKey(role: file.u16(entry), index: file.u16(entry &+ 2)).order
            if order == wanted { return self[middle] }
            if order < wanted { low = middle &+ 1 } else { high = middle }
        }
        return nil
    }

    /// The section with this role and index, which the file must have.
    func require(_ role: SectionRole, _ index: Int = 0) throws(ModelError) -> Section {
        guard let section = find(role, index) else { throw .missingSection(SectionKey(role, index)) }
        return section
    }

    /// Whether the file has the section with this role and index, which must hold so many floats.
    @inline(never)
    func hasFloats(_ role: SectionRole, _ index: Int, rows: Int, columns: Int) throws(ModelError) -> Bool {
        guard let section = find(role, index) else { return false }
        try section.expect(.float32, rows: rows, columns: columns)
        return true
    }

    static func entryOffset(_ position: Int) -> Int {
        headerBytes &+ position &* Section.entryBytes
    }
}
