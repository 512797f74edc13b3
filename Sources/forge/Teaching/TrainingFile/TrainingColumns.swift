/// Which columns of a training file are text and label.
struct TrainingColumns {
    /// The two cells of a line, or why it has none.
    struct Row {
        let line: Int
        let cells: Result<(text: [UInt8], label: [UInt8]), Failure>
        /// The line, to show with what is wrong.
        let shown: [UInt8]
    }

    /// What the first row names; nil where it is an example like others.
    private let header: (text: Int, label: Int, count: Int)?
    private let isSwapped: Bool
    private let hasNumbers: Bool
    /// What the user should know about how the columns were found.
    let remarks: [String]

    init(_ table: [TableRow]) {
        let names = table.first?.cells.map(ColumnNames.plain) ?? []
        if let places = ColumnNames.places(in: names) {
            header = (places.text, places.label, names.count)
            (isSwapped, hasNumbers) = (false, false)
            let unused = names.indices.filter {
                $0 != places.text && $0 != places.label && !names[$0].isEmpty
            }
            remarks =
                unused.isEmpty
                ? [] : ["columns that are not used: " + unused.map { names[$0] }.joined(separator: ", ")]
            return
        }
        header = nil
        let rows = table.map { TrainingColumns.filled($0.cells) }
        let isNumbered = TrainingColumns.areNumbered(rows)
        let pairs = rows.map { isNumbered ? Array($0.dropFirst()) : $0 }.filter { $0.count == 2 }
        isSwapped = TrainingColumns.areSwapped(pairs)
        hasNumbers = isNumbered
        var remarks = isNumbered ? ["the first column counts the lines, and is not used"] : []
        if isSwapped { remarks.append("the labels stand in the first column, and were taken from there") }
        if let row = table.first, let first = pairs.first, names.contains(where: ColumnNames.areLikeHeader),
            !pairs.dropFirst().contains(where: { $0[1] == first[1] })
        {
            remarks.append(
                "line \(row.line) looks like a header, but is taken for a command; text TAB label names the columns"
            )
        }
        self.remarks = remarks
    }

    /// The rows without the header.
    func rows(_ table: [TableRow]) -> [Row] {
        table.dropFirst(header == nil ? 0 : 1).map { row in
            let shown = Array(row.cells.joined(separator: [Delimiter.tab.rawValue]))
            return Row(line: row.line, cells: cells(row.cells), shown: shown)
        }
    }

    private func cells(_ all: [[UInt8]]) -> Result<(text: [UInt8], label: [UInt8]), Failure> {
        if let header {
            let last = max(header.text, header.label)
            let extra = all.dropFirst(header.count)
            if all.count > last && extra.allSatisfy(\.isEmpty) {
                return .success((all[header.text], all[header.label]))
            }
            // Empty cells too many, as two TABs for one leave them.
            let filled = TrainingColumns.filled(all)
            guard filled.count == header.count else {
                return .failure(Failure("\(all.count) cells; the first line names \(header.count)"))
            }
            return .success((filled[header.text], filled[header.label]))
        }
        let filled = TrainingColumns.filled(all)
        let cells = hasNumbers ? Array(filled.dropFirst()) : filled
        guard cells.count > 1 else {
            return .failure(Failure(all.count > 1 ? "the label is empty" : "no TAB between text and label"))
        }
        guard cells.count == 2 else {
            return .failure(
                Failure("\(cells.count - 1) TABs; text TAB label is needed, or a first line of names"))
        }
        return .success(isSwapped ? (cells[1], cells[0]) : (cells[0], cells[1]))
    }

    /// More than two cells without the empty ones, as two TABs for one and a TAB at the end leave them.
    private static func filled(_ cells: [[UInt8]]) -> [[UInt8]] {
        cells.count > 2 ? cells.filter { !$0.isEmpty } : cells
    }

    /// Whether there are three columns, and the first of them has another number in each row.
    private static func areNumbered(_ rows: [[[UInt8]]]) -> Bool {
        guard rows.count > 1, rows.allSatisfy({ $0.count == 3 }) else { return false }
        let numbers = rows.compactMap { Int(String(decoding: $0[0], as: UTF8.self)) }
        return numbers.count == rows.count && Set(numbers).count == rows.count
    }

    /// Whether the first column repeats itself as labels do, and the second does not.
    private static func areSwapped(_ pairs: [[[UInt8]]]) -> Bool {
        let (first, second) = (Set(pairs.map { $0[0] }), Set(pairs.map { $0[1] }))
        return pairs.count > 1 && first.count * 2 <= pairs.count && second.count * 2 > pairs.count
            && second.count > first.count
    }
}

extension ColumnNames {
    /// Whether a cell is what headers say.
    fileprivate static func areLikeHeader(_ cell: String) -> Bool {
        text.contains(cell) || label.contains(cell)
    }
}
