import Foundation

/// Finds texts that stand in a training file twice, or nearly so.
struct DuplicateTexts {
    private var exact: [String: TaughtExample] = [:]
    private var folded: [String: TaughtExample] = [:]
    private var bare: [String: TaughtExample] = [:]
    private var near: [String] = []
    /// Lines that repeat a text with its label.
    private(set) var repeats: [Int] = []

    /// Takes an example.
    ///
    /// - Parameters:
    ///   - example: the next of the file.
    ///   - isMade: whether a template made it among others, whose repeats are nobody's mistake.
    /// - Returns: false when it repeats an earlier one.
    /// - Throws: `Failure` when the same text has another label or other slots in an earlier line.
    mutating func add(_ example: TaughtExample, isMade: Bool) throws -> Bool {
        let key = example.text.lowercased()
        if let before = exact[key] {
            if before.label == example.label && (before.markup.slots == example.markup.slots || isMade) {
                if !isMade { repeats.append(example.line) }
                return false
            }
            throw Failure(
                before.label == example.label
                    ? "the same text has other slots in line \(before.line)"
                    : "the same text has the label \(before.label) in line \(before.line), and here \(example.label)"
            )
        }
        exact[key] = example
        let reading = DuplicateTexts.folded(key)
        let words = String(reading.unicodeScalars.filter { $0.isLetterOrDigit || $0 == " " }).tidied
        if let before = folded[reading], before.label != example.label {
            near.append("line \(example.line) has the same pieces as line \(before.line) with another label")
        } else if let before = bare[words], before.label != example.label {
            near.append(
                "line \(example.line) differs in its punctuation alone from line \(before.line) with another label"
            )
        }
        if folded[reading] == nil { folded[reading] = example }
        if bare[words] == nil { bare[words] = example }
        return true
    }

    /// What the user should know of texts that are nearly the same.
    var remarks: [String] {
        let more = near.count > 10 ? ["and \(near.count - 10) more lines like these"] : []
        return near.prefix(10) + more
    }

    /// A text as the device reads it: without accents, with single blanks.
    private static func folded(_ text: String) -> String {
        let isASCII = text.utf8.allSatisfy { $0 < 0x80 }
        guard !isASCII else { return text.tidied }
        let parts = text.decomposedStringWithCanonicalMapping.unicodeScalars.filter {
            $0.properties.generalCategory != .nonspacingMark
        }
        return String(String.UnicodeScalarView(parts)).tidied
    }
}
