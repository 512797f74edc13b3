/// The slots of a text: spans that a head found, and names of lists that stand in it.
///
/// LISTS.md has the rules for those that overlap.
struct FoundSlots {
    private var spans: TextSpans
    private var names: ListMatches
    private var nextSpan = 0
    private var nextName = 0

    /// A slot of a reply.
    struct Slot {
        let name: Bytes
        let words: Bytes
        /// What the words are read as.
        let kind: SlotKind
        /// The canonical name; empty where no list has the words.
        let id: Bytes
        let start: UInt16
        let end: UInt16
    }

    /// Spans, and names of lists in the same text, which `find` adds.
    init(_ spans: TextSpans, _ names: ListMatches) {
        self.spans = spans
        self.names = names
    }

    /// Finds the names of lists in a text, and settles which slots overlap.
    fileprivate mutating func find(in text: Bytes, _ memory: ListMemory) {
        let (spans, sources) = (spans, names.sources)
        names.find(in: text, memory) { isExpected($0, in: sources, by: spans) }
        settle()
    }

    /// Whether there are none.
    var isEmpty: Bool { spans.count &+ names.count == 0 }

    /// The next one in the order of the text; nil after the last.
    @inline(never)
    mutating func next() -> Slot? {
        let hasName = nextName < names.count
        if nextSpan < spans.count, !hasName || spans[nextSpan].start < names[nextName].start {
            let span = nextSpan
            nextSpan &+= 1
            return Slot(
                name: spans.name(of: span), words: spans.text(of: span), kind: spans.kind(of: span),
                id: Bytes(start: nil, count: 0), start: spans[span].start, end: spans[span].end)
        }
        if !hasName { return nil }
        let match = names[nextName]
        nextName &+= 1
        let entry = names.sources.entry(match.entry)
        return Slot(
            name: entry.list, words: spans.text(from: match.start, to: match.end),
            kind: spans.kind(named: entry.list), id: entry.id, start: match.start, end: match.end)
    }

    /// Leaves out names that a longer span keeps out, then spans that a name takes the place of, or a closed list.
    private mutating func settle() {
        let (spans, sources) = (spans, names.sources)
        names.keep { match in
            for index in 0..<spans.count where spans[index].overlaps(match) {
                if isKept(spans, index, from: match, in: sources) { return false }
            }
            return true
        }
        let names = names
        self.spans.keep { index in
            for name in 0..<names.count where spans[index].overlaps(names[name]) { return false }
            return !sources.model.isClosed(spans.name(of: index))
        }
    }
}

/// Whether a span keeps a name out that overlaps it: it is longer, twice as long where it is of the name's list.
private func isKept(
    _ spans: TextSpans, _ index: Int, from match: ListMatch, in sources: ListSources
) -> Bool {
    let name = spans.name(of: index)
    if sources.model.isClosed(name) { return false }
    let bytes = Int(match.end &- match.start)
    let isOwn = sameBytes(sources.entry(match.entry).list, name)
    return (isOwn ? 2 &* bytes : bytes) < spans.text(of: index).count
}

/// Whether a span of the list's name lies where the name stands.
@inline(never)
private func isExpected(_ match: ListMatch, in sources: ListSources, by spans: TextSpans) -> Bool {
    for index in 0..<spans.count where spans[index].overlaps(match) {
        if sameBytes(sources.entry(match.entry).list, spans.name(of: index)) { return true }
    }
    return false
}

extension TextSpan {
    fileprivate func overlaps(_ match: ListMatch) -> Bool { start < match.end && match.start < end }
}

extension SessionState {
    /// The slots of a text, of which a head with the number `head` found some, nil where no head did.
    ///
    /// Without lists, those that the head found.
    @inline(never)
    func slots(
        _ spans: TextSpans?, in text: Bytes, head: Int?, of model: ModelFile, hasLists: Bool = true
    ) -> FoundSlots {
        let packed = model.text(.slotLists, head ?? model.headCount).characters
        let sources = ListSources(model: PackedLists(bytes: packed), session: lists.packed)
        var slots = FoundSlots(
            spans ?? TextSpans(none: text), ListMatches(in: sources, storage: lists.matches))
        if hasLists && !sources.isEmpty { slots.find(in: text, lists.memory) }
        return slots
    }
}
