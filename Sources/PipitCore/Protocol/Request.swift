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
        let (first, second) = splitText(text)
        guard let second else { return nil }
        if first.allSatisfy(isBlank) || second.allSatisfy(isBlank) { return nil }
        (self.first, self.second) = (first, second)
    }
}

/// A text up to the first separator, and what follows that; nil without one.
@inline(never)
func splitText(_ text: Bytes) -> (first: Bytes, second: Bytes?) {
    for position in 0..<text.count {
        let width = separatorBytes(text, at: position)
        if width == 0 { continue }
        return (Bytes(rebasing: text[..<position]), Bytes(rebasing: text[(position &+ width)...]))
    }
    return (text, nil)
}

/// Bytes of the separator that stands at `position`, 0 where none does; at the end of a text it needs no blank behind it.
private func separatorBytes(_ text: Bytes, at position: Int) -> Int {
    if text[position] == UInt8(ascii: "\t") { return 1 }
    let bar = UInt8(ascii: "|")
    let space = UInt8(ascii: " ")
    let left = text.count &- position
    guard left > 2, text[position] == space, text[position &+ 1] == bar, text[position &+ 2] == bar else {
        return 0
    }
    if left == 3 { return 3 }
    return text[position &+ 3] == space ? 4 : 0
}

/// Text without the blanks around it.
@inline(never)
func trimmed(_ text: Bytes) -> Bytes {
    var (start, end) = (0, text.count)
    while start < end && text[start] == UInt8(ascii: " ") { start &+= 1 }
    while end > start && text[end &- 1] == UInt8(ascii: " ") { end &-= 1 }
    return Bytes(rebasing: text[start..<end])
}

/// Whether a byte is ASCII white space.
func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || (byte >= 9 && byte <= 13)
}
