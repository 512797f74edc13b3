/// A labelled run of words: a slot, an entity.
struct Span: Hashable {
    let name: String
    /// Index of the first word.
    let first: Int
    /// Index of the last word.
    let last: Int
}

/// The spans of a row of tags, by the rules of conlleval.
///
/// `B-` starts one, and so does an `I-` that continues nothing of its name.
func spans(ofTags tags: [String]) -> [Span] {
    var spans: [Span] = []
    var open: (name: String, first: Int)?
    for (index, tag) in tags.enumerated() {
        let (prefix, name) = parts(ofTag: tag)
        let continues = prefix == "I" && open?.name == name
        if let current = open, !continues {
            spans.append(Span(name: current.name, first: current.first, last: index - 1))
            open = nil
        }
        if prefix != "O", !continues { open = (name, index) }
    }
    if let current = open {
        spans.append(Span(name: current.name, first: current.first, last: tags.count - 1))
    }
    return spans
}

/// A tag's prefix (`B`, `I`, `O`) and the name behind its first hyphen.
private func parts(ofTag tag: String) -> (prefix: Substring, name: String) {
    guard let hyphen = tag.firstIndex(of: "-") else { return (tag[...], "") }
    return (tag[..<hyphen], String(tag[tag.index(after: hyphen)...]))
}

/// The bytes of words that are joined by single spaces.
///
/// As on the device (Words.swift), a word leaves out the final run of the marks `. , ! ? ; :`, of which its first
/// byte is never part.
func wordRanges(of words: [String]) -> [Range<Int>] {
    let marks = Array(".,!?;:".utf8)
    var start = 0
    return words.map { word in
        let bytes = Array(word.utf8)
        let final = bytes.dropFirst().reversed().prefix { marks.contains($0) }.count
        defer { start += bytes.count + 1 }
        return start..<start + bytes.count - final
    }
}

/// The span of words that a range of bytes covers.
///
/// A range that begins or ends inside a word covers that word only in part, which no gold span does: it becomes a span
/// that equals none.
func span(named name: String, ofBytes range: Range<Int>, amongWords words: [Range<Int>]) -> Span {
    let first = words.firstIndex { $0.lowerBound == range.lowerBound }
    let last = words.lastIndex { $0.upperBound == range.upperBound }
    return Span(name: name, first: first ?? -1, last: last ?? -1)
}

/// Counts of exactly matching spans, summed over all examples.
struct SpanScore: Equatable {
    private(set) var gold = 0
    private(set) var predicted = 0
    private(set) var correct = 0

    /// Adds an example.
    mutating func add(gold goldSpans: [Span], predicted predictedSpans: [Span]) {
        gold += goldSpans.count
        predicted += predictedSpans.count
        correct += Set(goldSpans).intersection(predictedSpans).count
    }

    /// Correct spans among the predicted ones; 0 when there are none.
    var precision: Double { predicted == 0 ? 0 : Double(correct) / Double(predicted) }
    /// Correct spans among the gold ones; 0 when there are none.
    var recall: Double { gold == 0 ? 0 : Double(correct) / Double(gold) }
    /// Harmonic mean of precision and recall, of the counts over all examples (micro F1).
    var f1: Double { gold + predicted == 0 ? 0 : 2 * Double(correct) / Double(gold + predicted) }
}
