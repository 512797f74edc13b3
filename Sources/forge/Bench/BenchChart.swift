/// Instructions per multiply-accumulate as a drawing, beside those of other engines.
struct BenchChart {
    private let reports: [BenchReport]
    private let shape: PublishedShape
    private let allRows: Bool

    /// - Parameters:
    ///   - reports: counts of one shape, a board each.
    ///   - shape: the one that was counted.
    ///   - allRows: whether Pipit computed every row of the last block, as the others do.
    /// - Throws: `Misuse` when a report has nothing to be drawn: only counts on the boards with known peers are.
    init(_ reports: [BenchReport], shape: PublishedShape?, allRows: Bool) throws {
        guard let shape else { throw Misuse("--svg draws published shapes: name one with --shape") }
        for report in reports {
            guard let known = KnownCounts.of(shape, on: report.board) else {
                throw Misuse("--svg knows other engines on pi-zero and pi-zero-2w, not on \(report.board)")
            }
            for row in report.rows where known.contains(where: { $0.millions[row.tokens] == nil }) {
                throw Misuse("--svg knows other engines at 16, 64 and 128 tokens, not at \(row.tokens)")
            }
        }
        self.reports = reports
        self.shape = shape
        self.allRows = allRows
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
        for report in reports {
            y += 38
            body.append(label(16, y, "board", KnownCounts.processor(of: report.board)))
            y += 12
            let engines = engines(of: report)
            let most = engines.flatMap(\.perMAC).max() ?? 1
            for engine in engines {
                for (index, value) in engine.perMAC.enumerated() {
                    let length = max(1, value / most * (Self.width - Self.labelWidth - Self.valueWidth))
                    body.append(bar(y, length, (engine.isOurs ? "own" : "other") + String(index % 3)))
                    let tokens = "\(value.fixed(2)) at \(report.rows[index].tokens) tokens"
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

    private struct Engine {
        let name: String
        let perMAC: [Double]
        let isOurs: Bool
    }

    private func engines(of report: BenchReport) -> [Engine] {
        let ours = Engine(name: "Pipit", perMAC: report.rows.compactMap(\.instructionsPerMAC), isOurs: true)
        let others = KnownCounts.of(shape, on: report.board) ?? []
        return [ours]
            + others.map { known in
                let counts = report.rows.compactMap { row in
                    known.millions[row.tokens].map { $0 * 1e6 / Double(row.macs) }
                }
                return Engine(name: known.name, perMAC: counts, isOurs: false)
            }
    }

    private func bar(_ y: Double, _ length: Double, _ kind: String) -> String {
        "<rect class=\"\(kind)\" x=\"\(Self.labelWidth.fixed(0))\" y=\"\(y.fixed(0))\" "
            + "width=\"\(length.fixed(1))\" height=\"\((Self.barHeight - 2).fixed(0))\"/>"
    }

    private func label(_ x: Double, _ y: Double, _ kind: String, _ text: String) -> String {
        let escaped = text.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
        return "<text class=\"\(kind)\" x=\"\(x.fixed(0))\" y=\"\(y.fixed(0))\">\(escaped)</text>"
    }
}

/// Instructions of other engines on networks of the published shapes, counted in the same way, in millions a text.
struct KnownCounts {
    let name: String
    /// By tokens of the text.
    let millions: [Int: Double]

    private init(_ name: String, _ at16: Double, _ at64: Double, _ at128: Double) {
        self.name = name
        millions = [16: at16, 64: at64, 128: at128]
    }

    static func processor(of board: String) -> String {
        board == "pi-zero" ? "ARM1176 (Pi Zero)" : "Cortex-A53 (Pi Zero 2 W)"
    }

    /// nil for a board that no other engine was counted on.
    static func of(_ shape: PublishedShape, on board: String) -> [KnownCounts]? {
        switch (board, shape) {
        case ("pi-zero", .embbert):
            [
                KnownCounts("tflite-micro int8", 38.98, 188.9, 469.1),
                KnownCounts("tflite-micro float32", 31.80, 154.2, 383.6),
            ]
        case ("pi-zero", .bertlite):
            [
                KnownCounts("tflite-micro int8", 20.38, 97.4, 238.1),
                KnownCounts("tflite-micro float32", 17.39, 83.9, 207.5),
            ]
        case ("pi-zero-2w", .embbert):
            [
                KnownCounts("LiteRT 2.3 (XNNPACK) int8", 2.17, 9.96, 24.57),
                KnownCounts("ONNX Runtime 1.31 int8", 2.69, 8.75, 19.45),
                KnownCounts("ONNX Runtime 1.31 float32", 3.83, 10.29, 21.64),
            ]
        case ("pi-zero-2w", .bertlite):
            [
                KnownCounts("LiteRT 2.3 (XNNPACK) int8", 0.894, 3.85, 9.09),
                KnownCounts("ONNX Runtime 1.31 int8", 1.74, 5.59, 12.15),
                KnownCounts("ONNX Runtime 1.31 float32", 1.25, 4.16, 8.91),
            ]
        default: nil
        }
    }
}
