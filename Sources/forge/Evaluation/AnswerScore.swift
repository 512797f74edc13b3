/// SQuAD's two measures, summed up.
struct AnswerScore {
    private(set) var count = 0
    private var exactCount = 0
    private var f1Sum = 0.0

    /// Adds an answer; returns whether it is equal after normalization.
    @discardableResult
    mutating func add(_ answer: String, gold: String) -> Bool {
        let (words, goldWords) = (squadWords(answer), squadWords(gold))
        count += 1
        exactCount += words == goldWords ? 1 : 0
        f1Sum += wordF1(words, goldWords)
        return words == goldWords
    }

    /// Fraction of the answers that are equal after normalization.
    var exactMatch: Double? { count == 0 ? nil : Double(exactCount) / Double(count) }
    /// Mean F1.
    var f1: Double? { count == 0 ? nil : f1Sum / Double(count) }
}

/// F1 of two answers as bags of words; of two empty ones 1, of one 0 (as evaluate-v2.0.py).
func wordF1(_ words: [String], _ gold: [String]) -> Double {
    if words.isEmpty || gold.isEmpty { return words.isEmpty && gold.isEmpty ? 1 : 0 }
    var left = Dictionary(grouping: gold) { $0 }.mapValues(\.count)
    var common = 0
    for word in words where left[word, default: 0] > 0 {
        left[word, default: 0] -= 1
        common += 1
    }
    return 2 * Double(common) / Double(words.count + gold.count)
}

/// The words of an answer as SQuAD's evaluation script normalizes it.
///
/// Lower case, without ASCII punctuation, without the articles a, an, the, cut at white space.
func squadWords(_ text: String) -> [String] {
    let kept = text.lowercased().unicodeScalars.filter {
        !("!"..."/" ~= $0 || ":"..."@" ~= $0 || "["..."`" ~= $0 || "{"..."~" ~= $0)
    }
    var plain = String.UnicodeScalarView()
    // An article is a whole run of letters and digits: in "a–b", a is one.
    for run in runs(of: Array(kept)) {
        plain.append(
            contentsOf: articles.contains(String(String.UnicodeScalarView(run))) ? [" "] : Array(run))
    }
    return plain.split(whereSeparator: isPythonSpace).map { String($0) }
}

private let articles: Set<String> = ["a", "an", "the"]

/// The text cut wherever letters and digits begin or end (`\b` of Python's expressions).
private func runs(of scalars: [Unicode.Scalar]) -> [ArraySlice<Unicode.Scalar>] {
    var found: [ArraySlice<Unicode.Scalar>] = []
    var start = 0
    for index in scalars.indices {
        let isLast = index + 1 == scalars.count
        if isLast || isPythonLetter(scalars[index]) != isPythonLetter(scalars[index + 1]) {
            found.append(scalars[start...index])
            start = index + 1
        }
    }
    return found
}

private func isPythonLetter(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: true
    default: scalar.properties.numericType != nil || scalar == "_"
    }
}

private func isPythonSpace(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isWhitespace || "\u{1C}"..."\u{1F}" ~= scalar
}
