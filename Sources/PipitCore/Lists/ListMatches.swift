/// Where a name of a list stands in a text.
struct ListMatch: BitwiseCopyable {
    /// Its number in `ListSources`.
    let entry: UInt32
    /// Byte offset of its start.
    let start: UInt16
    /// Byte offset of its end, exclusive.
    let end: UInt16
}

/// The names of lists that stand in a text, from left to right, none in another: first come first, longest first.
struct ListMatches {
    private let storage: UnsafeMutableBufferPointer<ListMatch>
    let sources: ListSources
    private(set) var count = 0

    /// How many of a text are found; those behind are not.
    static let maximumCount = 32

    /// None.
    init(in sources: ListSources, storage: UnsafeMutableBufferPointer<ListMatch>) {
        self.storage = storage
        self.sources = sources
    }

    /// Match number `index`, below `count`.
    subscript(_ index: Int) -> ListMatch { storage[index] }

    /// Finds the names in a text.
    ///
    /// - Parameters:
    ///   - text: UTF-8.
    ///   - memory: what reading it needs.
    ///   - isExpected: whether a name stands where its list is expected, which decides between lists with one name.
    @inline(never)
    mutating func find(in text: Bytes, _ memory: ListMemory, isExpected: (ListMatch) -> Bool) {
        let text = ListText(text, in: memory)
        note(sources.model, from: 0, in: text, isExpected: isExpected)
        note(sources.session, from: sources.model.bytes.count, in: text, isExpected: isExpected)
        var word = 0
        while word < text.wordCount && count < storage.count {
            let end = Int(text[word].found)
            if end > 0 {
                storage[count] = text.match(from: word, to: end, text[word].entry)
                count &+= 1
            }
            word = max(word &+ 1, end)
        }
    }

    /// Keeps those for which `isKept` holds, called with each before any is left out.
    mutating func keep(where isKept: (ListMatch) -> Bool) {
        var kept = 0
        for index in 0..<count where isKept(storage[index]) {
            storage[kept] = storage[index]
            kept &+= 1
        }
        count = kept
    }

    @inline(never)
    private func note(
        _ lists: PackedLists, from first: Int, in text: ListText, isExpected: (ListMatch) -> Bool
    ) {
        var (line, offset, number) = (0, 0, 0)
        while offset < lists.bytes.count {
            let field = lists.field(at: offset)
            if number >= 2 {
                let entry = UInt32(truncatingIfNeeded: first &+ line)
                text.note(field.text, of: entry, isExpected: isExpected)
            }
            number &+= 1
            offset = field.next
            if field.endsLine { (line, number) = (offset, 0) }
        }
    }
}
