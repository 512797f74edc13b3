/// Lists that a session is told, packed in a fixed buffer.
struct SessionLists {
    /// `[maximumBytes + draftBytes]`: behind what is kept, a new entry is written before it is taken.
    private let storage: UnsafeMutableBufferPointer<UInt8>
    private let memory: ListMemory
    private(set) var byteCount = 0

    /// Bytes of all entries.
    static let maximumBytes = 4096
    /// Bytes of an entry that always has room to be written: that of the longest line of ASCII.
    static let draftBytes = 1088
    /// Bytes of a name, and of the name of a list.
    static let maximumNameBytes = 63

    init(storage: UnsafeMutableBufferPointer<UInt8>, memory: ListMemory) {
        self.storage = storage
        self.memory = memory
    }

    /// All entries.
    var packed: PackedLists { PackedLists(bytes: Bytes(rebasing: storage[..<byteCount])) }

    /// An entry that is being written.
    struct Draft {
        fileprivate var end: Int
        fileprivate var hasNames = false
        fileprivate var isFull = false
    }

    /// A new entry for a list.
    func draft(of list: Bytes) throws(ListError) -> Draft {
        try Self.check(list)
        var draft = Draft(end: byteCount)
        write(list, to: &draft)
        return draft
    }

    /// Adds a name to an entry, the canonical one first.
    func add(_ name: Bytes, to draft: inout Draft) throws(ListError) {
        let form = try form(of: name)
        write(UInt8(ascii: "\t"), to: &draft)
        if !draft.hasNames {
            write(name, to: &draft)
            write(UInt8(ascii: "\t"), to: &draft)
        }
        draft.hasNames = true
        write(form, to: &draft)
    }

    /// Takes an entry, in place of one with the same list and name where there is one.
    mutating func put(_ draft: Draft) throws(ListError) -> ListEntry {
        var draft = draft
        write(UInt8(ascii: "\n"), to: &draft)
        if draft.isFull { throw .full }
        let entry = PackedLists(bytes: Bytes(rebasing: storage[byteCount..<draft.end])).entry(at: 0)
        let earlier = find(entry.list, entry.form)
        let kept = draft.end &- (earlier?.count ?? 0)
        if kept > Self.maximumBytes { throw .full }
        byteCount = draft.end
        if let earlier { remove(earlier) }
        return packed.entry(at: byteCount &- entry.end)
    }

    /// Removes an entry: how many names it had.
    mutating func remove(_ name: Bytes, from list: Bytes) throws(ListError) -> Int {
        guard let found = find(list, try form(of: name)) else {
            throw find(list, nil) == nil ? .unknownList : .unknownName
        }
        let names = packed.entry(at: found.lowerBound).names
        remove(found)
        return names
    }

    /// Removes a list: how many entries it had.
    mutating func remove(_ list: Bytes) throws(ListError) -> Int {
        var count = 0
        while let found = find(list, nil) {
            remove(found)
            count &+= 1
        }
        if count == 0 { throw .unknownList }
        return count
    }

    /// The bytes of the first entry of a list, or of the one whose canonical name has this form.
    private func find(_ list: Bytes, _ form: Bytes?) -> Range<Int>? {
        var offset = 0
        while offset < byteCount {
            let entry = packed.entry(at: offset)
            if sameBytes(entry.list, list) && (form.map { sameBytes($0, entry.form) } ?? true) {
                return offset..<entry.end
            }
            offset = entry.end
        }
        return nil
    }

    private mutating func remove(_ bytes: Range<Int>) {
        for index in bytes.upperBound..<byteCount { storage[index &- bytes.count] = storage[index] }
        byteCount &-= bytes.count
    }

    /// The normal form of a name, valid until the next text is read.
    private func form(of name: Bytes) throws(ListError) -> Bytes {
        try Self.check(name)
        let form = ListText(name, in: memory).letters
        if form.count == 0 { throw .emptyName }
        return form
    }

    private static func check(_ name: Bytes) throws(ListError) {
        if name.count > maximumNameBytes { throw .nameTooLong(bytes: name.count) }
        if !name.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) { throw .nameNotPrintable }
        if !hasLetterOrDigit(name) { throw .emptyName }
    }

    /// Writes text with each run of blanks as one.
    private func write(_ text: Bytes, to draft: inout Draft) {
        var last: UInt8 = 0
        for byte in text {
            if byte != UInt8(ascii: " ") || last != byte { write(byte, to: &draft) }
            last = byte
        }
    }

    private func write(_ byte: UInt8, to draft: inout Draft) {
        draft.isFull = draft.isFull || draft.end == storage.count
        if draft.isFull { return }
        storage[draft.end] = byte
        draft.end &+= 1
    }
}

/// Why an entry of a list cannot be kept or removed.
enum ListError: Error, Equatable {
    /// The name has `bytes` bytes, over the limit of `SessionLists.maximumNameBytes`.
    case nameTooLong(bytes: Int)
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

    /// Writes a sentence with the numbers that a person needs.
    func describe(to sink: inout some ByteSink) {
        switch self {
        case .nameTooLong(let bytes):
            sink.write("the name has ")
            sink.write(decimal: UInt32(truncatingIfNeeded: bytes))
            sink.write(" bytes; at most ")
            sink.write(decimal: UInt32(SessionLists.maximumNameBytes))
            sink.write(" are kept")
        case .nameNotPrintable: sink.write("a name has a control character")
        case .emptyName: sink.write("a name has no letter and no digit")
        case .full:
            sink.write("no room for this entry: lists have ")
            sink.write(decimal: UInt32(SessionLists.maximumBytes))
            sink.write(" bytes; @unlist LIST || NAME frees some")
        case .unknownList: sink.write("no @list made this list; @lists has those that are there")
        case .unknownName: sink.write("no entry of this list has that canonical name; @lists has them")
        }
    }
}
