/// Cuts a stream of bytes into lines.
struct LineSplitter {
    private var partial: [UInt8] = []

    /// Takes more bytes and returns the lines they complete, without the LF.
    mutating func add(_ bytes: [UInt8]) -> [[UInt8]] {
        var lines: [[UInt8]] = []
        var rest = bytes[...]
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            partial += rest[..<end]
            lines.append(partial)
            partial = []
            rest = rest[(end + 1)...]
        }
        partial += rest
        return lines
    }

    /// A line of a serial line without what is none of its text: the carriage return at its end, and the odd bytes
    /// that come when a driver changes the line's settings.
    static func withoutNoise(_ line: [UInt8]) -> [UInt8] {
        let text = line.drop { $0 < UInt8(ascii: " ") || $0 >= 0x7F }
        return Array(text.reversed().drop { $0 == UInt8(ascii: "\r") }.reversed())
    }

    /// The line that the end of the stream leaves without an end of its own, if any.
    mutating func rest() -> [[UInt8]] {
        defer { partial = [] }
        return partial.isEmpty ? [] : [partial]
    }
}
