/// The best sequence of BIO tags for the words of a text: Viterbi, where I-X may follow only B-X and I-X.
///
/// A path's score is the sum of the logits of its tags. Log-probabilities would choose the same path: they differ
/// from the logits by a number that each word has for all its tags alike. Equal scores go to the lower label, and to
/// B-X before I-X.
///
/// Free tags are the best of each word, whatever the word before has.
///
/// Words come one at a time, so only one row of logits is held. Since every label but the I- ones may follow
/// anything, a word needs only its best label and, for each I-X, one bit: whether it continues I-X or B-X.
struct TagDecoder {
    private let rules: TagRules
    private let memory: TagMemory
    private var words = 0

    /// A decoder for a new text, in `memory` for as many words as it may have.
    init(rules: TagRules, memory: TagMemory) {
        self.rules = rules
        self.memory = memory
    }

    /// Adds the next word.
    ///
    /// - Parameter logits: `[labels]`.
    mutating func add(_ logits: UnsafeBufferPointer<Float>) {
        let scores = memory.scores
        let row = memory.continuesRow(words, labels: rules.count)
        row.update(repeating: 0)
        let before = words == 0 ? 0 : scores[Int(memory.best[words &- 1])]
        // The I- labels first: they read only their own score and that of their B-, which are still the word before's.
        for label in 0..<rules.count {
            guard let beginning = beginning(of: label) else { continue }
            if words == 0 {
                scores[label] = -Float.infinity
            } else if scores[label] > scores[beginning] {
                scores[label] = scores[label] + logits[label]
                row[label / 8] |= 1 << UInt8(truncatingIfNeeded: label & 7)
            } else {
                scores[label] = scores[beginning] + logits[label]
            }
        }
        var top = 0
        for label in 0..<rules.count {
            if beginning(of: label) == nil { scores[label] = before + logits[label] }
            if scores[label] > scores[top] { top = label }
        }
        memory.best[words] = UInt16(truncatingIfNeeded: top)
        words &+= 1
    }

    /// For a label that may follow only some others that which begins its span; nil for any other.
    private func beginning(of label: Int) -> Int? { rules.areFree ? nil : rules.beginning(of: label) }

    /// The labels of the best path, `[words]`, in the memory of `best`; the decoder is used up by it.
    func path() -> UnsafeBufferPointer<UInt16> {
        let best = memory.best
        var word = words
        while word > 1 {
            word &-= 1
            let label = Int(best[word])
            // Any other label follows the best one of the word before, which stands there already.
            guard let beginning = beginning(of: label) else { continue }
            let row = memory.continuesRow(word, labels: rules.count)
            let bit = row[label / 8] >> UInt8(truncatingIfNeeded: label & 7) & 1
            best[word &- 1] = UInt16(truncatingIfNeeded: bit == 1 ? label : beginning)
        }
        return UnsafeBufferPointer(rebasing: best[..<words])
    }
}

extension Engine {
    /// The spans that head number `index`, of the kind `tokenBIO`, finds in a text of which all hidden states were wanted.
    ///
    /// They are valid until the next call.
    ///
    /// - Parameters:
    ///   - reading: what was read of the text.
    ///   - index: the number of the head.
    ///   - intent: the text's label by the head of intents; a head of learnt paths leaves out the slots that this intent does
    ///     not have.
    /// - Returns: the spans in their order.
    public func tag(_ reading: borrowing Reading, head index: Int, intent: Int? = nil) -> TextSpans {
        let head = model.head(index)
        if let transitions = head.transitions { return tagPath(reading, index, transitions, intent: intent) }
        let rules = memory.tagRules(of: index, in: model)
        var decoder = TagDecoder(rules: rules, memory: memory.tags)
        var words = reading.words
        var logits = TiledLogits(of: head, into: memory.logits)
        while let word = words.next() {
            decoder.add(logits.ofPiece(word.firstPiece, reading.states, by: encoder))
        }
        var spans = TextSpans(
            storage: memory.spans, text: reading.text, labels: head.labels, kinds: head.slotKinds)
        spans.collect(reading.words, tags: decoder.path(), rules: rules)
        spans.trimPunctuation()
        return spans
    }
}

extension Engine {
    /// Gives the spans that head number `index` found in a text their scores: of each the lowest of its words, which is the
    /// probability that a word belongs to a span of this name, begun there or before.
    @inline(never)
    func score(_ spans: inout TextSpans, _ reading: borrowing Reading, head index: Int) {
        let head = model.head(index)
        if let transitions = head.transitions { return scorePaths(&spans, reading, index, transitions) }
        let rules = memory.tagRules(of: index, in: model)
        var words = reading.words
        var logits = TiledLogits(of: head, into: memory.logits)
        let scores = UnsafeMutableBufferPointer(rebasing: memory.tags.scores[..<rules.count])
        while let word = words.next() {
            guard let span = spans.index(from: word.start, to: word.end) else { continue }
            _ = scores.update(fromContentsOf: logits.ofPiece(word.firstPiece, reading.states, by: encoder))
            let sum = exponentials(scores)
            let begins = Int(spans[span].label)
            var own = scores[begins]
            for label in 0..<rules.count where rules.beginning(of: label) == begins { own += scores[label] }
            spans.lower(span, to: own / sum)
        }
    }
}

extension TextSpans {
    /// Collects the spans of `words` under their labels, `[words]`.
    ///
    /// A label that may not follow the one before it, which the decoder does not produce, is outside; free, it begins.
    mutating func collect(_ words: WordReader, tags: UnsafeBufferPointer<UInt16>, rules: TagRules) {
        var words = words
        var open = -1  // the label B-X of the span that the last word belongs to
        for tag in tags {
            guard let word = words.next() else { return }
            let label = Int(tag)
            if let beginning = rules.beginning(of: label) {
                if beginning == open {
                    extend(count &- 1, to: word.end)
                } else if rules.areFree {
                    append(TextSpan(label: beginning, start: word.start, end: word.end))
                    open = beginning
                } else {
                    open = -1
                }
            } else if beginsSpan(label) {
                append(TextSpan(label: label, start: word.start, end: word.end))
                open = label
            } else {
                open = -1
            }
        }
    }
}
