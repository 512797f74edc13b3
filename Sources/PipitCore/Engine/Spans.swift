/// Words that belong together under one label: a slot, an entity; or one word and its tag.
public struct TextSpan: BitwiseCopyable {
    /// The head's label: B-X of a slot or an entity.
    ///
    /// Of a [MASK], which piece of the text it is.
    public let label: UInt16
    /// Byte offset of its start in the text.
    public internal(set) var start: UInt16
    /// Byte offset of its end, exclusive.
    public internal(set) var end: UInt16
    /// How sure that is, in ten thousandths; 0 where nothing is said of it.
    var score: UInt16 = 0
    /// The number of the entry of a list that it is a name of; `noEntry` where it is none.
    let entry: UInt32

    static var noEntry: UInt32 { .max }
    /// The label of a name of a list that is in no span of its slot's.
    static var noLabel: UInt16 { .max }
    /// What a `SlotKind` is added to for the label of a value that no head found: more labels than a head has.
    private static var firstValueLabel: UInt16 { 0xFF00 }

    /// What a value is of that no head found; nil of all other spans.
    var valueKind: SlotKind? {
        label < Self.firstValueLabel ? nil : SlotKind(rawValue: UInt8(truncatingIfNeeded: label))
    }

    /// A value that no head found; the grammar leaves no doubt.
    init(_ kind: SlotKind, start: UInt16, end: UInt16) {
        self.init(label: Int(Self.firstValueLabel) &+ Int(kind.rawValue), start: start, end: end)
        score = 10_000
    }

    init(label: Int, start: UInt16, end: UInt16, entry: UInt32 = noEntry) {
        self.label = UInt16(truncatingIfNeeded: label)
        self.start = start
        self.end = end
        self.entry = entry
    }

    fileprivate var byteCount: Int { Int(end &- start) }

    func overlaps(_ other: TextSpan) -> Bool { start < other.end && other.start < end }
}

/// Spans of a text in a fixed buffer, which stays as it is until the next text is read.
public struct TextSpans {
    // [words + maximumNames]: no text has more spans than words, and no more names of lists are found.
    private let storage: UnsafeMutableBufferPointer<TextSpan>
    let text: Bytes
    private let labels: TextLines
    /// A `SlotKind` for each label; none where nothing is said of them.
    private let kinds: ByteView
    /// The lists of which it has names.
    private var lists = ListSources()
    /// How many there are.
    public private(set) var count = 0

    init(
        storage: UnsafeMutableBufferPointer<TextSpan>, text: Bytes, labels: TextLines,
        kinds: ByteView = ByteView(UnsafeRawBufferPointer(start: nil, count: 0))
    ) {
        self.storage = storage
        self.text = text
        self.labels = labels
        self.kinds = kinds
    }

    /// Span number `index`, below `count`, in the order of the text.
    public subscript(_ index: Int) -> TextSpan { storage[index] }

    /// The bytes of the text that span number `index` covers.
    func text(of index: Int) -> Bytes {
        Bytes(rebasing: text[Int(storage[index].start)..<Int(storage[index].end)])
    }

    /// The label of span number `index`.
    func label(of index: Int) -> Bytes { labels.line(Int(storage[index].label)).characters }

    /// What span number `index` is of: the slot of its list, or what its label B-X names.
    @inline(never)
    func name(of index: Int) -> Bytes {
        let entry = storage[index].entry
        if entry != TextSpan.noEntry { return lists.entry(entry).list }
        if let kind = storage[index].valueKind { return kind.name }
        let label = label(of: index)
        return TagRules.spanName(label) ?? label
    }

    /// The canonical name of span number `index`; empty where it is no name of a list.
    func id(of index: Int) -> Bytes {
        let entry = storage[index].entry
        return entry == TextSpan.noEntry ? Bytes(start: nil, count: 0) : lists.entry(entry).id
    }

    /// What the value of span number `index` is.
    func kind(of index: Int) -> SlotKind {
        storage[index].valueKind ?? kinds.slotKind(Int(storage[index].label))
    }

    /// Adds a span, of which the text has room for one a word.
    mutating func append(_ span: TextSpan) {
        storage[count] = span
        count &+= 1
    }

    /// Adds the spans of a part of the text that starts at byte `start`, as far as there is room.
    @inline(never)
    mutating func append(_ part: TextSpans, from start: UInt16) {
        for index in 0..<part.count where count < storage.count &- TextSpans.maximumNames {
            let span = part[index]
            append(TextSpan(label: Int(span.label), start: span.start &+ start, end: span.end &+ start))
        }
    }

    /// Takes all spans out; they stay in place for as long as no other is added.
    mutating func removeAll() { count = 0 }

    /// Whether words of that label begin a span.
    func beginsSpan(_ label: Int) -> Bool { TagRules.spanName(labels.line(label).characters) != nil }

