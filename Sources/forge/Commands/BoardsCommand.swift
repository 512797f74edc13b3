extension Command {
    /// The command `boards`.
    static let boards = Command(
        name: "boards", synopsis: "boards [--json]",
        summary: "Lists the boards that Pipit is built for.",
        details: """
            The descriptors are in Boards/, one file a board; a new board is a new file. The columns: the name for
            the other commands, the processor, the instruction set's kernels, the budget of the whole process, how
            the board is emulated (its processor alone: run; all of it: boot) and whether build has been there.
            A file that is no descriptor is named, and does not keep the others from being listed; the exit status
            is 1 then.
            """
    ) { arguments in
        let wantsJSON = arguments.flag("--json")
        try arguments.finish()
        let workspace = try Workspace.current()
        let (boards, broken) = try Board.all(in: workspace)
        broken.forEach { Console.complain($0) }
        if wantsJSON {
            Console.say(JSON.array(boards.map { summary(of: $0, workspace) }).text)
        } else {
            let header = ["BOARD", "PROCESSOR", "KERNELS", "BUDGET", "EMULATION", "BUILT", ""]
            for row in Table.lines([header] + boards.map { row(of: $0, workspace) }, rightAligned: [3]) {
                Console.say(row)
            }
        }
        return broken.isEmpty ? 0 : 1
    }

    private static func emulations(of board: Board) -> [String] {
        guard board.emulate.user != nil || board.emulate.machine != nil else { return ["none needed"] }
        return (board.emulate.user == nil ? [] : ["run"]) + (board.emulate.machine == nil ? [] : ["boot"])
    }

    private static func row(of board: Board, _ workspace: Workspace) -> [String] {
        [
            board.name, board.cpu, board.kernels, board.budgetBytes.grouped,
            emulations(of: board).joined(separator: ", "),
            Files.exists(workspace.program(for: board)) ? "yes" : "no", board.title,
        ]
    }

    private static func summary(of board: Board, _ workspace: Workspace) -> JSON {
        .object([
            ("name", .string(board.name)), ("title", .string(board.title)), ("triple", .string(board.triple)),
            ("cpu", .string(board.cpu)), ("kernels", .string(board.kernels)),
            ("budget_bytes", .integer(board.budgetBytes)),
            ("arena_limit_bytes", .integer(board.arenaLimitBytes)),
            ("run", .bool(board.emulate.user != nil || board.emulate.machine == nil)),
            ("boot", .bool(board.emulate.machine != nil)),
            ("built", .bool(Files.exists(workspace.program(for: board)))),
        ])
    }
}
