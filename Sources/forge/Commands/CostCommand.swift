import Foundation

extension Command {
    /// The command `cost BOARD`.
    static let cost = Command(
        name: "cost", synopsis: "cost BOARD [--model FILE] [--json]",
        summary: "Counts the instructions of requests on a board's emulated processor.",
        details: """
            Prints a line for each line: the instructions that the board's program takes from reading the request
            to the end of its reply, and the request. They are exact and repeatable, and no times: an instruction
            may take more than a cycle. Builds the program first if that has not been done; with --model the one of
            that model. A request that changes what the next one costs, as @teach does, is counted as the mean of
            four.

            --json  {"board","requests":[{"request","instructions"}]}
            """
    ) { arguments in
        let wantsJSON = arguments.flag("--json")
        let model = try arguments.option("--model")
        let name = try arguments.operand("BOARD")
        try arguments.finish()
        let workspace = try Workspace.current()
        let board = try Board.named(name, in: workspace)
        let counter = try InstructionCounter(for: board, in: workspace)
        let program = try Builder(workspace: workspace, board: board).builtProgram(model: model)
        var lines = LineSplitter()
        var requests: [[UInt8]] = []
        while let bytes = FileDescriptor.read(STDIN_FILENO), !bytes.isEmpty { requests += lines.add(bytes) }
        requests += lines.rest()
        var rows: [JSON] = []
        for request in requests {
            let count = try counter.count(program, request: request)
            let text = String(decoding: request, as: UTF8.self)
            rows.append(.object([("request", .string(text)), ("instructions", .integer(count))]))
            if !wantsJSON { Console.say(count.grouped.alignedRight(to: 12) + "  " + text) }
        }
        if wantsJSON {
            Console.say(JSON.object([("board", .string(board.name)), ("requests", .array(rows))]).text)
        }
        return 0
    }
}