    /// Lets span number `index` reach up to `end`, exclusive.
    mutating func extend(_ index: Int, to end: UInt16) { storage[index].end = end }

    /// Gives span number `index` the score where it has none that is lower.
    func lower(_ index: Int, to score: Float) {
        let score = UInt16(max(1, min(score, 1) * 10_000))
        if storage[index].score == 0 || storage[index].score > score { storage[index].score = score }
    }

    /// The number of the first span that stands on these bytes, or on a part of them; nil where there is none.
    func index(from start: UInt16, to end: UInt16) -> Int? {
        for index in 0..<count where storage[index].start < end && start < storage[index].end { return index }
        return nil
    }

    /// Where the text before a place ends without blanks.
    @inline(never)
    func trimmedEnd(_ place: Int) -> Int {
        var end = place
        while end > 0 && text[end &- 1] == UInt8(ascii: " ") { end &-= 1 }
        return end
    }

    /// The spans where their text starts at byte `start` of another one; none of the text's own are left.
    func placed(in text: Bytes, from start: UInt16) -> TextSpans {
        for index in 0..<count {
            storage[index].start &+= start
            storage[index].end &+= start
        }
        var spans = TextSpans(storage: storage, text: text, labels: labels, kinds: kinds)
        spans.count = count
        return spans
    }

    /// Takes out the spans that lie within `cover`; those that start before it end at `cut`.
    @inline(never)
    mutating func removeSpans(within cover: TextSpan, cutAt cut: UInt16) {
        var kept = 0
        for index in 0..<count {
            var span = storage[index]
            if span.overlaps(cover) {
                if span.start >= cover.start { continue }
                span.end = UInt16(truncatingIfNeeded: trimmedEnd(Int(cut)))
                trim(&span)
            }
            storage[kept] = span
            kept &+= 1
        }
        count = kept
    }

    /// Puts a span that no other overlaps in its place, for which there is room.
    @inline(never)
    mutating func insert(_ span: TextSpan) {
        var place = count
        while place > 0 && storage[place &- 1].start > span.start {
            storage[place] = storage[place &- 1]
            place &-= 1
        }
        storage[place] = span
        count &+= 1
    }
}

extension TextSpans {
    /// How many names of lists are found in a text; those behind are not.
    static let maximumNames = 32

    /// Finds names of lists in the text, which take the place of spans as LISTS.md says.
    @inline(never)
    mutating func addNames(of lists: ListSources, _ memory: ListMemory) {
        self.lists = lists
        let words = ListText(text, in: memory)
        note(lists.model, from: 0, in: words)
        note(lists.session, from: lists.model.bytes.count, in: words)
        var kept = 0
        for index in 0..<count where !lists.model.isClosed(name(of: index)) {
            storage[kept] = storage[index]
            kept &+= 1
        }
        count = kept
        var (word, left) = (0, Self.maximumNames)
        while word < words.wordCount && left > 0 {
            let first = memory.words[word]
            word &+= 1
            if first.next == 0 { continue }
            word = Int(first.next)
            let end = memory.words[word &- 1].end
            put(TextSpan(label: Int(first.label), start: first.start, end: end, entry: first.entry))
            left &-= 1
        }
    }

    /// Notes the names of lists at the words that they start with: the longest, of equals the one that is expected, else
    /// the last.
    @inline(never)
    private func note(_ lists: PackedLists, from first: Int, in words: ListText) {
        var (line, offset, number) = (0, 0, 0)
        var slot = Bytes(start: nil, count: 0)
        while offset < lists.bytes.count {
            let field = lists.field(at: offset)
            if number == 0 { slot = field.text }
            if number >= 2 {
                note(field.text, of: slot, UInt32(truncatingIfNeeded: first &+ line), in: words)
            }
            number &+= 1
            offset = field.next
            if field.endsLine { (line, number) = (offset, 0) }
        }
    }

    /// Notes a name of an entry of the list `slot` where it stands.
    private func note(_ form: Bytes, of slot: Bytes, _ entry: UInt32, in words: ListText) {
        for word in 0..<words.wordCount {
            let end = words.end(of: form, from: word)
            if end == 0 { continue }
            let noted = words.memory.words + word
            if end < Int(noted.pointee.next) { continue }
            let label = label(named: slot, from: noted.pointee.start, to: words.memory.words[end &- 1].end)
            let isExpectedAlone = noted.pointee.label != TextSpan.noLabel && label == TextSpan.noLabel
            if end == Int(noted.pointee.next) && isExpectedAlone { continue }
            noted.pointee.next = UInt16(truncatingIfNeeded: end)
            noted.pointee.entry = entry
            noted.pointee.label = label
        }
    }

