/// Entries of lists as they are packed, in a section of a model and in the buffer of a session: LISTS.md has the lines.
struct PackedLists {
    let bytes: Bytes

    /// What stands in a line up to a TAB, or up to its LF.
    struct Field {
        let text: Bytes
        /// Where the next field starts, or the next line.
        let next: Int
        let endsLine: Bool
    }

    /// The field that starts at `offset`, which is below the count of bytes.
    @inline(never)  // Called in several places.
    func field(at offset: Int) -> Field {
        var end = offset
        while bytes[end] >= 0x20 { end &+= 1 }  // The last byte is a LF.
        return Field(
            text: Bytes(rebasing: bytes[offset..<end]), next: end &+ 1,
            endsLine: bytes[end] == UInt8(ascii: "\n"))
    }

    /// The entry whose line starts at `offset`.
    @inline(never)  // Called in several places.
    func entry(at offset: Int) -> ListEntry {
        let list = field(at: offset)
        var last = list
        var (id, form) = (Bytes(start: nil, count: 0), Bytes(start: nil, count: 0))
        var fields = 0
        while !last.endsLine {
            last = field(at: last.next)
            if fields == 0 { id = last.text }
            if fields == 1 { form = last.text }
            fields &+= 1
        }
        return ListEntry(list: list.text, id: id, form: form, names: max(fields &- 1, 0), end: last.next)
    }

    /// Whether the list of this name says that it is closed; lines that say so come before all others.
    func isClosed(_ list: Bytes) -> Bool {
        var offset = 0
        while offset < bytes.count {
            let entry = entry(at: offset)
            if entry.names > 0 { return false }
            if sameBytes(entry.list, list) { return true }
            offset = entry.end
        }
        return false
    }
}

/// A line of packed lists.
struct ListEntry {
    let list: Bytes
    /// The canonical name as it was given; empty in a line that says that the list is closed.
    let id: Bytes
    /// The canonical name in its normal form.
    let form: Bytes
    /// How many names there are, the canonical one among them.
    let names: Int
    /// Where the next line starts.
    let end: Int
}

/// The lists in which names are looked up: those of a model, and after them those of a session, which so come first.
struct ListSources {
    var model = PackedLists(bytes: Bytes(start: nil, count: 0))
    var session = PackedLists(bytes: Bytes(start: nil, count: 0))

    var isEmpty: Bool { model.bytes.count &+ session.bytes.count == 0 }

    /// The entry with this number: where its line starts, in the model's bytes and the session's one after the other.
    func entry(_ number: UInt32) -> ListEntry {
        let offset = Int(truncatingIfNeeded: number)
        let inSession = offset &- model.bytes.count
        return inSession < 0 ? model.entry(at: offset) : session.entry(at: inSession)
    }
}
