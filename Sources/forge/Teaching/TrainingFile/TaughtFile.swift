import PipitCore

/// A command of the user's: a text, its label, and its slots.
struct TaughtExample: Equatable {
    /// The number of its line, from 1.
    ///
    /// All texts that a template stands for have the line of the template: whoever holds some back to judge by holds
    /// back whole lines.
    let line: Int
    let markup: SlotMarkup
    let label: String

    var text: String { markup.text }

    /// The label of examples that are no command.
    static let outOfScopeLabel = "oos"
}

/// What `forge teach` does with the slots of a training file.
enum SlotReading {
    /// Takes brackets for slots and templates where the file has some that are.
    case automatic
    /// All brackets are markup.
    case required
    /// The markup goes, its words stay, and brackets that are none do no harm.
    case stripped
}

/// A file of commands, as TRAINING_FILE.md describes it.
struct TaughtFile {
    /// What is wrong with a line.
    struct Problem: Equatable {
        let line: Int
        let message: String
        /// What stands there, as far as it is known.
        var text = ""
    }

    /// In the order of the file; the texts of a template stand together.
    private(set) var examples: [TaughtExample] = []
    /// What cannot be used.
    private(set) var problems: [Problem] = []
    /// Lines that repeat a text with its label.
    private(set) var repeats: [Int] = []
    /// What the user should know although everything can be used.
    private(set) var remarks: [String] = []
    /// The lists that the file declares, whether templates use them or not.
    private(set) var lists: [TaughtList] = []
    private let declaredKinds: TaughtSlotKinds
    private let listUses: [String: Set<String>]
    private let closedLists: [String]
    private let declaredLabelsWithTimes: Set<String>

    /// What all texts of templates together may be.
    static let maximumMadeTexts = 10_000
    /// What the texts of one template may be.
    static let maximumTextsOfLine = 100

    /// Takes the bytes of a file apart; lines that cannot be used are listed in `problems`.
    ///
    /// - Throws: `Failure` when the file as a whole is something else.
    init(_ bytes: [UInt8], path: String = "the file", slots: SlotReading = .automatic) throws {
        let rows = try TrainingRows(bytes, path: path)
        lists = rows.lists
        declaredKinds = rows.slotKinds
        problems = rows.problems
        var reader = MarkupReader(lists: rows.lists, reading: slots)
        let lines = reader.lines(rows.rows)
        problems += reader.problems
        listUses = reader.uses
        closedLists = rows.closedLists.map(\.name)
        declaredLabelsWithTimes = Set(rows.labelsWithTimes.map(\.label))
        remarks = rows.remarks + reader.remarks

        var duplicates = DuplicateTexts()
        for line in lines {
            for markup in line.texts {
                do {
                    let markup = slots == .stripped ? markup.withoutSlots : markup
                    try TaughtFile.check(markup)
                    let example = TaughtExample(line: line.row.line, markup: markup, label: line.row.label)
                    if try duplicates.add(example, isMade: line.texts.count > 1) { examples.append(example) }
                } catch {
                    problems.append(Problem(line: line.row.line, message: "\(error)", text: markup.text))
                    break
                }
            }
        }
        repeats = duplicates.repeats
        remarks += duplicates.remarks + LabelRemarks.remarks(on: examples)
        problems += declaredKinds.problems(with: slotNames)
        remarks += declaredKinds.remarks(on: slotNames)
        let strange = rows.closedLists.filter { !slotLists.closed.contains($0.name) }
        if !strange.isEmpty {
            remarks.append(
                "no list has values for the slots that are closed in " + listed(strange.map(\.line)) + ": "
                    + strange.map(\.name).joined(separator: ", "))
        }
        let unknown = rows.labelsWithTimes.filter { !labels.contains($0.label) }
        if !unknown.isEmpty {
            remarks.append(
                "no text has the labels whose times are declared in " + listed(unknown.map(\.line)) + ": "
                    + unknown.map(\.label).joined(separator: ", "))
        }
        problems.sort { $0.line < $1.line }
        try checkLimits(path)
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

    /// What the slots are that the file says something of.
    var slotKinds: [String: SlotKind] { declaredKinds.kinds(of: slotNames) }

    /// The labels whose times are a part of them: lines `# times LABEL` say so, or slots that are times.
    var labelsWithTimes: Set<String> {
        let kinds = slotKinds
        return examples.reduce(into: declaredLabelsWithTimes) { labels, example in
            if example.markup.slots.contains(where: { kinds[$0.name]?.isOfTime == true }) {
                labels.insert(example.label)
            }
        }
    }

    /// The lists that a model of the file keeps.
    var slotLists: TaughtSlotLists {
        TaughtSlotLists(lists, uses: listUses, slots: slotNames, closed: closedLists)
    }

    /// The file without the examples of some lines.
    func without(lines: Set<Int>) -> TaughtFile {
        var file = self
        file.examples.removeAll { lines.contains($0.line) }
        return file
    }

    private static func check(_ markup: SlotMarkup) throws {
        guard markup.text.utf8.count <= LineReader.maximumBytes else {
            throw Failure("\(markup.text.utf8.count) bytes; the device reads \(LineReader.maximumBytes)")
        }
        guard markup.text.unicodeScalars.contains(where: \.isLetterOrDigit) else {
            throw Failure("no letter or digit, and such a line is never a command")
        }
    }

    private func checkLimits(_ path: String) throws {
        if labels.count > TrainingRow.maximumLabels {
            throw Failure("\(path) has \(labels.count) labels; \(TrainingRow.maximumLabels) are possible")
        }
        // Each slot has two tags, and what is no slot has one.
        let maximumSlots = (TrainingRow.maximumLabels - 1) / 2
        if slotNames.count > maximumSlots {
            throw Failure("\(path) has \(slotNames.count) slots; \(maximumSlots) are possible")
        }
    }
}

extension TaughtFile {
    /// Problems as lines for people: the first twenty, and how many more.
    static func list(_ problems: [Problem]) -> String {
        let shown = problems.prefix(20).map { problem in
            "line \(problem.line): \(problem.message)"
                + (problem.text.isEmpty ? "" : ": \(problem.text.abridged)")
        }
        let more = problems.count > 20 ? ["and \(problems.count - 20) more lines"] : []
        return counted(problems.count, "line") + " cannot be used\n  "
            + (shown + more).joined(separator: "\n  ")
    }
}

/// The first ten numbers of lines, for messages.
func listed(_ lines: [Int]) -> String {
    (lines.count == 1 ? "line " : "lines ") + lines.prefix(10).map(String.init).joined(separator: ", ")
        + (lines.count > 10 ? " …" : "")
}

/// A number of things: `1 label`, `2 labels`.
func counted(_ count: Int, _ thing: String) -> String {
    "\(count) \(thing)" + (count == 1 ? "" : "s")
}
