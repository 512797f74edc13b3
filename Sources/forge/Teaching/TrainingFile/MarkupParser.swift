/// Reads the markup of a training file: slots, optional words, alternatives and lists; TRAINING_FILE.md has it whole.
///
/// Slots may also stand as Rasa and Snips write them: `[kitchen](room)`, `[kitchen]{"entity": "room"}`,
/// `[room:places](kitchen)`.
struct MarkupParser {
    let bytes: [UInt8]
    let lists: Set<String>
    var place = 0
    private var choices = 0
    private var depth = 0
    private var isInSlot = false

    private static let maximumDepth = 16
    private static let escapable = Set(Array("[](){}|\\:#".utf8))

    /// Reads a line.
    ///
    /// - Parameters:
    ///   - line: a text with markup.
    ///   - lists: the names of the lists that the file declares.
    /// - Returns: what the line stands for.
    /// - Throws: `MarkupError` that says what is wrong, and where.
    static func pattern(of line: String, lists: Set<String>) throws -> Pattern {
        var parser = MarkupParser(bytes: Array(line.utf8), lists: lists)
        return try parser.sequence(until: [])
    }

    private init(bytes: [UInt8], lists: Set<String>) {
        self.bytes = bytes
        self.lists = lists
    }

    func error(_ message: String, at byte: Int? = nil) -> MarkupError {
        let before = String(decoding: bytes[..<min(byte ?? place, bytes.count)], as: UTF8.self)
        return MarkupError(column: before.unicodeScalars.count + 1, message: message)
    }

    func text(_ range: Range<Int>) -> String {
        String(decoding: bytes[range], as: UTF8.self)
    }

    // MARK: - Parts

    private mutating func sequence(until stops: Set<UInt8>) throws -> Pattern {
        var parts: [Pattern] = []
        var plain: [UInt8] = []
        func end() {
            if !plain.isEmpty { parts.append(.text(plain)) }
            plain = []
        }
        while place < bytes.count, !stops.contains(bytes[place]) {
            let byte = bytes[place]
            switch byte {
            case UInt8(ascii: "\\")
            where place + 1 < bytes.count && Self.escapable.contains(bytes[place + 1]):
                plain.append(bytes[place + 1])
                place += 2
            case UInt8(ascii: "["):
                end()
                parts.append(try bracket())
            case UInt8(ascii: "]"): throw error("a ] without its [")
            case UInt8(ascii: "("):
                end()
                parts.append(try parenthesis())
            case UInt8(ascii: "{"):
                if let list = try list() {
                    end()
                    parts.append(list)
                } else {
                    plain.append(byte)
                    place += 1
                }
            default:
                plain.append(byte)
                place += 1
            }
        }
        end()
        return parts.count == 1 ? parts[0] : .sequence(parts)
    }

    /// Options with `|` between them, up to `stop`, which is taken.
    private mutating func options(until stop: UInt8) throws -> Pattern {
        try goDeeper()
        defer { depth -= 1 }
        let bar = UInt8(ascii: "|")
        var options = [try sequence(until: [bar, stop])]
        while place < bytes.count, bytes[place] == bar {
            place += 1
            options.append(try sequence(until: [bar, stop]))
        }
        place += 1
        return options.count == 1 ? options[0] : choice(options)
    }

    private mutating func goDeeper() throws {
        depth += 1
        guard depth <= Self.maximumDepth else {
            throw error("brackets in more than \(Self.maximumDepth) brackets")
        }
    }

    private mutating func choice(_ options: [Pattern]) -> Pattern {
        choices += 1
        return .choice(id: choices, options)
    }

    /// `(a | b)`; without a bar between them, parentheses are what they are in any text.
    private mutating func parenthesis() throws -> Pattern {
        let start = place
        place += 1
        switch MarkupScan.parenthesis(bytes, from: place) {
        case .group: return try options(until: UInt8(ascii: ")"))
        case .plain(let end):
            try goDeeper()
            defer { depth -= 1 }
            let inside = try sequence(until: [UInt8(ascii: ")")])
            place = end + 1
            return .sequence([.text([UInt8(ascii: "(")]), inside, .text([UInt8(ascii: ")")])])
        case .open(let hasBar):
            if hasBar { throw error("a ( without its )", at: start) }
            return .text([UInt8(ascii: "(")])
        }
    }

