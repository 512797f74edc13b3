/// No byte of a text becomes more bytes of a JSON string: a control character is written as `\u001f`.
let maximumEscapeBytes = 6

extension ByteSink {
    /// Writes `bytes` as the inside of a JSON string: valid UTF-8 out, whatever comes in.
    ///
    /// Quotes, backslashes and control characters are escaped; of bytes that are not UTF-8 each becomes U+FFFD.
    @inline(never)
    mutating func writeEscaped(_ bytes: UnsafeBufferPointer<UInt8>) {
        var position = 0
        while position < bytes.count {
            let byte = bytes[position]
            if byte < 0x80 {
                writeEscaped(ascii: byte)
                position &+= 1
                continue
            }
            let length = decodeScalar(bytes.span, at: position).byteCount
            if length == 0 {
                write("\u{FFFD}")
                position &+= 1
                continue
            }
            write(UnsafeBufferPointer(rebasing: bytes[position..<position &+ length]))
            position &+= length
        }
    }

    private mutating func writeEscaped(ascii byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): write("\\\"")
        case UInt8(ascii: "\\"): write("\\\\")
        case UInt8(ascii: "\n"): write("\\n")
        case UInt8(ascii: "\r"): write("\\r")
        case UInt8(ascii: "\t"): write("\\t")
        case 0..<0x20, 0x7F:
            write("\\u00")
            write(byte < 0x10 ? UInt8(ascii: "0") : UInt8(ascii: "0") &+ byte >> 4)
            write(hexadecimalDigit(byte & 15))
        default: write(byte)
        }
    }
}

private func hexadecimalDigit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") &+ value : UInt8(ascii: "a") &+ value &- 10
}
