/// Finds out how the lines of a training file are cut into cells.
enum TrainingTable {
    /// The cells of each line, and what stood between them.
    ///
    /// TABs, unless most lines have none: then commas or semicolons where they make a table of two columns or more,
    /// as the first line or the labels show; then, for editors that turn TABs into blanks, two blanks or more.
    static func cells(of lines: [TextFile.Line]) -> (delimiter: Delimiter, rows: [TableRow]) {
        let withTabs = lines.count { $0.bytes.contains(Delimiter.tab.rawValue) }
        if withTabs * 2 < lines.count {
            for delimiter in [Delimiter.comma, .semicolon] {
                let rows = TableRow.rows(lines, delimiter: delimiter, takesQuotes: true)
                if isTable(rows) { return (delimiter, rows) }
            }
            let rows = lines.map { TableRow(line: $0.number, cells: wideCells($0.bytes)) }
            if rows.allSatisfy({ $0.cells.count == 2 }) && hasLabels(rows) { return (.blanks, rows) }
        }
        return (.tab, TableRow.rows(lines, delimiter: .tab, takesQuotes: true))
    }

    /// Whether the first row names a text and a label, or every row has as many cells, the last of them labels.
    private static func isTable(_ rows: [TableRow]) -> Bool {
        guard let first = rows.first, first.cells.count > 1 else { return false }
        if ColumnNames.places(in: first.cells.map(ColumnNames.plain)) != nil { return true }
        return rows.allSatisfy { $0.cells.count == first.cells.count } && hasLabels(rows)
    }

    /// Whether the last cells, or the first, come often enough to be labels.
    private static func hasLabels(_ rows: [TableRow]) -> Bool {
        let distinct = [Set(rows.map { $0.cells[0] }), Set(rows.map { $0.cells[$0.cells.count - 1] })]
        return distinct.contains { $0.count * 2 <= rows.count }
    }

    /// What two blanks or more stand between.
    private static func wideCells(_ line: ArraySlice<UInt8>) -> [[UInt8]] {
        let space = UInt8(ascii: " ")
        var cells: [[UInt8]] = [[]]
        var blanks = 0
        for byte in line {
            if byte == space {
                blanks += 1
                continue
            }
            if blanks > 1 && cells != [[]] {
                cells.append([])
            } else if blanks == 1 && cells != [[]] {
                cells[cells.count - 1].append(space)
            }
            cells[cells.count - 1].append(byte)
            blanks = 0
        }
        return cells
    }
}
