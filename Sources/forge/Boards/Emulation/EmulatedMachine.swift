import Foundation

/// QEMU as a whole board: a kernel, a device tree, and a file system that lives in memory.
struct EmulatedMachine {
    private let board: Board
    private let machine: Board.Machine
    private let workspace: Workspace
    private let emulator: String

    /// Looks for all that it takes.
    ///
    /// - Throws: `Failure` that says what is missing and how to install it.
    init(board: Board, workspace: Workspace) throws {
        guard let machine = board.emulate.machine else {
            throw Failure("\(board.name) is not emulated as a whole; try forge run \(board.name)")
        }
        self.board = board
        self.machine = machine
        self.workspace = workspace
        emulator = try Tool.find(machine.program)
        for (file, contents) in [("kernel", machine.kernelPackage), ("device-tree", machine.kernelPackage)] {
            _ = try EmulatedMachine.installed(workspace.emulation(of: board, file), from: contents)
        }
    }

    /// The emulated serial line, as the guest names it.
    var serialDevice: String { machine.console }

    /// The static shell and tools that look at the program from beside.
    ///
    /// - Throws: `Failure` when they are not installed.
    func busybox() throws -> [UInt8] {
        try Files.read(
            try EmulatedMachine.installed(workspace.emulation(of: board, "busybox"), from: machine.busybox))
    }

    /// Boots with `archive` as the only file system; the serial line is the child's standard input and output.
    ///
    /// `programArguments` go to the first program, `/init`. Returns at the first byte from the board. An emulator that
    /// stays silent is started again; its time follows `clock`. Throws `Failure` when it does not start or stays silent.
    func start(
        _ archive: CpioArchive, programArguments: [String] = [], clock: Clock = .ofThisMachine,
        progress: Progress
    ) throws -> ChildProcess {
        let initramfs = try EmulatedMachine.namelessFile(
            archive.finished(), in: workspace.scratch(for: board))
        let append =
            machine.append
            + (programArguments.isEmpty ? "" : " -- " + programArguments.joined(separator: " "))
        return try start(
            [
                "-kernel", workspace.emulation(of: board, "kernel"),
                "-dtb", workspace.emulation(of: board, "device-tree"), "-initrd", initramfs,
                "-append", append,
            ] + clock.arguments, progress: progress)
    }

    /// What the time of an emulated board follows.
    enum Clock {
        /// This machine's time, for a conversation with somebody.
        case ofThisMachine
        /// The instructions that the board has run, at 2 ns each, and the next timer where it has nothing to do.
        ///
        /// Now and then a board stood still on a busy machine. Its kernel reads the counter of the BCM2835 and asks for
        /// an interrupt some microseconds later: where the emulator is held up between the two, that moment is past, and
        /// the counter comes to it again after 71 minutes. Between two instructions no time passes by this clock.
        case ofInstructions

        fileprivate var arguments: [String] {
            switch self {
            case .ofThisMachine: return []
            case .ofInstructions: return ["-icount", "shift=1,sleep=off"]
            }
        }
    }

    /// Boots what the firmware of a real board would load from a card, with the card attached.
    ///
    /// `supervisorArguments` are settings in the place of `pipit.txt`'s. The card is a copy: nothing is kept.
    func start(
        card: BootableCard, supervisorArguments: [String], in folder: String, progress: Progress
    ) throws -> ChildProcess {
        let words = machine.append.split(separator: " ").filter { $0.hasPrefix("initcall_blacklist=") }
        let append = [card.commandLine] + words.map(String.init) + ["--"] + supervisorArguments
        return try start(
            [
                "-kernel", try card.extract(card.kernel, into: folder),
                "-dtb", try card.extract((machine.deviceTree as NSString).lastPathComponent, into: folder),
                "-initrd", try card.extract(card.initramfs, into: folder),
                "-append", append.joined(separator: " "),
                "-drive", "if=sd,format=raw,file=\(try card.paddedCopy(in: folder))",
            ], progress: progress)
    }

    private func start(_ arguments: [String], progress: Progress) throws -> ChildProcess {
        for _ in 0..<EmulatedMachine.attempts {
            let child = try ChildProcess(
                emulator,
                ["-M", machine.machine, "-accel", EmulatedMachine.accelerator] + arguments
                    + machine.arguments,
                input: .pipe, output: .pipe, errors: .pipe)
            let deadline = progress.seconds + EmulatedMachine.silenceSeconds
            while progress.seconds < deadline {
                if FileDescriptor.readable([child.output], within: 0.2)[0] { return child }
                progress.update("the kernel starts")
            }
            child.end()
            child.closeInput()
            child.closeOutputs()
        }
        throw Failure(
            "\(machine.program) started \(EmulatedMachine.attempts) times, and said nothing in "
                + "\(Int(EmulatedMachine.silenceSeconds)) s")
    }

    /// All processors of the board take turns in one thread.
    ///
    /// With a thread each, those that wait for the kernel to wake them hold the lock that the first one needs for
    /// every access to a device: on a machine of two cores a boot took 14 s to more than 60 s, in turns it takes 4 s.
    private static let accelerator = "tcg,thread=single"
    private static let attempts = 3
    private static let silenceSeconds = 60.0

    /// Whether a line of the console says that the kernel has given up: nothing more will come.
    static func isPanic(_ line: String) -> Bool {
        line.contains("Kernel panic")
    }

    /// A file without a name that others can open by the path returned, for as long as this process lives: nothing
    /// is left behind, however it ends.
    private static func namelessFile(_ bytes: [UInt8], in folder: String) throws -> String {
        try Files.makeFolder(folder)
        var name = Array("\(folder)/initramfs-XXXXXX".utf8CString)
        let file = mkstemp(&name)
        guard file >= 0 else { throw Failure("cannot write in \(folder): \(systemMessage())") }
        unlink(name)
        guard FileDescriptor.write(bytes, to: file) else {
            throw Failure("cannot write \(bytes.count) bytes in \(folder): \(systemMessage())")
        }
        return "/proc/\(getpid())/fd/\(file)"
    }

    private static func installed(_ path: String, from package: String) throws -> String {
        guard Files.exists(path) else {
            throw Failure("\(path) is missing (of the Debian package \(package)); run Toolchains/install")
        }
        return path
    }
}
