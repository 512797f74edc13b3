extension Command {
    /// The command `footprint BOARD`.
    static let footprint = Command(
        name: "footprint", synopsis: "footprint BOARD|--release [--json] [--model FILE] [--svg CHART]",
        summary: "Measures the program's memory on the emulated board, against the board's budget.",
        details: """
            Boots the emulated board (or, for a board that is not emulated, runs the program here), sends lines that
            reach every task, the errors and the maximum length, and teach all that there is room for, and prints bytes
            by category:
              text        code
              constants   read-only data, the model's description among it
              data        variables
              vocabulary, embedding, weights, heads   of the model
              arena       the encoder's memory
              stack       the most of it that was ever touched
            and what the kernel says of the process: VmHWM, the most memory it ever touched, and that of another one
            which was sent the same lines without those that teach something ("untaught"). Code and constants that
            are never used are never read in, so VmHWM may be less than the total; pages are whole and neighbours are
            read in with them, so it may be more. Exit status 1 when VmHWM (or, for a board that is emulated only in
            part, the total) is over the budget. With --model, a program with that model is built for the
            measurement, and the board's own is left as it is.

            --svg CHART  Draws the categories of the board, beside its budget.
            --release    A table of all boards instead, a line each, as README.md has it: model is all of the model but
                         its description, process what the kernel counts, file the program as it is given away.
            """
    ) { arguments in
        let wantsJSON = arguments.flag("--json")
        let wantsAll = arguments.flag("--release")
        let model = try arguments.option("--model")
        let chart = try arguments.option("--svg").map { try OutputFile($0) }
        let workspace = try Workspace.current()
        if wantsAll {
            try arguments.finish()
            guard !wantsJSON, chart == nil else { throw Misuse("--json and --svg are of one board") }
            let reports = try Board.names(in: workspace).map {
                try footprint(of: try Board.named($0, in: workspace), model: model, workspace)
            }
            FootprintReport.table(of: reports).forEach { Console.say($0) }
            return reports.allSatisfy(\.isWithinBudget) ? 0 : 1
        }
        let name = try arguments.operand("BOARD")
        try arguments.finish()
        let board = try Board.named(name, in: workspace)
        let report = try footprint(of: board, model: model, workspace)
        try chart?.write(Array(report.chart.svg.utf8))
        Console.say(wantsJSON ? report.json.text : report.lines.joined(separator: "\n"))
        return report.isWithinBudget ? 0 : 1
    }

    private static func footprint(
        of board: Board, model: String?, _ workspace: Workspace
    ) throws -> FootprintReport {
        let machine =
            board.emulate.machine == nil ? nil : try EmulatedMachine(board: board, workspace: workspace)
        let builder = Builder(workspace: workspace, board: board)
        let path: String
        if let model {
            path = workspace.program(for: board, model: model)
            _ = try builder.build(model: model, into: path)
        } else {
            path = try builder.builtProgram()
        }
        let program = try Files.read(path)
        let image = try ProgramImage(program, name: path)
        let loaded = try LoadedModel(bytes: image.model, path: path)
        let conversations = withExtendedLifetime(loaded) {
            [true, false].map { SampleRequests.lines(for: loaded.model, teaches: $0) }
        }
        let measurements: [Measurement]
        let method: String
        if let machine {
            measurements = try ProcessMeter.measure(program, conversations, on: machine)
            method = "measured on the emulated board"
        } else if board.emulate.user == nil {
            measurements = try conversations.map { try ProcessMeter.measureHere(path, $0) }
            method = "measured here"
        } else {
            measurements = []
            method = "not measured: there is no emulation of the whole board"
        }
        return try FootprintReport(
            board: board, fileBytes: try StrippedProgram.bytes(of: path).count, image: image,
            measurement: measurements.first, untaught: measurements.last, method: method)
    }
}
