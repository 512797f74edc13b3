import Foundation

/// A table of examples: tab-separated columns without quoting, the first line naming them.
struct LabelledFile {
    private let columns: [String: Int]
    private let rows: [[String]]
    private let path: String

    /// Reads `FILE.tsv`, or `FILE.tsv.xz` where the program `xz` is installed.
    ///
    /// - Throws: `Failure` when it cannot be read or a row has too many or too few columns.
    init(path: String) throws {
        if path.hasSuffix(".xz") {
            let packed = try Files.read(path)
            guard !packed.isEmpty else { throw Failure("\(path) is empty") }
            let result = try ProcessRunner.run(
                try Tool.find("xz"), ["--decompress", "--stdout", "--", path], title: "unpacking \(path)")
            guard result.status == 0 else { throw Failure("\(path): \(result.errorText)") }
            try self.init(result.output, path: path)
        } else {
            try self.init(try Files.read(path), path: path)
        }
    }

    /// Takes apart the bytes of a table.
    init(_ bytes: [UInt8], path: String) throws {
        var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        if lines.last?.isEmpty == true { lines.removeLast() }
        let cells = lines.map { line in
            line.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false)
                .map { String(decoding: $0, as: UTF8.self) }
        }
        guard let header = cells.first else {
            throw Failure("\(path) is empty; its first line must name the columns")
        }
        for (index, row) in cells.enumerated() where row.count != header.count {
            throw Failure(
                "\(path), line \(index + 1): \(row.count) columns, but the header names \(header.count)")
        }
        columns = Dictionary(header.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        rows = Array(cells.dropFirst())
        self.path = path
    }

    /// Count of examples.
    var count: Int { rows.count }

    /// Whether there is a column of that name.
    func has(_ column: String) -> Bool {
        columns[column] != nil
    }

    /// The cells of the first of these columns that the table has.
    ///
    /// - Throws: `Failure` that names the columns there are.
    func column(_ names: [String]) throws -> [String] {
        guard let index = names.lazy.compactMap({ columns[$0] }).first else {
            let known = columns.sorted { $0.value < $1.value }.map(\.key).joined(separator: ", ")
            throw Failure("\(path) has no column \(names.joined(separator: " or ")); it has: \(known)")
        }
        return rows.map { $0[index] }
    }

    /// The texts: column `text`, or the tokens with single spaces between them.
    func texts() throws -> [String] {
        try column(["text", "tokens"])
    }

    /// The first of these columns, its words separated by single spaces.
    ///
    /// Cut at code points: a space and a mark that follows it are one `Character`.
    func words(_ names: [String]) throws -> [[String]] {
        try column(names).map { $0.unicodeScalars.split(separator: " ").map { String($0) } }
    }
}
