import Foundation

/// A table of examples, the first line naming its columns; or plain lines of text.
///
/// Columns are separated by TABs, without quoting unless the names are quoted; or by commas or semicolons.
struct LabelledFile {
    private let columns: [String: Int]
    private let rows: [[String]]
    /// Where it was read.
    let path: String
    /// What the user should know about how the file was read.
    let remarks: [String]

    /// The one column of a plain text.
    static let lineColumn = "line"

    /// A table has none of the columns that are needed.
    struct MissingColumn: Error, CustomStringConvertible {
        let description: String
    }

    /// Reads `FILE.tsv`, or a text `FILE.txt`; `.xz` behind it is unpacked where the program `xz` is installed.
    ///
    /// - Throws: `Failure` when it cannot be read or a row has too many or too few columns.
    init(path: String) throws {
        if path.hasSuffix(".xz") {
            let packed = try Files.read(path)
            guard !packed.isEmpty else { throw Failure("\(path) is empty") }
            let result = try ProcessRunner.run(
                try LabelledFile.unpacker(for: path), ["--decompress", "--stdout", "--", path],
                title: "unpacking \(path)")
            guard result.status == 0 else { throw Failure("\(path): \(result.errorText)") }
            try self.init(result.output, path: path)
        } else {
            try self.init(try Files.read(path), path: path)
        }
    }

    /// The program that unpacks.
    static func unpacker(for path: String, searchPath: String? = nil) throws -> String {
        do {
            return try Tool.find("xz", searchPath: searchPath)
        } catch {
            throw Failure("\(path) is packed, and the program xz is missing: \(error)")
        }
    }

    /// Takes apart the bytes of a table, or of a plain text where the name says so.
    init(_ bytes: [UInt8], path: String) throws {
        self.path = path
        let file = try TextFile(bytes, path: path)
        remarks = file.remarks
        if path.hasSuffix(".txt") || path.hasSuffix(".txt.xz") {
            columns = [LabelledFile.lineColumn: 0]
            rows = file.lines.filter { !$0.bytes.isEmpty }.map { [String(decoding: $0.bytes, as: UTF8.self)] }
            return
        }
        guard let first = file.lines.first else {
            throw Failure("\(path) is empty; its first line must name the columns")
        }
        let (delimiter, takesQuotes) = LabelledFile.form(of: first)
        let table = TableRow.rows(file.lines, delimiter: delimiter, takesQuotes: takesQuotes)
        let header = (table.first?.cells ?? []).map { String(decoding: $0, as: UTF8.self).trimmed }
        for row in table where row.cells.count != header.count {
            throw Failure(
                "\(path), line \(row.line): \(row.cells.count) columns, but the header names \(header.count)")
        }
        columns = Dictionary(header.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        rows = table.dropFirst().map { $0.cells.map { String(decoding: $0, as: UTF8.self) } }
    }

    /// What stands between cells, and whether quotes around a cell are no part of it, as the header shows.
    ///
    /// A table with TABs has quotes around its cells when its header has them; one with commas may always have.
    private static func form(of header: TextFile.Line) -> (delimiter: Delimiter, takesQuotes: Bool) {
        let delimiter = Delimiter.ofTables.first { header.bytes.contains($0.rawValue) } ?? .tab
        let quote = UInt8(ascii: "\"")
        let isQuoted = header.bytes.split(separator: delimiter.rawValue, omittingEmptySubsequences: false)
            .allSatisfy { $0.count > 1 && $0.first == quote && $0.last == quote }
        return (delimiter, isQuoted || delimiter != .tab)
    }

    /// Count of examples.
    var count: Int { rows.count }

    /// Whether there is a column of that name.
    func has(_ column: String) -> Bool {
        place(of: column) != nil
    }

    /// The number of a column, whose name may be written in capitals.
    private func place(of column: String) -> Int? {
        columns[column] ?? columns.first { $0.key.lowercased() == column }?.value
    }

    /// The cells of the first of these columns that the table has.
    ///
    /// - Throws: `MissingColumn` that names the columns there are.
    func column(_ names: [String]) throws -> [String] {
        guard let index = names.lazy.compactMap({ place(of: $0) }).first else {
            let known = columns.sorted { $0.value < $1.value }.map(\.key).joined(separator: ", ")
            throw MissingColumn(
                description: "\(path) has no column \(names.joined(separator: " or ")); it has: \(known)")
        }
        return rows.map { $0[index] }
    }

    /// The texts: column `text` under any of its names, or the tokens with single spaces between them.
    func texts() throws -> [String] {
        guard !has("text"), !has("tokens"), let name = ColumnNames.text.first(where: has) else {
            return try column(["text", "tokens"])
        }
        return try column([name])
    }

    /// The first of these columns, its words separated by single spaces.
    ///
    /// Cut at code points: a space and a mark that follows it are one `Character`.
    func words(_ names: [String]) throws -> [[String]] {
        try column(names).map { $0.unicodeScalars.split(separator: " ").map { String($0) } }
    }

    /// The words of the tokens, and as many tags from the first of these columns that the table has.
    ///
    /// - Throws: `Failure` that names the line where their numbers differ.
    func taggedWords(_ names: [String]) throws -> (tokens: [[String]], tags: [[String]]) {
        let (tokens, tags) = (try words(["tokens"]), try words(names))
        for (index, (words, row)) in zip(tokens, tags).enumerated() where words.count != row.count {
            throw Failure("line \(index + 2): \(words.count) tokens, but \(row.count) tags")
        }
        return (tokens, tags)
    }

    /// The two texts of each row.
    func pairs() throws -> (first: [String], second: [String]) {
        (try column(["text_a"]), try column(["text_b"]))
    }

    /// A column of numbers.
    ///
    /// - Throws: `Failure` that names the line that has none.
    func numbers(_ name: String) throws -> [Double] {
        try column([name]).enumerated().map { index, cell in
            guard let number = Double(cell), number.isFinite else {
                throw Failure("\(path), line \(index + 2): \"\(cell)\" is no number")
            }
            return number
        }
    }
}
