/// Instructions per multiply-accumulate as a drawing, beside those of other engines.
struct BenchChart {
    private let reports: [BenchReport]
    private let shape: PublishedShape

    /// - Throws: `Misuse` when a report has nothing to be drawn: only counts on the boards with known peers are.
    init(_ reports: [BenchReport], shape: PublishedShape?) throws {
        guard let shape else { throw Misuse("--svg draws published shapes: name one with --shape") }
        for report in reports {
            guard KnownCounts.of(shape, on: report.board) != nil else {
                throw Misuse("--svg knows other engines on pi-zero and pi-zero-2w, not on \(report.board)")
            }
        }
        self.reports = reports
        self.shape = shape
    }

    /// Writes the drawing.
    func write(to path: String) throws {
        try Files.write(Array(text.utf8), to: path)
    }

    private static let width = 760.0
    private static let labelWidth = 230.0
    private static let barHeight = 13.0
    private static let shades = ["#9bbcd8", "#4f86b5", "#1d4f7c"]
    private static let ownShades = ["#f2b880", "#e08a2e", "#a85b0c"]

    var text: String {
        var body: [String] = []
        var y = 28.0
        body.append(
            label(
                12, y, "Instructions per multiply-accumulate, \(shape.rawValue) (emulated, exact)", size: 15))
        for report in reports {
            y += 34
            body.append(label(12, y, KnownCounts.processor(of: report.board), size: 13))
            y += 10
            let engines = engines(of: report)
            let most = engines.flatMap(\.perMAC).max() ?? 1
            for engine in engines {
                for (index, value) in engine.perMAC.enumerated() {
                    let length = value / most * (Self.width - Self.labelWidth - 70)
                    let shade = (engine.isOurs ? Self.ownShades : Self.shades)[index % 3]
                    body.append(
                        "<rect x=\"\(Self.labelWidth.fixed(0))\" y=\"\(y.fixed(0))\" width=\"\(max(1, length).fixed(1))\" "
                            + "height=\"\((Self.barHeight - 2).fixed(0))\" fill=\"\(shade)\"/>")
                    let tokens = report.rows[index].tokens
                    body.append(
                        label(
                            Self.labelWidth + length + 5, y + 10, "\(value.fixed(2)) at \(tokens)", size: 10))
                    if index == 0 { body.append(label(24, y + 10, engine.name, size: 12)) }
                    y += Self.barHeight
                }
                y += 7
            }
        }
        y += 24
        body.append(
            label(
                12, y,
                "\"at 16\": tokens in the text. Pipit leaves out the rows of the last block that the head does not read.",
                size: 10))
        let height = (y + 14).fixed(0)
        return """
            <svg xmlns="http://www.w3.org/2000/svg" width="\(Self.width.fixed(0))" height="\(height)" \
            viewBox="0 0 \(Self.width.fixed(0)) \(height)" font-family="sans-serif">
            <rect width="100%" height="100%" fill="#ffffff"/>
            \(body.joined(separator: "\n"))
            </svg>

            """
    }

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

    private func label(_ x: Double, _ y: Double, _ text: String, size: Int) -> String {
        let escaped = text.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
        return
            "<text x=\"\(x.fixed(0))\" y=\"\(y.fixed(0))\" font-size=\"\(size)\" fill=\"#222222\">\(escaped)</text>"
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
        board == "pi-zero" ? "ARM1176: Pi Zero" : "Cortex-A53: Pi Zero 2 W"
    }

    /// nil for a board that no other engine was counted on.
    static func of(_ shape: PublishedShape, on board: String) -> [KnownCounts]? {
        switch (board, shape) {
        case ("pi-zero", .embbert):
            [
                KnownCounts("tflite-micro int8", 38.98, 188.9, 469.1),
                KnownCounts("tflite-micro float", 31.80, 154.2, 383.6),
            ]
        case ("pi-zero", .bertlite):
            [
                KnownCounts("tflite-micro int8", 20.38, 97.4, 238.1),
                KnownCounts("tflite-micro float", 17.39, 83.9, 207.5),
            ]
        case ("pi-zero-2w", .embbert):
            [
                KnownCounts("LiteRT 2.3 dynamic int8", 2.17, 9.96, 24.57),
                KnownCounts("ONNX Runtime 1.31 static int8", 2.69, 8.75, 19.45),
                KnownCounts("ONNX Runtime 1.31 float", 3.83, 10.29, 21.64),
            ]
        case ("pi-zero-2w", .bertlite):
            [
                KnownCounts("LiteRT 2.3 dynamic int8", 0.894, 3.85, 9.09),
                KnownCounts("ONNX Runtime 1.31 static int8", 1.74, 5.59, 12.15),
                KnownCounts("ONNX Runtime 1.31 float", 1.25, 4.16, 8.91),
            ]
        default: nil
        }
    }
}
