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

    /// The line that the end of the stream leaves without an end of its own, if any.
    mutating func rest() -> [[UInt8]] {
        defer { partial = [] }
        return partial.isEmpty ? [] : [partial]
    }
}
