extension Command {
    /// The command `run BOARD`.
    static let run = Command(
        name: "run", synopsis: "run BOARD [--model FILE] [-- ARGUMENTS]",
        summary: "Runs the board's program here, on its emulated processor.",
        details: """
            Standard input and output are the program's own, and so is the exit status. Builds the program first if
            that has not been done; with --model the one of that model, anew when the model is another now. ARGUMENTS
            go to the program; -- --help shows what it takes. The times in its replies are those of the emulation.
            There is no seccomp under an emulated processor: the program says so and goes on; forge boot has it.
            """
    ) { arguments in
        let model = try arguments.option("--model")
        let name = try arguments.operand("BOARD")
        try arguments.finish(allowingPassed: true)
        let workspace = try Workspace.current()
        let board = try Board.named(name, in: workspace)
        let (emulator, words) = try emulator(for: board)
        let program = try Builder(workspace: workspace, board: board).builtProgram(model: model)
        try replaceProcess(
            with: emulator ?? program, words + (emulator == nil ? [] : [program]) + arguments.passed)
    }

    /// The emulator of a board's processor with its arguments; nil where the program runs as it is.
    private static func emulator(for board: Board) throws -> (path: String?, arguments: [String]) {
        guard let user = board.emulate.user else {
            guard board.emulate.machine == nil else {
                throw Failure(
                    "the processor of \(board.name) is not emulated alone; try forge boot \(board.name)")
            }
            return (nil, [])
        }
        return (try Tool.find(user.program), ["-cpu", user.cpu])
    }
}
