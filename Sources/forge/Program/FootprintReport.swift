import PipitCore

/// Where a board's memory goes.
struct FootprintReport {
    let board: String
    let budgetBytes: Int
    /// Bytes of the program's file, without symbols.
    let fileBytes: Int
    /// What the kernel said of the process; nil for a board that is not emulated as a whole.
    let measurement: Measurement?
    /// What it said of one that was taught nothing.
    let untaught: Measurement?
    /// How the process was measured, or why not.
    let method: String
    /// Whether the board is emulated, rather than this computer.
    let isEmulated: Bool
    /// Bytes by category, in the order to print.
    let categories: [(name: String, bytes: Int)]

    init(
        board: Board, fileBytes: Int, image: ProgramImage, measurement: Measurement?,
        untaught: Measurement?, method: String
    ) throws {
        self.board = board.name
        budgetBytes = board.budgetBytes
        isEmulated = board.emulate.machine != nil
        self.fileBytes = fileBytes
        self.measurement = measurement
        self.untaught = untaught
        self.method = method
        let sections = try ModelSection.all(in: image.model, name: "the model inside")
        let parts = SectionRole.Part.bytes(of: sections, fileBytes: image.model.count)
        categories =
            [
                ("text", image.textBytes),
                ("constants", image.constantBytes + (parts[.description] ?? 0)),
                ("data", image.dataBytes),
                ("vocabulary", parts[.vocabulary] ?? 0),
                ("embedding", parts[.embedding] ?? 0),
                ("weights", parts[.weights] ?? 0),
                ("heads", parts[.heads] ?? 0),
                ("arena", image.arenaBytes),
            ] + (measurement.map { [("stack", $0.stackBytes)] } ?? [])
    }

    /// Bytes of all categories.
    var totalBytes: Int { categories.map(\.bytes).reduce(0, +) }

    /// What is held against the budget: all that the process ever touched, or where that was not measured, all
    /// that it could touch.
    private var judgedBytes: Int { measurement?.peakBytes ?? totalBytes }

    /// Whether the budget is kept.
    var isWithinBudget: Bool { judgedBytes <= budgetBytes }

    var json: JSON {
        .object([
            ("board", .string(board)), ("budget_bytes", .integer(budgetBytes)),
            ("vm_hwm_bytes", measurement.map { .integer($0.peakBytes) } ?? .null),
            ("untaught_vm_hwm_bytes", untaught.map { .integer($0.peakBytes) } ?? .null),
            ("file_bytes", .integer(fileBytes)),
            (
                "categories",
                .object((categories + [("total", totalBytes)]).map { ($0.name, .integer($0.bytes)) })
            ),
        ])
    }

    private static let barWidth = 40

    /// What the kernel counted, by the names to print.
    private var process: [(name: String, bytes: Int)] {
        [("process (VmHWM)", measurement), ("    untaught", untaught)].compactMap { name, measured in
            measured.map { (name, $0.peakBytes) }
        }
    }

    /// The report for people, with a bar of each category's part of the budget.
    var lines: [String] {
        let rows = (categories + [("total", totalBytes)] + process + [("budget", budgetBytes)]).map {
            [$0.name, $0.bytes.grouped, percent($0.bytes), bar($0.bytes)]
        }
        let confinement =
            measurement.map { $0.isConfined ? ", confined by seccomp" : ", without seccomp" } ?? ""
        return ["\(board): bytes of memory, and the part of the budget that they take"]
            + Table.lines(rows, rightAligned: [1, 2])
            + [
                "file \(fileBytes.grouped) bytes without symbols; process \(method)" + confinement,
                isWithinBudget
                    ? "within the budget: \((budgetBytes - judgedBytes).grouped) bytes are left"
                    : "OVER the budget by \((judgedBytes - budgetBytes).grouped) bytes",
            ]
    }

    /// The same as a drawing.
    var chart: BarChart {
        let sums = Set(["total"] + process.map(\.name))
        return BarChart(
            title: "\(board): bytes of memory",
            notes: ["A whole bar is the budget, \(budgetBytes.grouped) bytes. Process \(method)."],
            rows: (categories + [("total", totalBytes)] + process).map { name, bytes in
                BarChart.Row(
                    name: name, value: Double(bytes), text: "\(bytes.grouped)   \(percent(bytes))",
                    isSum: sums.contains(name))
            }, whole: Double(budgetBytes))
    }

    /// Several reports as a table, a line each.
    ///
    /// What was measured on this computer, and so differs from one to the next, is left out.
    static func table(of reports: [FootprintReport]) -> [String] {
        let model: Set = ["vocabulary", "embedding", "weights", "heads"]
        let rows = reports.map { report in
            func bytes(_ isCounted: (String) -> Bool) -> Int {
                report.categories.filter { isCounted($0.name) }.map(\.bytes).reduce(0, +)
            }
            let isMeasured = report.measurement != nil && report.isEmulated
            let columns = [
                bytes { $0 == "text" }, bytes { $0 == "constants" }, bytes { $0 == "data" },
                bytes(model.contains), bytes { $0 == "arena" },
            ]
            return [report.board] + columns.map(\.grouped)
                + [isMeasured ? report.judgedBytes.grouped : "-", report.fileBytes.grouped]
        }
        let header = ["board", "text", "constants", "data", "model", "arena", "process", "file"]
        return Table.lines([header] + rows, rightAligned: Set(1..<header.count))
    }

    private func percent(_ bytes: Int) -> String {
        (100 * Double(bytes) / Double(budgetBytes)).fixed(1) + " %"
    }

    private func bar(_ bytes: Int) -> String {
        let eighths = min(8 * FootprintReport.barWidth, 8 * FootprintReport.barWidth * bytes / budgetBytes)
        let partial = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
        return String(repeating: "█", count: eighths / 8) + partial[eighths % 8]
    }
}
