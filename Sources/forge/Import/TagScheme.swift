/// What the labels of a classifier of tokens mean, told by their names.
struct TagScheme {
    /// As the model has them: `O`, `B-name` and `I-name` where they name spans.
    let labels: [String]
    /// The row of the classifier for each label; behind all others come beginnings that the scheme does not have, with the
    /// rows of their insides, which count before them.
    let rows: [Int]
    /// Whether the labels name spans; else each word has its tag.
    let namesSpans: Bool
    /// What the user should know.
    let remark: String?

    /// Labels of what is no word of a text, which a network may have learnt beside the others.
    private static let paddings: Set = ["X", "[CLS]", "[SEP]", "[PAD]", "PAD", "<PAD>", "<pad>"]

    /// What other schemes call the beginning and the inside of a span: S, U and W are spans of one word, E and L end one,
    /// M is inside.
    private static let letters: [Character: Character] = [
        "B": "B", "S": "B", "U": "B", "W": "B", "I": "I", "E": "I", "L": "I", "M": "I",
    ]

    /// The letters of each scheme that is known.
    private static let schemes: [(name: String, letters: Set<Character>)] = [
        ("IOB", ["B", "I"]), ("BIOES", ["B", "I", "E", "S"]), ("BILOU", ["B", "I", "L", "U"]),
        ("BMES", ["B", "M", "E", "S"]), ("BMEWO", ["B", "M", "E", "W"]),
    ]

    /// Tags of parts of speech; labels with one of them name no entities.
    private static let partsOfSpeech: Set = [
        "ADJ", "ADP", "ADV", "AUX", "CCONJ", "CONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN",
        "PUNCT", "SCONJ", "SYM", "VERB", "NN", "NNP", "NNS", "VB", "VBD", "JJ", "RB", "DT", "IN",
    ]

    /// - Throws: `Failure` for a scheme that cannot be told by beginning and inside.
    init(_ labels: [String]) throws {
        let named = labels.filter { $0 != "O" && !TagScheme.paddings.contains($0) }
        let letters = Set(named.compactMap(TagScheme.letter))
        let prefixed = named.count { TagScheme.letter($0) != nil }
        guard prefixed == named.count, prefixed > 0 else {
            let hasOutside = labels.contains("O")
            if prefixed == 0, hasOutside, let other = named.first(where: TagScheme.isSpelledOtherwise) {
                throw Failure("the label \(other.abridged): B-, I- and the like before a name are known")
            }
            let isOfSpeech = !TagScheme.partsOfSpeech.isDisjoint(with: labels)
            if prefixed == 0, hasOutside, !named.isEmpty, !isOfSpeech {
                (self.labels, rows) = TagScheme.withBeginnings(
                    labels.map { named.contains($0) ? "I-" + $0 : "O" })
                namesSpans = true
                remark = "the labels have no B- or I-: words of one label in a row are one span"
                return
            }
            (self.labels, rows) = (labels, Array(labels.indices))
            namesSpans = false
            let odd = named.first { TagScheme.letter($0) == nil } ?? ""
            remark =
                prefixed > 0 ? "not all labels are B- or I- (\(odd.abridged)): each word has its tag" : nil
            return
        }
        guard let scheme = TagScheme.schemes.first(where: { letters.isSubset(of: $0.letters) }),
            letters.isSubset(of: ["B", "I"]) || letters.contains("B")
        else {
            throw Failure(
                "labels with " + letters.sorted().map { "\($0)-" }.joined(separator: ", ")
                    + ": IO, IOB, BIOES, BILOU and BMES can be imported")
        }
        let own = labels.map { label in
            guard let letter = TagScheme.letter(label), let own = TagScheme.letters[letter] else {
                return "O"
            }
            return "\(own)\(label.dropFirst())"
        }
        (self.labels, rows) = TagScheme.withBeginnings(own)
        namesSpans = true
        remark =
            scheme.name == "IOB" ? nil : "tags of the scheme \(scheme.name): spans begin and go on as it says"
    }

    /// Labels with `B-name` for each `I-name` that has none, and the rows of all.
    private static func withBeginnings(_ labels: [String]) -> (labels: [String], rows: [Int]) {
        var (all, rows) = (labels, Array(labels.indices))
        for (row, label) in labels.enumerated() where label.hasPrefix("I-") {
            let beginning = "B-" + label.dropFirst(2)
            guard !all.contains(beginning) else { continue }
            all.append(beginning)
            rows.append(row)
        }
        return (all, rows)
    }

    /// Whether a label has a letter of a scheme before or behind its name, but not as it is known.
    private static func isSpelledOtherwise(_ label: String) -> Bool {
        guard letter(label) == nil, label.utf8.count > 2 else { return false }
        func isSign(_ sign: Character?) -> Bool { sign == "-" || sign == "_" }
        func isLetter(_ sign: Character?) -> Bool { sign.map { "BIESLU".contains($0.uppercased()) } ?? false }
        return isLetter(label.first) && isSign(label.dropFirst().first)
            || isLetter(label.last) && isSign(label.dropLast().last)
    }

    /// The letter of a scheme before `-` and a name; nil for another label.
    private static func letter(_ label: String) -> Character? {
        guard label.utf8.count > 2, label.dropFirst().first == "-", let letter = label.first else {
            return nil
        }
        return letters[letter] == nil ? nil : letter
    }
}
