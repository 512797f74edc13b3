extension Command {
    /// The command `boot BOARD`.
    static let boot = Command(
        name: "boot", synopsis: "boot BOARD [--model FILE] [--console] [--image IMAGE] [-- ARGUMENTS]",
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
            --image     Boots a card image, as forge image makes it: its kernel, device tree and supervisor, with
                        the card attached. ARGUMENTS are settings as in pipit.txt: ready=no.
            """
    ) { arguments in
        let usesConsole = arguments.flag("--console")
        let image = try arguments.option("--image")
        let model = try arguments.option("--model")
        let name = try arguments.operand("BOARD")
        try arguments.finish(allowingPassed: true)
        let workspace = try Workspace.current()
        let board = try Board.named(name, in: workspace)
        let machine = try EmulatedMachine(board: board, workspace: workspace)
        if let image {
            guard model == nil, !usesConsole else {
                throw Misuse("--image goes with neither --model nor --console")
            }
            return try boot(image, of: board, on: machine, settings: arguments.passed)
        }
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
    private static func boot(
        _ image: String, of board: Board, on machine: EmulatedMachine, settings: [String]
    ) throws -> Int32 {
        let card = try BootableCard(image: image, board: board)
        return try TemporaryFolder.with { folder in
            let progress = Progress("booting \(image)")
            // QEMU's watchdog starts the board again as soon as it is opened.
            let child = try machine.start(
                card: card, supervisorArguments: ["watchdog=no", "ready=yes"] + settings, in: folder,
                progress: progress)
            defer { child.end() }
            var conversation = SerialConversation(child: child, isEchoed: false, progress: progress)
            try conversation.run()
            return 0
        }
    }
}
