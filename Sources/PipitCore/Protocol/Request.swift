/// What a line asks for: `@name text`, or a plain line, which is a text for the default task.
struct Request {
    /// The name after the `@`; nil for a plain line.
    let name: Bytes?

    /// The text: all of a plain line, or what follows the first blank after the name.
    ///
    /// Byte offsets in answers count from its first byte.
    let text: Bytes

    /// Reads a line, valid UTF-8 without its line end.
    init(line: Bytes) {
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

/// Whether a byte is ASCII white space.
private func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || (byte >= 9 && byte <= 13)
}