    /// `{name}`; any other text in braces is plain.
    private mutating func list() throws -> Pattern? {
        let name = MarkupScan.name(bytes, from: place + 1)
        let end = MarkupScan.skipBlanks(bytes, from: name.upperBound)
        guard !name.isEmpty, end < bytes.count, bytes[end] == UInt8(ascii: "}") else { return nil }
        guard lists.contains(text(name)) else {
            throw error("there is no list \(text(name)); declare it: # list \(text(name)): one | two | three")
        }
        place = end + 1
        choices += 1
        return .list(id: choices, name: text(name), isMarked: !isInSlot)
    }

    // MARK: - Brackets

    /// A slot, or optional words.
    private mutating func bracket() throws -> Pattern {
        let start = place
        guard let end = MarkupScan.bracket(bytes, from: start + 1) else { throw error("a [ without its ]") }
        if let foreign = try foreignSlot(start + 1..<end) { return foreign }
        if let colon = MarkupScan.colon(bytes, in: start + 1..<end) {
            return try slot(colon: colon, end: end)
        }
        place += 1
        let inside = text(place..<end)
        if inside.allSatisfy({ $0 == " " }) { throw error("nothing between [ and ]", at: start) }
        let parts = inside.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(
            String.init)
        if parts.count == 2, SlotName.isValid(parts[0].trimmed) {
            throw error(
                "[\(inside.abridged)] is no slot; write [\(parts[0].trimmed): \(parts[1].trimmed)]", at: start
            )
        }
        let words = try options(until: UInt8(ascii: "]"))
        return choice([words, .text([])])
    }

    /// `[name: value]`.
    private mutating func slot(colon: Int, end: Int) throws -> Pattern {
        let start = place
        let written = text(start + 1..<colon).trimmed
        if written.isEmpty { throw error("a slot without a name; write [name: value]") }
        guard SlotName.isValid(written) else { throw error(SlotName.complaint(about: written)) }
        if isInSlot { throw error("the slot \(written) stands in another slot") }
        isInSlot = true
        defer { isInSlot = false }
        place = MarkupScan.skipBlanks(bytes, from: colon + 1)
        if place >= end { throw error("the slot \(written) is empty", at: start) }
        return .slot(name: written, value: try options(until: UInt8(ascii: "]")).withoutTrailingBlanks)
    }

    /// `[value](name)`, `[value](name:synonym)`, `[value]{"entity": "name"}` and `[name:entity](value)`.
    private mutating func foreignSlot(_ inside: Range<Int>) throws -> Pattern? {
        guard let foreign = try ForeignSlot(bytes, inside: inside) else { return nil }
        if isInSlot { throw error("the slot \(foreign.name) stands in another slot") }
        guard SlotName.isValid(foreign.name) else { throw error(SlotName.complaint(about: foreign.name)) }
        let value = foreign.value.trimmed
        if value.isEmpty { throw error("the slot \(foreign.name) is empty") }
        place = foreign.end
        return .slot(name: foreign.name, value: .text(Array(value.utf8)))
    }
}

/// What a slot may be called.
enum SlotName {
    /// What a name may have; a tag of it and its prefix is a line of the model's file.
    static let maximumBytes = 63

    static func isValid(_ name: String) -> Bool {
        guard let first = name.unicodeScalars.first, name.utf8.count <= maximumBytes else { return false }
        return (first == "_" || first.properties.isAlphabetic)
            && name.unicodeScalars.allSatisfy { $0.isLetterOrDigit || "_-./".unicodeScalars.contains($0) }
    }

    static func complaint(about name: String) -> String {
        if name.utf8.count > maximumBytes {
            return "the slot name \(name.abridged) has \(name.utf8.count) bytes; \(maximumBytes) are possible"
        }
        return "\"\(name.abridged)\" is no slot name: that is a letter, then letters, digits, _ - . or /;"
            + " a colon that is one has a \\ before it"
    }
}
