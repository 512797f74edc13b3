/// A text with its slots taken out of the brackets: `turn on the [room: kitchen] lights`.
struct SlotMarkup: Equatable {
    /// A slot of the text.
    struct Slot: Equatable {
        let name: String
        /// Bytes of the text.
        let bytes: Range<Int>
    }

    /// The text as a person would type it.
    let text: String
    let slots: [Slot]

    /// Reads a line with inline slots.
    ///
    /// A name has lower-case letters, digits, `_` and `-`; blanks around name and value do not count.
    ///
    /// - Throws: `Failure` that says what is wrong with the brackets.
    init(_ line: String) throws {
        var text: [UInt8] = []
        var slots: [Slot] = []
        var rest = Array(line.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "]") { throw Failure("a ] without its [") }
            guard byte == UInt8(ascii: "[") else {
                text.append(byte)
                continue
            }
            guard let end = rest.firstIndex(of: UInt8(ascii: "]")) else { throw Failure("a [ without its ]") }
            let (name, value) = try SlotMarkup.parts(of: rest[..<end])
            slots.append(Slot(name: name, bytes: text.count..<text.count + value.count))
            text += value
            rest = rest[(end + 1)...]
        }
        self.text = String(decoding: text, as: UTF8.self)
        self.slots = slots
    }

    /// A text with slots at these bytes.
    init(text: String, slots: [Slot]) {
        self.text = text
        self.slots = slots
    }

    /// The text of a slot.
    func value(of slot: Slot) -> String {
        String(decoding: Array(text.utf8)[slot.bytes], as: UTF8.self)
    }

    /// A text without slots.
    init(plain text: String) {
        self.text = text
        slots = []
    }

    private static func parts(of inside: ArraySlice<UInt8>) throws -> (name: String, value: ArraySlice<UInt8>)
    {
        if inside.contains(UInt8(ascii: "[")) { throw Failure("a [ inside of a slot") }
        guard let colon = inside.firstIndex(of: UInt8(ascii: ":")) else {
            throw Failure("[\(String(decoding: inside, as: UTF8.self))] has no name; write [name: value]")
        }
        let name = trimmed(inside[..<colon])
        let value = trimmed(inside[(colon + 1)...])
        guard !name.isEmpty, name.allSatisfy(isNameByte) else {
            throw Failure(
                "the slot name \"\(String(decoding: name, as: UTF8.self))\"; it may have a-z, 0-9, _ and - only"
            )
        }
        if value.isEmpty { throw Failure("the slot \(String(decoding: name, as: UTF8.self)) is empty") }
        return (String(decoding: name, as: UTF8.self), value)
    }

    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let start = bytes.firstIndex { $0 != UInt8(ascii: " ") } ?? bytes.endIndex
        let end = bytes.lastIndex { $0 != UInt8(ascii: " ") }.map { $0 + 1 } ?? start
        return bytes[start..<end]
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"),
            UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
