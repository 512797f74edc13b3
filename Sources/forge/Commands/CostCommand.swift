import Foundation

extension Command {
    /// The command `cost BOARD`.
    static let cost = Command(
        name: "cost", synopsis: "cost BOARD [--model FILE] [--start] [--longest] [--json] [--svg CHART]",
        summary: "Counts the instructions of requests on a board's emulated processor.",
        details: """
            Prints a line for each line: the instructions that the board's program takes from reading the request
            to the end of its reply, and the request. They are exact and repeatable, and no times: an instruction
            may take more than a cycle. Builds the program first if that has not been done; with --model the one of
            that model. A request that changes what the next one costs, as @teach does, is counted as the mean of
            four.

            With --longest it reads no lines, and counts those that take longest: of each kind of request the one with
            the most tokens, and the first @classify after all that can be taught. What a limit of time has to allow.

            With --start it reads no lines either, and counts from the start of the program to its ready line: the
            check of the model, and the plan of the memory.

            --svg CHART  Draws the counts as bars.
            --json       {"board","requests":[{"request","instructions"}]}
            """
    ) { arguments in
        let wantsJSON = arguments.flag("--json")
        let wantsLongest = arguments.flag("--longest")
        let wantsStart = arguments.flag("--start")
        let model = try arguments.option("--model")
        let chart = try arguments.option("--svg").map { try OutputFile($0) }
        let name = try arguments.operand("BOARD")
        try arguments.finish()
        let workspace = try Workspace.current()
        let board = try Board.named(name, in: workspace)
        let counter = try InstructionCounter(for: board, in: workspace)
        let program = try Builder(workspace: workspace, board: board).builtProgram(model: model)
        var rows: [JSON] = []
        var bars: [BarChart.Row] = []
        func add(_ text: String, _ count: Int) {
            rows.append(.object([("request", .string(text)), ("instructions", .integer(count))]))
            bars.append(BarChart.Row(name: text, value: Double(count), text: count.grouped))
            if !wantsJSON { Console.say(count.grouped.alignedRight(to: 13) + "  " + text) }
        }
        if wantsStart {
            add("start", try counter.countStart(of: program))
        } else if wantsLongest {
            let loaded = try LoadedModel(path: model ?? workspace.defaultModel)
            for longest in LongestRequests.cases(for: loaded.model) {
                add(
                    longest.title,
                    try counter.count(program, request: longest.request, after: longest.before))
            }
        } else {
            var lines = LineSplitter()
            var requests: [[UInt8]] = []
            while let bytes = FileDescriptor.read(STDIN_FILENO), !bytes.isEmpty {
                requests += lines.add(bytes)
            }
            requests += lines.rest()
            for request in requests {
                add(String(decoding: request, as: UTF8.self), try counter.count(program, request: request))
            }
        }
        let title = "\(board.name): instructions of a request"
        let notes = [
            "From reading the request to the end of its reply. Counted under emulation, exact; no times."
        ]
        try chart?.write(Array(BarChart(title: title, notes: notes, rows: bars).svg.utf8))
        if wantsJSON {
            Console.say(JSON.object([("board", .string(board.name)), ("requests", .array(rows))]).text)
        }
        return 0
    }
}
