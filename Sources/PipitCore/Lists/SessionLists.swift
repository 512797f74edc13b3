/// Lists that a session is told, packed in a fixed buffer.
struct SessionLists {
    /// `[bufferBytes]`: behind what is kept, a new entry is written before it is taken.
    private let storage: UnsafeMutablePointer<UInt8>
    private var byteCount = 0
    /// Where the new entry ends, or would, if there were room for it.
    private var draftEnd = 0

    /// Bytes of all entries.
    static let maximumBytes = 4096
    /// With a new entry, which always has room when it is that of the longest line of ASCII.
    static let bufferBytes = maximumBytes + 1088
    /// Bytes of the lines that tell all entries, inside a reply that lists them: each byte of an entry is escaped to two at
    /// most, three more stand around it, and it has six at least.
    static let maximumLinesBytes = 2 * maximumBytes + 3 * (maximumBytes / 6)
    /// Bytes of a name, and of the name of a list.
    static let maximumNameBytes = 63

    /// No lists, in `bufferBytes` of memory.
    init(storage: UnsafeMutablePointer<UInt8>) {
        self.storage = storage
    }

    /// All entries.
    var packed: PackedLists { PackedLists(bytes: Bytes(start: storage, count: byteCount)) }

    /// Begins a new entry of a list.
    mutating func begin(_ list: Bytes) throws(ListError) {
        draftEnd = byteCount
        try write(list)
    }

    /// Adds a name to the new entry, the canonical one first.
    mutating func add(_ name: Bytes, isCanonical: Bool, _ memory: ListMemory) throws(ListError) {
        write(UInt8(ascii: "\t"))
        let start = draftEnd
        try write(name)
        if isCanonical { write(UInt8(ascii: "\t")) } else { draftEnd = start }
        let form = ListText(name, in: memory).letters
        if form.count == 0 { throw .emptyName }
        // As a synonym it is told again by its normal form.
        if !isCanonical && form.count > Self.maximumNameBytes { throw .nameTooLong }
        for byte in form { write(byte) }
    }

    /// Ends the new entry.
    mutating func end() throws(ListError) -> ListEntry {
        write(UInt8(ascii: "\n"))
        if draftEnd > Self.bufferBytes { throw .full }
        let entry = PackedLists(bytes: Bytes(start: storage, count: draftEnd)).entry(at: byteCount)
        // "@list " and what stands here but the normal form of the canonical name and two ends: the line that tells it again.
        if 4 &+ draftEnd &- byteCount &- entry.form.count > LineReader.maximumBytes { throw .full }
        return entry
    }

    /// Keeps the new entry, in place of one with the same list and canonical name where there is one; it is then elsewhere.
    mutating func keep(_ entry: ListEntry) throws(ListError) -> ListEntry {
        let bytes = draftEnd &- byteCount
        let (start, end) = find(entry)
        if byteCount &+ bytes &- (end &- start) > Self.maximumBytes { throw .full }
        byteCount = draftEnd
        remove(start, end)
        return packed.entry(at: byteCount &- bytes)
    }

    /// Removes the entry with list and canonical name of the new one: how many names it had; or, where the new one has no
    /// name, all of the list: how many entries it had.
    mutating func remove(like entry: ListEntry) throws(ListError) -> Int {
        var count = 0
        while true {
            let (start, end) = find(entry)
            if start == end { break }
            count &+= entry.names == 0 ? 1 : packed.entry(at: start).names
            remove(start, end)
        }
        if count == 0 { throw entry.names == 0 ? .unknownList : .unknownName }
        return count
    }

    /// The bytes of the first entry with list and canonical name of another, if that has one; none at the end of all.
    @inline(never)
    private func find(_ other: ListEntry) -> (start: Int, end: Int) {
        var offset = 0
        while offset < byteCount {
            let entry = packed.entry(at: offset)
            if sameBytes(entry.list, other.list) && (other.names == 0 || sameBytes(entry.form, other.form)) {
                return (offset, entry.end)
            }
            offset = entry.end
        }
        return (offset, offset)
    }

    @inline(never)
    private mutating func remove(_ start: Int, _ end: Int) {
        for index in end..<byteCount { storage[index &- end &+ start] = storage[index] }
        byteCount &-= end &- start
    }

    /// Writes a name, with each run of blanks as one.
    @inline(never)
    private mutating func write(_ name: Bytes) throws(ListError) {
        if name.count > Self.maximumNameBytes { throw .nameTooLong }
        if !hasLetterOrDigit(name) { throw .emptyName }
        var last: UInt8 = 0
        for byte in name {
            if byte < 0x20 || byte == 0x7F { throw .nameNotPrintable }
            if byte != UInt8(ascii: " ") || last != byte { write(byte) }
            last = byte
        }
    }

    @inline(never)
    private mutating func write(_ byte: UInt8) {
        if draftEnd < Self.bufferBytes { storage[draftEnd] = byte }
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
