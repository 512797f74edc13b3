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
        let wanted = SectionKey(role, index).order
        var low = 0
        var high = count
        while low < high {
            let middle = (low &+ high) / 2
            let entry = Self.entryOffset(middle)
            let order = SectionKey(entry: file.slice(entry, EntryField.byteCount)).order
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

    static func entryOffset(_ position: Int) -> Int {
        HeaderField.byteCount &+ position &* EntryField.byteCount
    }
}
