/// What a line of a training file stands for: one text, or several where it has alternatives.
indirect enum Pattern {
    case text([UInt8])
    case slot(name: String, value: Pattern)
    case sequence([Pattern])
    /// One of these; `id` tells choices of a line apart.
    case choice(id: Int, [Pattern])
    /// One of a list's phrases, the value of a slot of the list's name unless it stands in a slot.
    case list(id: Int, name: String, isMarked: Bool)

    /// Counts the ways there are to choose.
    ///
    /// - Parameter phrases: how many phrases each list has.
    /// - Returns: at most `Int.max`.
    func count(_ phrases: [String: Int]) -> Int {
        switch self {
        case .text: 1
        case .slot(_, let value): value.count(phrases)
        case .sequence(let parts):
            parts.reduce(1) { product, part in
                let (value, isOver) = product.multipliedReportingOverflow(by: part.count(phrases))
                return isOver ? .max : value
            }
        case .choice(_, let options):
            options.reduce(0) { sum, option in
                let (value, isOver) = sum.addingReportingOverflow(option.count(phrases))
                return isOver ? .max : value
            }
        case .list(_, let name, _): max(1, phrases[name] ?? 0)
        }
    }

    /// Whether some part of it is a slot, or the phrase of a list, which becomes one.
    var hasSlots: Bool {
        switch self {
        case .text: false
        case .slot, .list: true
        case .sequence(let parts), .choice(_, let parts): parts.contains(where: \.hasSlots)
        }
    }

    /// Whether it has optional words, alternatives or lists.
    var isTemplate: Bool {
        switch self {
        case .text: false
        case .slot(_, let value): value.isTemplate
        case .sequence(let parts): parts.contains(where: \.isTemplate)
        case .choice, .list: true
        }
    }

    /// The pattern without blanks at its end, as far as that is plain text.
    var withoutTrailingBlanks: Pattern {
        switch self {
        case .text(let bytes):
            return .text(bytes.lastIndex { $0 != UInt8(ascii: " ") }.map { Array(bytes[...$0]) } ?? [])
        case .sequence(let parts):
            guard let last = parts.last else { return self }
            return .sequence(parts.dropLast() + [last.withoutTrailingBlanks])
        case .slot, .choice, .list: return self
        }
    }
}
