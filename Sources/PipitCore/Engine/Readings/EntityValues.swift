// Dates, times, numbers, amounts of money and the like among the entities of a text, by the grammar of values.

extension TextSpans {
    /// No value is looked for in more bytes.
    private static let maximumValueBytes = 64

    /// Adds the values that words say where no span stands: the longest from the left, whole words.
    @inline(never)
    mutating func addValues(_ words: WordReader, by grammar: ValueGrammar = .english) {
        var words = words
        var end: UInt16 = 0
        var before = Bytes(start: nil, count: 0)
        while let word = words.next() {
            if word.start >= end, let value = value(from: word, words, behind: before, grammar) {
                insert(value)
                end = value.end
            }
            before = bytes(word.start, word.end)
        }
    }

    /// The longest value that starts with a word; nil where none does.
    private func value(
        from word: Word, _ words: WordReader, behind before: Bytes, _ grammar: ValueGrammar
    ) -> TextSpan? {
        var first = TextSpan(.unsaid, start: word.start, end: word.end)
        trim(&first)
        let longest = min(text.count &- Int(first.start), Self.maximumValueBytes)
        let read = ValueWords(Bytes(rebasing: text[Int(first.start)...].prefix(longest)), grammar)
        if !read.mayStart { return nil }
        let reach = first.start &+ UInt16(truncatingIfNeeded: read.reach)
        var words = words
        var found: TextSpan?
        var next: Word? = word
        while let last = next {
            var value = TextSpan(.unsaid, start: first.start, end: last.end)
            trim(&value)
            if value.start >= value.end || value.end > reach || index(from: value.start, to: value.end) != nil
            {
                break
            }
            next = words.next()
            let isLast = next.map { $0.start < reach || text[Int(last.end)] != UInt8(ascii: " ") } ?? true
            if ValueWords(bytes(last.start, value.end), grammar).mayEnd,
                case let kind = grammar.entity(bytes(value.start, value.end), behind: before, isLast: isLast),
                kind != .unsaid
            {
                found = TextSpan(kind, start: value.start, end: value.end)
            }
            if let next, endsSentence(from: value.end, to: next.start) { break }
        }
        return found
    }

    /// Whether a sentence ends between two words: before digits a full stop ends none.
    private func endsSentence(from end: UInt16, to start: UInt16) -> Bool {
        switch text[Int(end)] {
        case UInt8(ascii: "."): text[Int(start)] &- UInt8(ascii: "0") >= 10
        case UInt8(ascii: "!"), UInt8(ascii: "?"), UInt8(ascii: ";"): true
        default: false
        }
    }

    private func bytes(_ start: UInt16, _ end: UInt16) -> Bytes {
        Bytes(rebasing: text[Int(start)..<max(Int(start), Int(end))])
    }
}
