/// Instructions per multiply-accumulate as a drawing, beside those of other engines.
struct BenchChart {
    private let panels: [Panel]
    private let shape: PublishedShape
    private let allRows: Bool

    /// A board's part of the drawing.
    private struct Panel {
        let heading: String
        /// The tokens of each bar of an engine.
        let tokens: [Int]
        let engines: [Engine]
    }

    private struct Engine {
        let name: String
        let perMAC: [Double]
        let isOurs: Bool
    }

    /// - Parameters:
    ///   - reports: counts of one shape, a board each.
    ///   - boards: the boards of the reports, in the same order; their descriptors have the other engines' counts.
    ///   - shape: the one that was counted.
    ///   - allRows: whether Pipit computed every row of the last block, as the others do.
    /// - Throws: `Misuse` when a report has nothing to be drawn beside.
    init(_ reports: [BenchReport], on boards: [Board], shape: PublishedShape?, allRows: Bool) throws {
        guard let shape else { throw Misuse("--svg draws published shapes: name one with --shape") }
        panels = try zip(reports, boards).map { try BenchChart.panel($0, on: $1, shape) }
        self.shape = shape
        self.allRows = allRows
    }

    private static func panel(_ report: BenchReport, on board: Board, _ shape: PublishedShape) throws -> Panel
    {
        guard let bench = board.bench, let others = bench.others[shape.rawValue] else {
            throw Misuse("--svg knows no other engine on \(board.name): Boards/\(board.name).json has none")
        }
        let ours = Engine(name: "Pipit", perMAC: report.rows.compactMap(\.instructionsPerMAC), isOurs: true)
        let theirs = try others.map { other in
            let perMAC = try report.rows.map { row in
                guard let millions = other.millions[row.tokens] else {
                    let known = other.millions.keys.sorted().map(String.init).joined(separator: ", ")
                    throw Misuse("--svg knows other engines at \(known) tokens, not at \(row.tokens)")
                }
                return millions * 1e6 / Double(row.macs)
            }
            return Engine(name: other.engine, perMAC: perMAC, isOurs: false)
        }
        return Panel(heading: bench.heading, tokens: report.rows.map(\.tokens), engines: [ours] + theirs)
    }

    /// Writes the drawing.
    func write(to path: String) throws {
        try Files.write(Array(text.utf8), to: path)
    }

    private static let width = 800.0
    private static let labelWidth = 250.0
    private static let valueWidth = 150.0
    private static let barHeight = 17.0

    /// The drawing: dark on light, and light on dark where the reader's screen is so.
    var text: String {
        var y = 32.0
        var body = [label(16, y, "title", "Instructions per multiply-accumulate, \(shape.title)")]
        y += 22
        body.append(label(16, y, "note", "Shorter is better. Counted under emulation, exact; no times."))
        for panel in panels {
            y += 38
            body.append(label(16, y, "board", panel.heading))
            y += 12
            let maximum = panel.engines.flatMap(\.perMAC).max() ?? 1
            for engine in panel.engines {
                for (index, value) in engine.perMAC.enumerated() {
                    let length = max(1, value / maximum * (Self.width - Self.labelWidth - Self.valueWidth))
                    body.append(bar(y, length, (engine.isOurs ? "own" : "other") + String(index % 3)))
                    let tokens = "\(value.fixed(2)) at \(panel.tokens[index]) tokens"
                    body.append(label(Self.labelWidth + length + 7, y + 12, "value", tokens))
                    if index == engine.perMAC.count / 2 {
                        body.append(label(28, y + 12, "engine", engine.name))
                    }
                    y += Self.barHeight
                }
                y += 10
            }
        }
        y += 18
        let rows =
            allRows
            ? "Every engine computes every row of every block."
            : "Pipit leaves out the rows of the last block that the head does not read."
        body.append(label(16, y, "note", rows))
        y += 18
        body.append(
            label(
                16, y, "note", "Other engines' counts are quoted: taken in the same way, in an earlier run."))
        let (width, height) = (Self.width.fixed(0), (y + 18).fixed(0))
        return """
            <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" \
            viewBox="0 0 \(width) \(height)" role="img" font-family="sans-serif">
            <style>
            \(Self.style)
            </style>
            <rect class="ground" width="100%" height="100%" rx="8"/>
            \(body.joined(separator: "\n"))
            </svg>

            """
    }

    private static let style = """
        text { fill: #1c1c1c; font-size: 13px }
        .title { font-size: 18px; font-weight: bold }
        .board { font-size: 15px; font-weight: bold }
        .ground { fill: #ffffff }
        .own0 { fill: #f0b27a } .own1 { fill: #e08a2e } .own2 { fill: #b8640f }
        .other0 { fill: #9bbcd8 } .other1 { fill: #5f93bf } .other2 { fill: #35689a }
        @media (prefers-color-scheme: dark) {
        text { fill: #e6e6e6 }
        .ground { fill: #15191f }
        }
        """

    private func bar(_ y: Double, _ length: Double, _ kind: String) -> String {
        "<rect class=\"\(kind)\" x=\"\(Self.labelWidth.fixed(0))\" y=\"\(y.fixed(0))\" "
            + "width=\"\(length.fixed(1))\" height=\"\((Self.barHeight - 2).fixed(0))\"/>"
    }

    private func label(_ x: Double, _ y: Double, _ kind: String, _ text: String) -> String {
        let escaped = text.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
        return "<text class=\"\(kind)\" x=\"\(x.fixed(0))\" y=\"\(y.fixed(0))\">\(escaped)</text>"
    }
}
