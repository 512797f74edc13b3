/// A text with its slots: what `turn on the [room: kitchen] lights` says and marks.
struct SlotMarkup: Hashable {
    /// A slot of the text.
    struct Slot: Hashable {
        let name: String
        /// Bytes of the text, without blanks at their ends; they may start or end inside of a word.
        let bytes: Range<Int>
    }

    /// The text as a person would type it.
    let text: String
    /// In the order of the text; no two overlap.
    let slots: [Slot]

    init(text: String, slots: [Slot] = []) {
        self.text = text
        self.slots = slots
    }

    /// Reads a line with inline slots and without alternatives.
    ///
    /// - Throws: `MarkupError` that says what is wrong with the brackets, and where.
    init(_ line: String) throws {
        let pattern = try MarkupParser.pattern(of: line, lists: [])
        if pattern.isTemplate {
            throw MarkupError(column: 1, message: "a template, where one text is wanted")
        }
        self = PatternExpansion(lists: []).texts(of: pattern, limit: 1).first ?? SlotMarkup(text: "")
    }

    /// The text of a slot.
    func value(of slot: Slot) -> String {
        String(decoding: Array(text.utf8)[slot.bytes], as: UTF8.self)
    }

    /// The same text without its slots.
    var withoutSlots: SlotMarkup { SlotMarkup(text: text) }
}

/// What is wrong with a line's brackets, and where.
struct MarkupError: Error, CustomStringConvertible {
    /// Counted in characters of the text, from 1.
    let column: Int
    let message: String

    var description: String { "column \(column): \(message)" }
}
