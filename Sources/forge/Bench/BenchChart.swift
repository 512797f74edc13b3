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
    private static let shades: [(own: Drawing.Fill, other: Drawing.Fill)] = [
        (.own0, .other0), (.own1, .other1), (.own2, .other2),
    ]

    /// The drawing.
    var text: String {
        var drawing = Drawing(width: Self.width)
        let title = "Instructions per multiply-accumulate, \(shape.title)"
        var y = 32.0
        drawing.text(16, y, .title, title)
        y += 22
        drawing.text(16, y, .note, "Shorter is better. Counted under emulation, exact; no times.")
        for panel in panels {
            y += 38
            drawing.text(16, y, .heading, panel.heading)
            y += 12
            draw(panel, in: &drawing, &y)
        }
        y += 18
        let rows =
            allRows
            ? "Every engine computes every row of every block."
            : "Pipit leaves out the rows of the last block that the head does not read."
        drawing.text(16, y, .note, rows)
        y += 18
        drawing.text(
            16, y, .note, "Other engines' counts are quoted: taken in the same way, in an earlier run.")
        return drawing.svg(height: y + 18, title: title)
    }

    private func draw(_ panel: Panel, in drawing: inout Drawing, _ y: inout Double) {
        let maximum = panel.engines.flatMap(\.perMAC).max() ?? 1
        for engine in panel.engines {
            for (index, value) in engine.perMAC.enumerated() {
                let length = max(1, value / maximum * (Self.width - Self.labelWidth - Self.valueWidth))
                let shade = Self.shades[index % Self.shades.count]
                drawing.rectangle(
                    Self.labelWidth, y, length, Self.barHeight - 2, engine.isOurs ? shade.own : shade.other)
                let tokens = "\(value.fixed(2)) at \(panel.tokens[index]) tokens"
                drawing.text(Self.labelWidth + length + 7, y + 12, .label, tokens)
                if index == engine.perMAC.count / 2 { drawing.text(28, y + 12, .label, engine.name) }
                y += Self.barHeight
            }
            y += 10
        }
    }
}
