extension Command {
    /// The command `boot BOARD`.
    static let boot = Command(
        name: "boot", synopsis: "boot BOARD [--model FILE] [--console] [-- ARGUMENTS]",
        summary: "Boots the emulated board; its serial line is standard input and output.",
        details: """
            A real kernel starts the program as the only file of its root. What is typed or piped in goes down the
            serial line, a reply comes back for each line, and the end of the input ends the emulator once all
            replies are there. Messages of the kernel are kept back and shown only when something goes wrong; what
            the program says on standard error comes out on standard error. Builds the program first if that has
            not been done; with --model the one of that model, anew when the model is another now. ARGUMENTS go to
            the program.

            --console   Leaves the serial line to the kernel's console, as which the program then reads and writes
                        it, instead of giving the program the line by --serial.
            """
    ) { arguments in
        let usesConsole = arguments.flag("--console")
        let model = try arguments.option("--model")
        let name = try arguments.operand("BOARD")
        try arguments.finish(allowingPassed: true)
        let workspace = try Workspace.current()
        let board = try Board.named(name, in: workspace)
        let machine = try EmulatedMachine(board: board, workspace: workspace)
        let program = try Builder(workspace: workspace, board: board).builtProgram(model: model)

        var archive = CpioArchive()
        archive.addFolder("dev")
        archive.addCharacterDevice("dev/console", major: 5, minor: 1)
        archive.addFile("init", try Files.read(program), permissions: 0o755)
        var words: [String] = []
        if !usesConsole {
            let node = try SerialNode(device: machine.serialDevice)
            archive.addCharacterDevice(node.path, major: node.major, minor: node.minor)
            words = ["--serial", machine.serialDevice, "--baud", String(board.serial?.baud ?? 115_200)]
        }
        let progress = Progress("booting \(board.name)")
        let child = try machine.start(
            archive, programArguments: words + arguments.passed, progress: progress)
        defer { child.end() }
        var conversation = SerialConversation(child: child, isEchoed: usesConsole, progress: progress)
        try conversation.run()
        return 0
    }
}
