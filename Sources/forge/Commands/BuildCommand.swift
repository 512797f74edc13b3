extension Command {
    /// The command `build BOARD`.
    static let build = Command(
        name: "build", synopsis: "build BOARD [--model FILE] [--wyoming]",
        summary: "Builds the program for a board, a single static file with the model inside.",
        details: """
            The program is left at .build/boards/BOARD/pipit; copy it to the board and start it. FILE is the model,
            Weights/home.pipit unless given; the program of another model has that model's name, so home.pipit
            becomes .build/boards/BOARD/home, and run, boot and footprint take the same --model. The arena gets the
            size that the model's memory plan needs, which the board's descriptor must allow.

            With --wyoming the program has the option --wyoming, by which it talks to Home Assistant, and -wyoming at
            the end of its name. Boards whose descriptor says so have it in all their programs.
            """
    ) { arguments in
        let wantsWyoming = arguments.flag("--wyoming")
        let model = try arguments.option("--model")
        let name = try arguments.operand("BOARD")
        try arguments.finish()
        let workspace = try Workspace.current()
        let board = try Board.named(name, in: workspace)
        let builder = Builder(workspace: workspace, board: board, wantsWyoming: wantsWyoming)
        let path = workspace.program(for: board, model: model) + (wantsWyoming ? "-wyoming" : "")
        let result = try builder.build(model: model ?? workspace.defaultModel, into: path)
        Console.say(
            "\(result.path): \(result.fileBytes.grouped) bytes, of memory \(result.arenaBytes.grouped) more as arena"
        )
        return 0
    }
}
