import Foundation

/// A list of values that a training file declares: `# list room: kitchen = cook room | hall | 1..9`.
struct TaughtList: Equatable {
    /// A value, and what else it is called.
    struct Item: Equatable {
        let value: String
        let synonyms: [String]
    }

    let name: String
    private(set) var items: [Item]

    /// What a list may have.
    static let maximumItems = 4096
    /// What a value or a synonym may have.
    static let maximumBytes = 255

    /// Every value and synonym, in order, none twice.
    var phrases: [String] {
        var seen: Set<String> = []
        return items.flatMap { [$0.value] + $0.synonyms }.filter { seen.insert($0).inserted }
    }

    /// Adds the items of another line with the same name.
    mutating func add(_ more: TaughtList) throws {
        guard items.count + more.items.count <= TaughtList.maximumItems else {
            throw Failure("the list \(name) has more than \(TaughtList.maximumItems) values")
        }
        items += more.items
    }

    /// The slot that a line `# closed room` names; nil where a line is another remark.
    static func closed(line: String) -> String? {
        let words = line.dropFirst().split { $0 == " " }.map(String.init)
        guard words.count == 2, words[0].lowercased() == "closed", SlotName.isValid(words[1]) else {
            return nil
        }
        return words[1]
    }

    /// Reads a line that starts with `#`; nil where it declares no list and is a remark like others.
    ///
    /// - Throws: `MarkupError` when it does, but not as it should be.
    init?(line: String) throws {
        let words = line.dropFirst().drop { $0 == " " }
        guard words.lowercased().hasPrefix("list "), let colon = words.firstIndex(of: ":") else { return nil }
        let name = String(words[..<colon].dropFirst("list ".count)).trimmed
        guard SlotName.isValid(name) else { return nil }
        self.name = name
        items = []
        var column = line.unicodeScalars.distance(from: line.startIndex, to: colon) + 2
        for written in TaughtList.split(words[words.index(after: colon)...], at: "|") {
            do {
                items += try TaughtList.items(written)
            } catch {
                throw MarkupError(column: column, message: "\(error)")
            }
            column += written.unicodeScalars.count + 1
        }
        guard items.count <= TaughtList.maximumItems else {
            throw MarkupError(
                column: 1, message: "\(items.count) values; \(TaughtList.maximumItems) are possible")
        }
    }

    /// One value with its synonyms, or the numbers of a range.
    private static func items(_ written: String) throws -> [Item] {
        let names = split(written[...], at: "=").map { plain($0) }
        if names.contains("") { throw Failure("an empty value; between two bars stands one") }
        if let long = names.first(where: { $0.utf8.count > maximumBytes }) {
            throw Failure(
                "the value \(long.abridged) has \(long.utf8.count) bytes; \(maximumBytes) are possible")
        }
        if names.count == 1, let range = try range(names[0]) {
            return range.map { Item(value: String($0), synonyms: []) }
        }
        return [Item(value: names[0], synonyms: Array(names.dropFirst()))]
    }

    private static func range(_ written: String) throws -> ClosedRange<Int>? {
        let parts = written.components(separatedBy: "..")
        guard parts.count == 2, let low = Int(parts[0]), let high = Int(parts[1]) else { return nil }
        guard low <= high, low.magnitude < 1 << 32, high < 1 << 32, high - low < maximumItems else {
            throw Failure("the range \(written) has no number, more than \(maximumItems), or too great ones")
        }
        return low...high
    }

    /// The parts of a text between signs that have no `\` before them.
    private static func split(_ text: Substring, at sign: Character) -> [String] {
        var parts = [""]
        var isEscaped = false
        for character in text {
            if character == sign && !isEscaped {
                parts.append("")
            } else {
                parts[parts.count - 1].append(character)
            }
            isEscaped = character == "\\" && !isEscaped
        }
        return parts
    }

    /// A text without blanks around it, and without the `\` before `|`, `=` and `\`.
    private static func plain(_ written: String) -> String {
        var text = ""
        var isEscaped = false
        for character in written {
            if character == "\\" && !isEscaped {
                isEscaped = true
                continue
            }
            if isEscaped && !"|=\\".contains(character) { text.append("\\") }
            text.append(character)
            isEscaped = false
        }
        return (isEscaped ? text + "\\" : text).tidied
    }
}
