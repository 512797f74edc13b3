/// The report of `forge teach` on one page: a drawing, or a page of HTML with the drawing and the report's text.
struct TeachingPage {
    private let title: String
    private let lines: [String]
    private let drawing: String

    /// - Parameters:
    ///   - report: what is known of the new heads.
    ///   - lines: the report for people.
    ///   - path: the file that was taught.
    init(_ report: TeachingReport, lines: [String], of path: String) {
        title = "What was learnt from \(path)"
        self.lines = lines
        drawing =
            LabelChart(
                title: title,
                notes: [
                    "\(report.pairs.count.grouped) commands, judged by heads that did not see them.",
                    report.accuracy.map { "At the threshold \($0.fixed(4)) of them get their label." } ?? "",
                ], pairs: report.pairs, points: report.points
            ).svg
    }

    /// The file that is to be written, whose name must say what it is.
    ///
    /// - Throws: `Misuse` for another ending, `Failure` where it cannot be written.
    static func output(_ path: String, apartFrom inputs: [String]) throws -> OutputFile {
        guard [".svg", ".html"].contains(where: path.hasSuffix) else {
            throw Misuse("--report wants a name that ends in .svg or .html, not \"\(path)\"")
        }
        return try OutputFile(path, apartFrom: inputs)
    }

    /// The bytes of the file of that name.
    func bytes(as path: String) -> [UInt8] {
        if path.hasSuffix(".svg") { return Array(drawing.utf8) }
        let page = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(title.escapedForXML)</title>
            <style>
            :root { color-scheme: light dark }
            body { max-width: 58rem; margin: 1.5rem auto; padding: 0 1rem; font: 1rem/1.5 sans-serif }
            svg { max-width: 100%; height: auto }
            pre { overflow-x: auto; font-size: 0.85rem }
            </style>
            </head>
            <body>
            \(drawing)
            <h2>In words</h2>
            <pre>\(lines.joined(separator: "\n").escapedForXMLText)</pre>
            </body>
            </html>

            """
        return Array(page.utf8)
    }
}
