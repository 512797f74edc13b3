// The times of a command, and what it says beside them, which is read for its intent and slots: "at half past six" is of
// no use to these.

extension Engine {
    /// Whether a text as a command says when it is to be done, or for how long.
    package func tellsTime(_ text: UnsafeBufferPointer<UInt8>) -> Bool { times(of: text).count > 0 }

    /// When a text as a command is to be done, and for how long; it stays until the next text is read.
    @inline(never)  // Called in several places.
    func times(of text: Bytes) -> TextSpans {
        var times = noSpans(of: text)
        times.addTimes(words(of: text), of: .isDoneAtOnce)
        return times
    }

    /// The words of a text, until the next one is read.
    func words(of text: Bytes) -> WordReader {
        let (count, _) = tokenizer.tokenize(text, into: memory.pieces, skipping: 0)
        return WordReader(text: text, pieces: UnsafeBufferPointer(rebasing: memory.pieces[..<count]))
    }
}

extension TextSpans {
    /// The part of the text beside the times that end it, or start it, with the words that tie them; nil where they do
    /// neither, nothing is left, or one may be something else: "at 21", "friday night".
    ///
    /// - Parameter grammar: that of the times, which are all spans.
    /// - Returns: its bytes.
    @inline(never)
    func textBesideTimes(_ grammar: ValueGrammar = .english) -> Range<Int>? {
        if count == 0 { return nil }
        var last = count &- 1
        if links(from: Int(self[last].end), to: text.count, grammar) {
            while last > 0 && links(from: Int(self[last &- 1].end), to: Int(self[last].start), grammar) {
                last &-= 1
            }
            let start = Int(self[last].start)
            let end = tiedStart(of: start, grammar)
            let words = words(of: last, grammar)
            if end == trimmedEnd(start) && !words.standsAlone { return nil }
            return end > 0 && !words.isWholeNumber ? 0..<end : nil
        }
        var first = 0
        if !links(from: 0, to: Int(self[first].start), grammar) { return nil }
        while first &+ 1 < count, links(from: Int(self[first].end), to: Int(self[first &+ 1].start), grammar)
        {
            first &+= 1
        }
        return words(of: 0, grammar).isWholeNumber ? nil : Int(self[first].end)..<text.count
    }

    /// The words of a time.
    @inline(never)
    private func words(of index: Int, _ grammar: ValueGrammar) -> ValueWords {
        ValueWords(text(of: index), grammar)
    }

    /// Whether nothing but words such as "in" and "please" stands there.
    @inline(never)  // As all below: called in several places.
    private func links(from start: Int, to end: Int, _ grammar: ValueGrammar) -> Bool {
        ValueWords(Bytes(rebasing: text[start..<max(start, end)]), grammar).areLinks
    }

    /// Where the words start that tie a time to what is before it: that of "in" of "in the evening".
    ///
    /// "On" says which way where nothing else does: "turn the lights on tonight".
    @inline(never)
    private func tiedStart(of start: Int, _ grammar: ValueGrammar) -> Int {
        var tied = start
        while true {
            let (before, word) = wordBefore(tied)
            if !ValueWords(word, grammar).areLinks || word.count == 0 { return trimmedEnd(tied) }
            if word.equals("on") && !saysWay(until: before) { return trimmedEnd(tied) }
            tied = before
            if !word.equals("the") { return trimmedEnd(tied) }
        }
    }

    /// Whether "on" or "off" stands before `end`.
    private func saysWay(until end: Int) -> Bool {
        var end = end
        while end > 0 {
            let (start, word) = wordBefore(end)
            if word.equals("on") || word.equals("off") { return true }
            end = start
        }
        return false
    }

    /// The word before a place, and where it starts.
    @inline(never)
    private func wordBefore(_ place: Int) -> (start: Int, word: Bytes) {
        let end = trimmedEnd(place)
        var start = end
        while start > 0 && text[start &- 1] != UInt8(ascii: " ") { start &-= 1 }
        return (start, Bytes(rebasing: text[start..<end]))
    }
}

extension TextSpans {
    /// Whether another span has the label of span number `index`.
    @inline(never)  // Called in several places.
    func hasOther(_ index: Int) -> Bool {
        for other in 0..<count where other != index && self[other].label == self[index].label {
            return true
        }
        return false
    }

    /// Whether a slot of values stands twice: "the bedroom to 20 degrees and the kitchen to 18".
    var holdTwoValues: Bool {
        for index in 0..<count where !kind(of: index).isOfWords && !kind(of: index).isOfTime {
            if hasOther(index) { return true }
        }
        return false
    }

    /// Whether a span is a command that waits and "for" stands behind it: it is to last so long, and not to wait.
    var holdLastingCommand: Bool {
        for index in 0..<count where kind(of: index) == .command {
            let behind = Bytes(rebasing: text[Int(self[index].end)...].prefix(5))
            if behind.equals(" for ") { return true }
        }
        return false
    }

    /// Where the words start that end the text and are quoted; nil where none do, or nothing stands before them.
    var startOfQuote: Int? {
        guard count > 0, kind(of: count &- 1) == .quote, self[count &- 1].start > 0,
            trimmedEnd(text.count) == Int(self[count &- 1].end)
        else { return nil }
        return Int(self[count &- 1].start)
    }

    /// Whether a span says when, or how long, in a part of the text.
    func holdTime(from start: UInt16, to end: UInt16) -> Bool {
        for index in 0..<count where self[index].start >= start && self[index].start < end {
            if kind(of: index).isOfTime { return true }
        }
        return false
    }
}
