/// What a line wants of a task.
struct Request {
    /// The name after the `@`, as the reply repeats it; that of the default task for a plain line.
    let name: Bytes
    /// What follows the name, or of two texts what stands before the separator; not blank where the task needs a text.
    ///
    /// Byte offsets in answers count from its first byte.
    let text: Bytes
    /// What stands after the separator; not blank where the task needs two texts, and empty elsewhere.
    ///
    /// Byte offsets in answers to two texts count from its first byte.
    let second: Bytes
    /// The number of the head, for a task of heads.
    let head: Int
}

/// A line in its parts: `@name text`, or a plain line, which is a text for the default task.
struct RequestLine {
    /// The name after the `@`; nil for a plain line.
    let name: Bytes?
    /// The text: all of a plain line, or what follows the first blank after the name.
    let text: Bytes

    /// Reads a line, valid UTF-8 without its line end.
    init(_ line: Bytes) {
        guard line.first == UInt8(ascii: "@") else {
            name = nil
            text = line
            return
        }
        var end = 1
        while end < line.count && !isBlank(line[end]) { end &+= 1 }
        name = Bytes(rebasing: line[1..<end])
        text = Bytes(rebasing: line[min(end &+ 1, line.count)...])
    }

    /// Whether there is nothing in the text but white space.
    var isTextBlank: Bool { text.allSatisfy(isBlank) }
}

/// Two texts, split by the first TAB, or the first ` || ` where that comes before.
struct TextPair {
    let first: Bytes
    let second: Bytes

    /// Splits a text; nil without a separator, and when there is nothing but white space on a side of it.
    init?(_ text: Bytes) {
        var position = 0
        var width = 0
        while position < text.count {
            width = Self.separatorBytes(text, at: position)
            if width > 0 { break }
            position &+= 1
        }
        if width == 0 { return nil }
        first = Bytes(rebasing: text[..<position])
        second = Bytes(rebasing: text[(position &+ width)...])
        if first.allSatisfy(isBlank) || second.allSatisfy(isBlank) { return nil }
    }

    private static func separatorBytes(_ text: Bytes, at position: Int) -> Int {
        if text[position] == UInt8(ascii: "\t") { return 1 }
        let separator: Literal = " || "
        let bytes = separator.bytes
        guard bytes.count <= text.count &- position else { return 0 }
        let candidate = Bytes(rebasing: text[position..<position &+ bytes.count])
        return sameBytes(candidate, bytes) ? bytes.count : 0
    }
}

/// Whether a byte is ASCII white space.
func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || (byte >= 9 && byte <= 13)
}
