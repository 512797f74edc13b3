/// What stands between the cells of a table.
enum Delimiter: UInt8 {
    case tab = 0x09
    case comma = 0x2C
    case semicolon = 0x3B
    /// Two or more, which no byte stands for alone.
    case blanks = 0x20

    /// Those of tables that a program wrote.
    static let ofTables: [Delimiter] = [.tab, .comma, .semicolon]

    /// What messages call it.
    var name: String {
        switch self {
        case .tab: "TAB"
        case .comma: "comma"
        case .semicolon: "semicolon"
        case .blanks: "two blanks or more"
        }
    }
}

/// A row of a table.
struct TableRow {
    /// The number of its line, or of the first of them.
    let line: Int
    let cells: [[UInt8]]
}

extension TableRow {
    /// Cuts lines into cells.
    ///
    /// A quoted cell is one that starts and ends with `"` and doubles each `"` between, as spreadsheets write them;
    /// the quotes go. Any other `"` is a character like all. Behind commas and semicolons, a quoted cell may have
    /// ends of lines in it, which become blanks.
    static func rows(_ lines: [TextFile.Line], delimiter: Delimiter, takesQuotes: Bool) -> [TableRow] {
        var rows: [TableRow] = []
        var index = 0
        while index < lines.count {
            let line = lines[index]
            index += 1
            var cutter = CellCutter(delimiter: delimiter.rawValue, takesQuotes: takesQuotes)
            if !cutter.cut(line.bytes) && delimiter != .tab {
                // A quote is still open: the cell may go on in the next lines.
                var text = Array(line.bytes)
                var next = index
                while next < lines.count && text.count + lines[next].bytes.count < CellCutter.maximumBytes {
                    text += [UInt8(ascii: " ")] + lines[next].bytes
                    next += 1
                    var longer = CellCutter(delimiter: delimiter.rawValue, takesQuotes: takesQuotes)
                    if longer.cut(text[...]) {
                        (cutter, index) = (longer, next)
                        break
                    }
                }
            }
            rows.append(TableRow(line: line.number, cells: cutter.cells))
        }
        return rows
    }
}

/// Cuts one line into cells.
private struct CellCutter {
    let delimiter: UInt8
    let takesQuotes: Bool
    private(set) var cells: [[UInt8]] = []

    /// What a quoted cell of several lines may have; a longer one is a stray quote.
    static let maximumBytes = 4096
    private static let quote = UInt8(ascii: "\"")

    init(delimiter: UInt8, takesQuotes: Bool) {
        self.delimiter = delimiter
        self.takesQuotes = takesQuotes
    }

    /// Takes a line; false when a quote is open at its end.
    mutating func cut(_ line: ArraySlice<UInt8>) -> Bool {
        var place = line.startIndex
        var isClosed = true
        while true {
            if takesQuotes && place < line.endIndex && line[place] == CellCutter.quote {
                let (cell, end) = quoted(line, from: place + 1)
                isClosed = isClosed && end != nil
                if let cell, let end {
                    cells.append(cell)
                    if end == line.endIndex { return isClosed }
                    place = end + 1
                    continue
                }
            }
            let end = line[place...].firstIndex(of: delimiter) ?? line.endIndex
            cells.append(Array(line[place..<end]))
            if end == line.endIndex { return isClosed }
            place = end + 1
        }
    }

    /// The inside of a quoted cell, and where the delimiter behind it stands.
    ///
    /// Both are nil where no quote closes it; the cell alone is nil where the quotes are no quoting.
    private func quoted(_ line: ArraySlice<UInt8>, from start: Int) -> (cell: [UInt8]?, end: Int?) {
        var cell: [UInt8] = []
        var place = start
        while place < line.endIndex {
            let byte = line[place]
            place += 1
            guard byte == CellCutter.quote else {
                cell.append(byte)
                continue
            }
            if place == line.endIndex || line[place] == delimiter { return (cell, place) }
            guard line[place] == CellCutter.quote else { return (nil, place) }
            cell.append(byte)
            place += 1
        }
        return (nil, nil)
    }
}
