extension Unicode.Scalar {
    /// Whether nobody sees it: white space of any kind, and marks of no width such as U+200B and U+FEFF.
    var isBlank: Bool {
        value == 0x20 || value > 0x7E && (properties.isWhitespace || properties.generalCategory == .format)
    }

    /// Whether it is a control character, which has no place in a text.
    var isControl: Bool {
        !isBlank && properties.generalCategory == .control
    }

    /// Whether it is a letter or a digit of any script.
    var isLetterOrDigit: Bool {
        switch properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
            .decimalNumber, .letterNumber, .otherNumber:
            true
        default: false
        }
    }
}

extension String {
    /// The text without blanks of any kind at its ends.
    var trimmed: String {
        var scalars = unicodeScalars[...]
        while let first = scalars.first, first.isBlank { scalars.removeFirst() }
        while let last = scalars.last, last.isBlank { scalars.removeLast() }
        return String(scalars)
    }

    /// The text with single spaces for blanks, none at its ends, and without marks of no width.
    var tidied: String {
        var tidy = ""
        var isOpen = false
        for scalar in unicodeScalars {
            if scalar.properties.generalCategory == .format { continue }
            if scalar.isBlank {
                isOpen = !tidy.isEmpty
            } else {
                if isOpen { tidy.append(" ") }
                isOpen = false
                tidy.unicodeScalars.append(scalar)
            }
        }
        return tidy
    }

    /// The text cut to what fits on a line of a message.
    var abridged: String {
        count > 60 ? prefix(59) + "…" : self
    }
}
