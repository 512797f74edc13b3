/// Text in columns.
enum Table {
    /// The rows as lines, each column as wide as its widest cell, two spaces between columns.
    static func lines(_ rows: [[String]], rightAligned: Set<Int> = []) -> [String] {
        let columnCount = rows.map(\.count).max() ?? 0
        let widths = (0..<columnCount).map { column in
            rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
        }
        return rows.map { row in
            let cells = row.enumerated().map { column, cell in
                rightAligned.contains(column)
                    ? cell.alignedRight(to: widths[column]) : cell.padded(to: widths[column])
            }
            let line = cells.joined(separator: "  ")
            return String(line.reversed().drop { $0 == " " }.reversed())
        }
    }
}
