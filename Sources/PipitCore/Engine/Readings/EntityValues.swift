// Dates, times, numbers, amounts of money and the like among the entities of a text, by the grammar of values.

extension TextSpans {
    /// No value is looked for in more bytes.
    private static let maximumValueBytes = 64

    /// Adds the values that words say where no span stands: the longest from the left, whole words.
    mutating func addValues(_ words: WordReader, by grammar: ValueGrammar = .english) {
        addValues(words, ValueSurroundings(of: nil), grammar)
    }

    /// Adds the times that a command tells: of one that is done at once, when it is to be done or for how long, and of
    /// another one those that no slot has.
    ///
    /// They take the place of spans that they cover, as `mayTake` has it. As slots they have no score.
    mutating func addTimes(
        _ words: WordReader, of command: CommandTiming, by grammar: ValueGrammar = .english
    ) {
        addValues(words, ValueSurroundings(of: command), grammar)
    }

    @inline(never)
    private mutating func addValues(_ words: WordReader, _ start: ValueSurroundings, _ grammar: ValueGrammar)
    {
        var words = words
        var end: UInt16 = 0
        var around = start
        while let word = words.next() {
            if word.start < end { continue }
            var first = TextSpan(.unsaid, start: word.start, end: word.end)
            trim(&first)
            let longest = min(text.count &- Int(first.start), Self.maximumValueBytes)
            let read = ValueWords(Bytes(rebasing: text[Int(first.start)...].prefix(longest)), grammar)
            if read.mayStart(ofCommand: around.command != nil),
                var found = value(from: first, word, words, read.reach, around, grammar)
            {
                if around.command != nil { found = around.time(found) }
                if around.command == nil || mayTake(found, read, around, grammar) {
                    removeSpans(within: found, cutAt: around.cut(found))
                    insert(found)
                }
                end = found.end
            }
            around = around.next(
                bytes(word.start, word.end), at: word.start, isFirst: word.firstPiece == 0, read)
        }
    }

    /// Whether a time takes the place of the spans that it overlaps: all end within it, and say a value too ("8" of
    /// "8 pm"), or there is no doubt that it is a time ("at sunrise", "tomorrow").
    ///
    /// Of a command that is not done at once they are numbers that do not tell it: "ten" of "an hour and ten minutes", not
    /// "1" and "20" of "1 hour 20 minutes".
    @inline(never)
    private func mayTake(
        _ time: TextSpan, _ read: ValueWords, _ around: ValueSurroundings, _ grammar: ValueGrammar
    ) -> Bool {
        let isNumber = ValueWords(bytes(time.start, time.end), grammar).isWholeNumber
        var (end, tells, hasSpan) = (time.start, true, false)
        for index in 0..<count where self[index].overlaps(time) {
            let span = self[index]
            if span.end > time.end { return false }
            if span.start < time.start {
                // "The hall tomorrow" is the hall.
                let isCut = around.command == .isDoneAtOnce && (around.isTied || read.saysWhen)
                if !isCut || span.start >= around.cut(time) { return false }
                continue
            }
            let kind = kind(of: index)
            // "At 19" may say how warm, but not where another slot says it.
            if isNumber && !kind.isOfWords && !hasOther(index) { return false }
            if kind.isOfWords && !around.isTied && !read.saysWhen { return false }
            if around.command == .waitsForNothing && kind.isOfTime { return false }
            if !ValueWords(bytes(end, span.start), grammar).tellUnit { tells = false }
            (end, hasSpan) = (span.end, true)
        }
        if around.command == .isDoneAtOnce || !hasSpan { return true }
        return !tells || !ValueWords(bytes(end, time.end), grammar).tellUnit
    }

    /// The longest value that starts with a word, of which `first` is the part that counts; nil where none does.
    private func value(
        from first: TextSpan, _ word: Word, _ words: WordReader, _ reach: Int, _ around: ValueSurroundings,
        _ grammar: ValueGrammar
    ) -> TextSpan? {
        let reach = first.start &+ UInt16(truncatingIfNeeded: reach)
        var words = words
        var found: TextSpan?
        var next: Word? = word
        while let last = next {
            var value = TextSpan(.unsaid, start: first.start, end: last.end)
            trim(&value)
            if value.start >= value.end || value.end > reach { break }
            if around.command == nil && index(from: value.start, to: value.end) != nil { break }
            next = words.next()
            let isLast = next.map { $0.start < reach || text[Int(last.end)] != UInt8(ascii: " ") } ?? true
            if ValueWords(bytes(last.start, value.end), grammar).mayEnd,
                case let kind = grammar.kind(bytes(value.start, value.end), around, isLast: isLast),
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

extension ValueSurroundings {
    /// Where what stands before a time ends: before the word that ties it, where one does.
    fileprivate func cut(_ time: TextSpan) -> UInt16 { isTied ? start : time.start }

    /// A time of a command without a score, and of one that is done at once with the word before, where that is a part
    /// of it: "in ten minutes" is a time of day.
    fileprivate func time(_ found: TextSpan) -> TextSpan {
        let kind = found.valueKind ?? .time
        var time = found
        if command == .isDoneAtOnce {
            time = TextSpan(
                isWithin && kind == .duration ? .time : kind, start: isBound || isEach ? start : found.start,
                end: found.end)
        }
        time.score = 0
        return time
    }
}
