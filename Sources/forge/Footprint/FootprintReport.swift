/// Where a board's memory goes.
struct FootprintReport {
    let board: String
    let budgetBytes: Int
    /// Bytes of the program's file.
    let fileBytes: Int
    let measurement: Measurement
    /// How the process was measured.
    let method: String
    /// Bytes by category, in the order to print.
    let categories: [(name: String, bytes: Int)]

    init(board: Board, program: [UInt8], image: ProgramImage, measurement: Measurement, method: String) throws
    {
        self.board = board.name
        budgetBytes = board.budgetBytes
        fileBytes = program.count
        self.measurement = measurement
        self.method = method
        let sections = try ModelSection.all(in: image.model, name: "the model inside")
        let parts = ModelPart.bytes(of: sections, fileBytes: image.model.count)
        categories = [
            ("text", image.textBytes),
            ("constants", image.constantBytes + (parts[.description] ?? 0)),
            ("data", image.dataBytes),
            ("vocabulary", parts[.vocabulary] ?? 0),
            ("embedding", parts[.embedding] ?? 0),
            ("weights", parts[.weights] ?? 0),
            ("heads", parts[.heads] ?? 0),
            ("arena", image.arenaBytes),
            ("stack", measurement.stackBytes),
        ]
    }

    /// Bytes of all categories.
    var totalBytes: Int { categories.map(\.bytes).reduce(0, +) }

    /// Whether neither what was touched nor what could be is more than the budget.
    var isWithinBudget: Bool { measurement.peakBytes <= budgetBytes }

    var json: JSON {
        .object([
            ("board", .string(board)), ("budget_bytes", .integer(budgetBytes)),
            ("vm_hwm_bytes", .integer(measurement.peakBytes)), ("file_bytes", .integer(fileBytes)),
            (
                "categories",
                .object((categories + [("total", totalBytes)]).map { ($0.name, .integer($0.bytes)) })
            ),
        ])
    }

    private static let barWidth = 40

    /// The report for people, with a bar of each category's part of the budget.
    var lines: [String] {
        let rows = (categories + [("total", totalBytes), ("process (VmHWM)", measurement.peakBytes)]).map {
            [$0.name, $0.bytes.grouped, percent($0.bytes), bar($0.bytes)]
        }
        let ends = [["budget", budgetBytes.grouped, percent(budgetBytes), bar(budgetBytes)]]
        return ["\(board): bytes of memory, and the part of the budget that they take"]
            + Table.lines(rows + ends, rightAligned: [1, 2])
            + [
                "file \(fileBytes.grouped) bytes; process measured \(method)"
                    + (measurement.isConfined ? ", confined by seccomp" : ", without seccomp"),
                isWithinBudget
                    ? "within the budget: \((budgetBytes - measurement.peakBytes).grouped) bytes are left"
                    : "OVER the budget by \((measurement.peakBytes - budgetBytes).grouped) bytes",
            ]
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
