/// Lists that a session is told, packed in a fixed buffer, and what finding their names in a text needs.
struct SessionLists {
    /// `[maximumBytes + draftBytes]`: behind what is kept, a new entry is written before it is taken.
    private let storage: UnsafeMutableBufferPointer<UInt8>
    let memory: ListMemory
    /// The names found in a text, `[ListMatches.maximumCount]`.
    let matches: UnsafeMutableBufferPointer<ListMatch>
    private var byteCount = 0
    /// Where the new entry ends, or would, if there were room for it.
    private var draftEnd = 0

    /// Bytes of all entries.
    static let maximumBytes = 4096
    /// Bytes of an entry that always has room to be written: that of the longest line of ASCII.
    static let draftBytes = 1088
    /// Bytes of a name, and of the name of a list.
    static let maximumNameBytes = 63

    init(
        storage: UnsafeMutableBufferPointer<UInt8>, memory: ListMemory,
        matches: UnsafeMutableBufferPointer<ListMatch>
    ) {
        self.storage = storage
        self.memory = memory
        self.matches = matches
    }

    /// All entries.
    var packed: PackedLists { PackedLists(bytes: Bytes(rebasing: storage[..<byteCount])) }

    /// Begins a new entry of a list.
    mutating func begin(_ list: Bytes) throws(ListError) {
        try check(list)
        draftEnd = byteCount
        write(list)
    }

    /// Adds a name to the new entry, the canonical one first.
    mutating func add(_ name: Bytes, isCanonical: Bool) throws(ListError) {
        let form = try form(of: name)
        write(UInt8(ascii: "\t"))
        if isCanonical {
            write(name)
            write(UInt8(ascii: "\t"))
        }
        write(form)
    }

    /// Takes the new entry, in place of one with the same list and name where there is one.
    mutating func commit() throws(ListError) -> ListEntry {
        write(UInt8(ascii: "\n"))
        if draftEnd > storage.count { throw .full }
        let draft = PackedLists(bytes: Bytes(rebasing: storage[..<draftEnd])).entry(at: byteCount)
        let (earlier, end, _) = find(draft.list, draft.form)
        if draftEnd &- (end &- earlier) > Self.maximumBytes { throw .full }
        let bytes = draftEnd &- byteCount
        byteCount = draftEnd
        remove(earlier, end)
        return packed.entry(at: byteCount &- bytes)
    }

    /// Removes the entry with a canonical name: how many names it had; or all of a list: how many entries it had.
    mutating func remove(_ name: Bytes?, from list: Bytes) throws(ListError) -> Int {
        var form: Bytes?
        if let name { form = try self.form(of: name) }
        var count = 0
        while true {
            let (start, end, names) = find(list, form)
            if start == end { break }
            count &+= form == nil ? 1 : names
            remove(start, end)
        }
        if count == 0 { throw form == nil ? .unknownList : .unknownName }
        return count
    }

    /// The bytes of the first entry of a list, or of the one whose canonical name has this form; none at the end.
    @inline(never)
    private func find(_ list: Bytes, _ form: Bytes?) -> (start: Int, end: Int, names: Int) {
        var offset = 0
        while offset < byteCount {
            let entry = packed.entry(at: offset)
            if sameBytes(entry.list, list) && (form.map { sameBytes($0, entry.form) } ?? true) {
                return (offset, entry.end, entry.names)
            }
            offset = entry.end
        }
        return (offset, offset, 0)
    }

    @inline(never)
    private mutating func remove(_ start: Int, _ end: Int) {
        for index in end..<byteCount { storage[index &- end &+ start] = storage[index] }
        byteCount &-= end &- start
    }

    /// The normal form of a name, valid until the next text is read.
    @inline(never)
    private func form(of name: Bytes) throws(ListError) -> Bytes {
        try check(name)
        let form = ListText(name, in: memory).letters
        if form.count == 0 { throw .emptyName }
        return form
    }

    @inline(never)
    private func check(_ name: Bytes) throws(ListError) {
        if name.count > Self.maximumNameBytes { throw .nameTooLong }
        for byte in name where byte < 0x20 || byte == 0x7F { throw .nameNotPrintable }
        if !hasLetterOrDigit(name) { throw .emptyName }
    }

    /// Writes text with each run of blanks as one.
    @inline(never)
    private mutating func write(_ text: Bytes) {
        var last: UInt8 = 0
        for byte in text {
            if byte != UInt8(ascii: " ") || last != byte { write(byte) }
            last = byte
        }
    }

    @inline(never)
    private mutating func write(_ byte: UInt8) {
        if draftEnd < storage.count { storage[draftEnd] = byte }
        draftEnd &+= 1
    }
}

/// Why an entry of a list cannot be kept or removed.
enum ListError: Error {
    /// The name has over `SessionLists.maximumNameBytes` bytes.
    case nameTooLong
    /// The name has a control character.
    case nameNotPrintable
    /// The name has no letter and no digit.
    case emptyName
    /// All bytes are in use.
    case full
    /// The session has no such list.
    case unknownList
    /// The list has no entry with that canonical name.
    case unknownName

    /// The short name that a program compares.
    var code: Literal {
        switch self {
        case .nameTooLong: "name_too_long"
        case .nameNotPrintable: "name_not_printable"
        case .emptyName: "empty_name"
        case .full: "lists_full"
        case .unknownList: "unknown_list"
        case .unknownName: "unknown_name"
        }
    }

    /// A sentence for people.
    var message: Literal {
        switch self {
        case .nameTooLong: "a name has over 63 bytes"
        case .nameNotPrintable: "a name has a control character"
        case .emptyName: "a name has no letter and no digit"
        case .full: "no room for this entry in 4096 bytes of lists; @unlist LIST || NAME frees some"
        case .unknownList: "no @list made this list; @lists has those that are there"
        case .unknownName: "no entry of this list has that canonical name; @lists has them"
        }
    }
}
