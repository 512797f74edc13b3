import PipitCore

/// A row of a training file: its text, markup and all, and its label.
struct TrainingRow: Equatable {
    let line: Int
    let text: String
    let label: String

    /// What a model's file has room for.
    static let maximumLabels = Int(HeadField.labels.maximum)
    /// What a label may have.
    static let maximumLabelBytes = 255
    /// What a line may have, with columns that are not used.
    static let maximumLineBytes = 65_536
    /// What a text with its markup may have.
    static let maximumTextBytes = 8192

    /// Checks the cells of a row.
    ///
    /// - Throws: `Failure` that says what is wrong with them.
    init(line: Int, text: [UInt8], label: [UInt8]) throws {
        self.line = line
        self.text = try TrainingRow.checked(text, "text", maximumBytes: TrainingRow.maximumTextBytes).trimmed
        self.label = try TrainingRow.checked(label, "label", maximumBytes: TrainingRow.maximumLabelBytes)
            .tidied
        if self.text.isEmpty { throw Failure("the text is empty") }
        if self.label.isEmpty { throw Failure("the label is empty") }
    }

    private static func checked(_ bytes: [UInt8], _ name: String, maximumBytes: Int) throws -> String {
        guard bytes.count <= maximumBytes else {
            throw Failure("the \(name) has \(bytes.count) bytes; \(maximumBytes) are possible")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Failure("the \(name) is not UTF-8; save the file as UTF-8")
        }
        if let control = text.unicodeScalars.firstIndex(where: \.isControl) {
            let column = text.unicodeScalars.distance(from: text.startIndex, to: control) + 1
            throw Failure("a control character, \(text.unicodeScalars[control].name), in column \(column)")
        }
        return text
    }
}

extension Unicode.Scalar {
    /// Its number as Unicode writes it.
    fileprivate var name: String {
        let digits = String(value, radix: 16, uppercase: true)
        return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}

/// The rows of a training file and what it declares, whatever it was written with.
struct TrainingRows {
    private(set) var rows: [TrainingRow] = []
    private(set) var lists: [TaughtList] = []
    private(set) var slotKinds = TaughtSlotKinds()
    /// The slots that lines `# closed room` name.
    private(set) var closedLists: [(line: Int, name: String)] = []
    private(set) var labelsWithTimes: [(line: Int, label: String)] = []
    private(set) var problems: [TaughtFile.Problem] = []
    private(set) var remarks: [String]

    /// - Throws: `Failure` when the file as a whole is something else.
    init(_ bytes: [UInt8], path: String) throws {
        let file = try TextFile(bytes, path: path)
        remarks = file.remarks
        if let format = ForeignFormat.format(of: file.lines) {
            throw Failure(
                "\(path) looks like \(format); make a training file of it first, with the Python package of this"
                    + " repository: python -m pipit.convert \(path) -o commands.tsv (Weights/python)")
        }
        let lines = takeRemarks(takeLongLines(file.lines))
        if let row = FastText.rows(lines) {
            remarks.append("\(path) has labels as fastText writes them, and was read as such")
            take(row)
            return
        }
        let (delimiter, table) = TrainingTable.cells(of: lines)
        if delimiter != .tab {
            remarks.append("\(path) has no TABs; its cells were cut at each \(delimiter.name)")
        }
        guard table.contains(where: { $0.cells.count > 1 }) || table.isEmpty else {
            let first = table.first.map { "; line \($0.line): " + TrainingRows.shown($0.cells[0]) } ?? ""
            throw Failure("\(path) has no line with a TAB between text and label" + first)
        }
        let columns = TrainingColumns(table)
        remarks += columns.remarks
        take(columns.rows(table))
    }

    private mutating func take(_ rows: [TrainingColumns.Row]) {
        for row in rows {
            do {
                switch row.cells {
                case .success(let cells):
                    self.rows.append(try TrainingRow(line: row.line, text: cells.text, label: cells.label))
                case .failure(let failure): throw failure
                }
            } catch {
                let text = TrainingRows.shown(row.shown)
                problems.append(TaughtFile.Problem(line: row.line, message: "\(error)", text: text))
            }
        }
    }

    /// Takes the lines out that are longer than any that is one, before they cost time.
    private mutating func takeLongLines(_ lines: [TextFile.Line]) -> [TextFile.Line] {
        lines.filter { line in
            guard line.bytes.count > TrainingRow.maximumLineBytes else { return true }
            problems.append(
                TaughtFile.Problem(
                    line: line.number,
                    message:
                        "the line has \(line.bytes.count) bytes; \(TrainingRow.maximumLineBytes) are possible",
                    text: TrainingRows.shown(Array(line.bytes.prefix(200)))))
            return false
        }
    }

    /// Takes the lines out that are no examples: empty ones and remarks, of which some declare lists, or what a slot is.
    private mutating func takeRemarks(_ lines: [TextFile.Line]) -> [TextFile.Line] {
        var leftOut: [Int] = []
        let kept = lines.filter { line in
            let isRemark = line.bytes.first == UInt8(ascii: "#")
            if !isRemark { return !TrainingRows.isBlank(line.bytes) }
            let text = String(decoding: line.bytes, as: UTF8.self)
            do {
                if let list = try TaughtList(line: text) {
                    try declare(list)
                } else if slotKinds.take(line: text, number: line.number) {
                    return false
                } else if let name = TaughtList.closed(line: text) {
                    closedLists.append((line.number, name))
                } else if let label = TrainingRows.labelWithTimes(line: text) {
                    labelsWithTimes.append((line.number, label))
                } else if line.bytes.contains(UInt8(ascii: "\t")) {
                    leftOut.append(line.number)
                }
            } catch {
                problems.append(
                    TaughtFile.Problem(
                        line: line.number, message: "\(error)", text: TrainingRows.shown(Array(line.bytes))))
            }
            return false
        }
        if !leftOut.isEmpty {
            remarks.append(
                counted(leftOut.count, "line") + " with a # at the start and a TAB left out as remarks: "
                    + listed(leftOut) + "; a command that starts with # has a blank or a \\ before it")
        }
        return kept
    }

    /// The label of `# times LABEL`, of whose lines times are a part.
    private static func labelWithTimes(line text: String) -> String? {
        let words = text.dropFirst().drop { $0 == " " }
        guard words.lowercased().hasPrefix("times "), !words.contains("\t") else { return nil }
        return String(words.dropFirst("times ".count)).trimmed
    }

    private mutating func declare(_ list: TaughtList) throws {
        if let index = lists.firstIndex(where: { $0.name == list.name }) {
            try lists[index].add(list)
        } else {
            lists.append(list)
        }
    }

    private static func isBlank(_ bytes: ArraySlice<UInt8>) -> Bool {
        if let first = bytes.first, first > 0x20, first < 0x7F { return false }
        return String(decoding: bytes, as: UTF8.self).unicodeScalars.allSatisfy { $0.isBlank || $0 == "\t" }
    }

    private static func shown(_ bytes: [UInt8]) -> String {
        let text = String(decoding: bytes.prefix(200), as: UTF8.self).replacing("\t", with: "  ")
        // A terminal takes control characters for orders.
        return String(String.UnicodeScalarView(text.unicodeScalars.map { $0.isControl ? "\u{FFFD}" : $0 }))
            .trimmed
    }
}
