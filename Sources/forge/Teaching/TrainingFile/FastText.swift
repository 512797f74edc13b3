/// fastText's way to write labels: `__label__light_on turn on the light`, with a blank or a TAB between.
enum FastText {
    private static let prefix = Array("__label__".utf8)

    /// The rows of such a file; nil where not every line is like that.
    static func rows(_ lines: [TextFile.Line]) -> [TrainingColumns.Row]? {
        guard !lines.isEmpty, lines.allSatisfy({ $0.bytes.starts(with: prefix) }) else { return nil }
        return lines.map { line in
            let end = line.bytes.firstIndex { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
            let label = Array(line.bytes[..<(end ?? line.bytes.endIndex)].dropFirst(prefix.count))
            let text = Array(line.bytes[(end ?? line.bytes.endIndex)...].dropFirst())
            if text.starts(with: prefix) {
                return TrainingColumns.Row(
                    line: line.number, cells: .failure(Failure("two labels; a command has one")),
                    shown: Array(line.bytes))
            }
            return TrainingColumns.Row(
                line: line.number, cells: .success((text, label)), shown: Array(line.bytes))
        }
    }
}
