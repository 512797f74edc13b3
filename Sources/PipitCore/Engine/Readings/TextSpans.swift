/// Words that belong together under one name: a slot, an entity.
public struct TextSpan: BitwiseCopyable {
    /// The head's label B-X that began it.
    public let label: UInt16
    /// Byte offset of its start in the text.
    public let start: UInt16
    /// Byte offset of its end, exclusive.
    public internal(set) var end: UInt16
}

/// The spans that a text's tags make, in a fixed buffer.
public struct TextSpans {
    private let storage: UnsafeMutableBufferPointer<TextSpan>  // [words]: no text has more spans than words
    /// How many there are.
    public private(set) var count = 0

    init(storage: UnsafeMutableBufferPointer<TextSpan>) {
        self.storage = storage
    }

    /// Span number `index`, below `count`, in the order of the text.
    public subscript(_ index: Int) -> TextSpan { storage[index] }

    /// Forgets all spans.
    mutating func clear() { count = 0 }

    /// Adds a span, of which the text has room for one a word.
    mutating func append(_ span: TextSpan) {
        storage[count] = span
        count &+= 1
    }

    /// Lets the last span, if there is one, end later.
    mutating func extend(to end: UInt16) {
        if count > 0 { storage[count &- 1].end = end }
    }

    /// Collects the spans of `words` under their labels, `[words]`.
    ///
    /// A label that may not follow the one before it, which the decoder does not produce, is outside.
    mutating func collect(_ words: WordReader, tags: UnsafeBufferPointer<UInt16>, head: Head, rules: TagRules)
    {
        clear()
        var words = words
        var open = -1  // the label B-X of the span that the last word belongs to
        for tag in tags {
            guard let word = words.next() else { return }
            let label = Int(tag)
            if let beginning = rules.beginning(of: label) {
                if beginning == open { storage[count &- 1].end = word.end } else { open = -1 }
            } else if TagRules.spanName(head.label(label)) != nil {
                append(TextSpan(label: tag, start: word.start, end: word.end))
                open = label
            } else {
                open = -1
            }
        }
    }
}
