/// Words that belong together under one label: a slot, an entity; or one word and its tag.
public struct TextSpan: BitwiseCopyable {
    /// The head's label: B-X of a slot or an entity.
    ///
    /// Of a [MASK], which piece of the text it is.
    public let label: UInt16
    /// Byte offset of its start in the text.
    public let start: UInt16
    /// Byte offset of its end, exclusive.
    public internal(set) var end: UInt16

    init(label: Int, start: UInt16, end: UInt16) {
        self.label = UInt16(truncatingIfNeeded: label)
        self.start = start
        self.end = end
    }
}

/// Spans of a text in a fixed buffer, which stays as it is until the next text is read.
public struct TextSpans {
    private let storage: UnsafeMutableBufferPointer<TextSpan>  // [words]: no text has more spans than words
    private let text: Bytes
    private let labels: TextLines
    /// A `SlotKind` for each label; none where nothing is said of them.
    private let kinds: ByteView
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
        text(from: storage[index].start, to: storage[index].end)
    }

    /// The label of span number `index`.
    @inline(never)
    func label(of index: Int) -> Bytes { labels.line(Int(storage[index].label)).characters }

    /// What the label B-X of span number `index` names.
    @inline(never)
    func name(of index: Int) -> Bytes {
        let label = label(of: index)
        return TagRules.spanName(label) ?? label
    }

    /// What the value of span number `index` is.
    func kind(of index: Int) -> SlotKind {
        kinds.slotKind(Int(storage[index].label))
    }

    /// No spans, of a head without labels.
    init(none text: Bytes) {
        self.init(
            storage: UnsafeMutableBufferPointer(start: nil, count: 0), text: text,
            labels: TextLines(bytes: ByteView(UnsafeRawBufferPointer(start: nil, count: 0))))
    }

    /// The bytes of the text from `start` up to `end`.
    @inline(never)
    func text(from start: UInt16, to end: UInt16) -> Bytes {
        Bytes(rebasing: text[Int(start)..<Int(end)])
    }

    /// What the value of spans with this name is.
    func kind(named name: Bytes) -> SlotKind {
        if kinds.count == 0 { return .unsaid }
        var (label, offset) = (0, 0)
        while let (line, next) = labels.line(at: offset) {
            if let other = TagRules.spanName(line.characters), sameBytes(other, name) {
                return kinds.slotKind(label)
            }
            label &+= 1
            offset = next
        }
        return .unsaid
    }

    /// Keeps the spans for whose numbers `isKept` holds; none is left out before the call with its number.
    mutating func keep(where isKept: (Int) -> Bool) {
        var kept = 0
        for index in 0..<count where isKept(index) {
            storage[kept] = storage[index]
            kept &+= 1
        }
        count = kept
    }

    /// Adds a span, of which the text has room for one a word.
    mutating func append(_ span: TextSpan) {
        storage[count] = span
        count &+= 1
    }

    /// Whether words of that label begin a span.
    func beginsSpan(_ label: Int) -> Bool { TagRules.spanName(labels.line(label).characters) != nil }

    /// Lets span number `index` reach up to `end`, exclusive.
    mutating func extend(_ index: Int, to end: UInt16) { storage[index].end = end }
}

/// What the labels of a BIO head mean: which label B-X must stand before each I-X.
struct TagRules {
    private static let free = UInt16.max
    /// For I-X the index of B-X, else `free`, `[labels]`.
    private let beginnings: UnsafeMutableBufferPointer<UInt16>

    /// How many labels there are.
    var count: Int { beginnings.count }

    /// Reads the labels of `head`: `B-X`, `I-X`, and anything else, which is outside of all spans.
    ///
    /// - Parameters:
    ///   - head: a head of the kind `tokenBIO`.
    ///   - storage: `[labels]`, kept for as long as the rules are used.
    init(head: TaskHead, storage: UnsafeMutableBufferPointer<UInt16>) {
        beginnings = storage
        var label = 0
        var offset = 0
        while label < storage.count, let (line, next) = head.labels.line(at: offset) {
            let name = line.characters
            storage[label] = Self.isInside(name) ? Self.beginning(of: name, at: label, in: head) : Self.free
            label &+= 1
            offset = next
        }
    }

    /// Rules that were read before, in `storage`.
    init(prepared storage: UnsafeMutableBufferPointer<UInt16>) {
        beginnings = storage
    }

    /// For a label I-X the label B-X; nil for any other.
    ///
    /// An I-X without its B-X names itself, so nothing leads to it.
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

    private static func beginning(of inside: Bytes, at label: Int, in head: TaskHead) -> UInt16 {
        let sought = Bytes(rebasing: inside[2...])
        var index = 0
        var offset = 0
        while let (line, next) = head.labels.line(at: offset) {
            if let name = spanName(line.characters), sameBytes(name, sought) {
                return UInt16(truncatingIfNeeded: index)
            }
            index &+= 1
            offset = next
        }
        return UInt16(truncatingIfNeeded: label)
    }
}