    /// The label of a span with this name that lies between `start` and `end`, or partly.
    private func label(named name: Bytes, from start: UInt16, to end: UInt16) -> UInt16 {
        for index in 0..<count where storage[index].start < end && start < storage[index].end {
            if sameBytes(self.name(of: index), name) { return storage[index].label }
        }
        return TextSpan.noLabel
    }

    /// Puts a name in its place, without the spans that it overlaps and that are no longer: one that is stays beside it.
    ///
    /// Where a span of its list is, twice its length counts, and the name gives way to a longer one.
    private mutating func put(_ name: TextSpan) {
        let isExpected = name.label != TextSpan.noLabel
        let bytes = isExpected ? 2 &* name.byteCount : name.byteCount
        for index in 0..<count where isExpected && storage[index].overlaps(name) {
            if storage[index].byteCount > bytes { return }
        }
        var (kept, place) = (0, 0)
        for index in 0..<count where !storage[index].overlaps(name) || storage[index].byteCount > bytes {
            storage[kept] = storage[index]
            kept &+= 1
            if storage[index].start < name.start { place = kept }
        }
        count = kept &+ 1
        while kept > place {
            storage[kept] = storage[kept &- 1]
            kept &-= 1
        }
        storage[place] = name
    }
}

/// What the labels of a BIO head mean: which label B-X must stand before each I-X.
struct TagRules {
    private static let free = UInt16.max
    /// For I-X the index of B-X, else `free`, `[labels]`.
    private let beginnings: UnsafeMutableBufferPointer<UInt16>
    /// Whether I-X may stand anywhere: where no span of X is open, it begins one.
    let areFree: Bool

    /// How many labels there are.
    var count: Int { beginnings.count }

    /// Reads the labels of `head`: `B-X`, `I-X`, and anything else, which is outside of all spans.
    ///
    /// - Parameters:
    ///   - head: a head of the kind `tokenBIO`.
    ///   - storage: `[labels]`, kept for as long as the rules are used.
    init(head: TaskHead, storage: UnsafeMutableBufferPointer<UInt16>) {
        beginnings = storage
        areFree = head.hasFreeTags
        var (label, offset) = (0, 0)
        var names = RisingNames()
        // The last label that began a span of a name that no label before it has.
        var begun = Self.free
        while label < storage.count, let (line, next) = head.labels.line(at: offset) {
            let characters = line.characters
            var beginning = Self.free
            if let name = Self.spanName(characters) {
                if names.rises(to: name) { begun = UInt16(truncatingIfNeeded: label) }
            } else if Self.isInside(characters) {
                let name = Bytes(rebasing: characters[2...])
                let isOfLast = begun != Self.free && sameBytes(name, names.greatest)
                beginning = isOfLast ? begun : UInt16(truncatingIfNeeded: Self.first(name, in: head) ?? label)
            }
            storage[label] = beginning
            label &+= 1
            offset = next
        }
    }

    /// Rules that were read before, in `storage`.
    init(prepared storage: UnsafeMutableBufferPointer<UInt16>, areFree: Bool) {
        beginnings = storage
        self.areFree = areFree
    }

    /// For a label I-X the label B-X; nil for any other.
    ///
    /// An I-X without its B-X names itself, so nothing leads to it, unless tags are free.
    func beginning(of label: Int) -> Int? {
        let beginning = beginnings[label]
        return beginning == Self.free ? nil : Int(beginning)
    }

    /// What follows the `B-` of a label that begins a span; nil for any other label.
    static func spanName(_ label: Bytes) -> Bytes? {
        guard label.count >= 2, label[0] == UInt8(ascii: "B"), label[1] == UInt8(ascii: "-") else {
            return nil
        }
        return Bytes(rebasing: label[2...])
    }

    private static func isInside(_ label: Bytes) -> Bool {
        label.count >= 2 && label[0] == UInt8(ascii: "I") && label[1] == UInt8(ascii: "-")
    }

    /// The number of the first label that begins a span of this name.
    @inline(never)  // Long, and called in two places.
    static func first(_ sought: Bytes, in head: TaskHead) -> Int? {
        var index = 0
        var offset = 0
        while let (line, next) = head.labels.line(at: offset) {
            if let name = spanName(line.characters), sameBytes(name, sought) { return index }
            index &+= 1
            offset = next
        }
        return nil
    }
}

/// Names one after the other, of which each that is above all before it is new: labels mostly stand in such an order, and
/// need not be sought then.
struct RisingNames {
    /// The greatest name so far; empty before the first.
    private(set) var greatest = Bytes(start: nil, count: 0)

    /// Whether a name is above all before it, by its bytes; it counts from now on.
    mutating func rises(to name: Bytes) -> Bool {
        var index = 0
        while index < greatest.count && index < name.count && greatest[index] == name[index] { index &+= 1 }
        if index == name.count || (index < greatest.count && greatest[index] > name[index]) { return false }
        greatest = name
        return true
    }
}
