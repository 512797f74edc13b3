import PipitCore

/// A command of the user's: a text, its label, and its slots.
struct TaughtExample: Equatable {
    /// The number of its line, from 1.
    let line: Int
    let markup: SlotMarkup
    let label: String

    var text: String { markup.text }

    /// The label of examples that are no command.
    static let outOfScopeLabel = "oos"
}

/// A file of commands: `text TAB label` a line.
///
/// Empty lines and lines that start with `#` do not count, nor does a first line `text TAB label`.
struct TaughtFile {
    /// What is wrong with a line.
    struct Problem: Equatable {
        let line: Int
        let message: String
    }

    private(set) var examples: [TaughtExample] = []
    private(set) var problems: [Problem] = []
    /// Lines that repeat a text with its label.
    private(set) var repeats: [Int] = []

    /// Takes the bytes of a file apart; what cannot be used is listed in `problems`.
    init(_ bytes: [UInt8], hasSlots: Bool) {
        var earlier: [String: TaughtExample] = [:]
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            let line = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
            do {
                guard let example = try TaughtFile.example(line, number: index + 1, hasSlots: hasSlots) else {
                    continue
                }
                if let before = earlier[example.text.lowercased()] {
                    if before.label == example.label && before.markup.slots == example.markup.slots {
                        repeats.append(example.line)
                        continue
                    }
                    throw Failure(
                        before.label == example.label
                            ? "the same text has other slots in line \(before.line)"
                            : "the same text has the label \(before.label) in line \(before.line)")
                }
                earlier[example.text.lowercased()] = example
                examples.append(example)
            } catch {
                problems.append(Problem(line: index + 1, message: "\(error)"))
            }
        }
    }

    /// The labels in order of appearance, without that of out-of-scope rows.
    var labels: [String] {
        var seen: Set<String> = [TaughtExample.outOfScopeLabel]
        return examples.map(\.label).filter { seen.insert($0).inserted }
    }

    /// The names of slots, sorted.
    var slotNames: [String] {
        Set(examples.flatMap { $0.markup.slots.map(\.name) }).sorted()
    }

    private static func example(_ line: ArraySlice<UInt8>, number: Int, hasSlots: Bool) throws
        -> TaughtExample?
    {
        guard let text = String(validating: line, as: UTF8.self) else { throw Failure("not UTF-8") }
        if text.allSatisfy(\.isWhitespace) || text.hasPrefix("#") { return nil }
        if number == 1 && text == "text\tlabel" { return nil }
        let cells = text.split(separator: "\t", omittingEmptySubsequences: false).map(trimmed)
        guard cells.count == 2 else {
            throw Failure(
                cells.count == 1
                    ? "no TAB between text and label" : "\(cells.count - 1) TABs; text TAB label is needed")
        }
        if cells[0].isEmpty { throw Failure("the text is empty") }
        if cells[1].isEmpty { throw Failure("the label is empty") }
        guard text.unicodeScalars.allSatisfy({ $0 == "\t" || $0.value >= 32 && $0.value != 127 }) else {
            throw Failure("a control character")
        }
        let markup = hasSlots ? try SlotMarkup(cells[0]) : SlotMarkup(plain: cells[0])
        guard markup.text.utf8.count <= LineReader.maximumBytes else {
            throw Failure("\(markup.text.utf8.count) bytes; the device reads \(LineReader.maximumBytes)")
        }
        return TaughtExample(line: number, markup: markup, label: cells[1])
    }

    private static func trimmed(_ text: Substring) -> String {
        String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
