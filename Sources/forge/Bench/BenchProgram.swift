import Foundation

/// The program `bench` for a board: an encoder that runs a text again and again.
struct BenchProgram {
    /// Whether every row of the last block is computed, or those alone that the head reads.
    let allRows: Bool
    /// The name of the kernel set that it is to use; nil: the best that the processor has.
    let kernels: String?
    let path: String

    /// Builds it, in a folder of its own beside the board's.
    ///
    /// - Throws: `Failure` with the compiler's words on standard error.
    init(for board: Board, allRows: Bool, kernels: String?, in workspace: Workspace) throws {
        let scratch = workspace.scratch(for: board) + "-bench"
        let result = try ProcessRunner.run(
            try Tool.find("swift"),
            Builder.compilerArguments(product: "bench", for: board, scratch: scratch, in: workspace),
            title: "building the bench for \(board.name)")
        guard result.status == 0 else {
            Console.note(result.outputText + result.errorText)
            throw Failure("the build of bench for \(board.name) failed; the compiler's words stand above")
        }
        self.allRows = allRows
        self.kernels = kernels
        path = scratch + "/release/bench"
    }

    /// The command line that encodes a text of some length some times.
    func arguments(_ model: String, _ tokens: Int, _ rounds: Int) -> [String] {
        [model, String(tokens), String(rounds), allRows ? "all" : "first", kernels ?? "-"]
    }

    /// What went wrong when the program ended with another status than 0.
    func failure(_ status: Int32, _ model: String, _ tokens: Int, _ words: String = "") -> Failure {
        if status == 4, let kernels { return Failure("this processor has no kernels called \"\(kernels)\"") }
        return Failure("bench does not run \(model) with \(tokens) tokens (status \(status)) \(words)")
    }

    /// Nanoseconds of each of `rounds` texts, run here.
    func times(_ model: String, tokens: Int, rounds: Int) throws -> [Double] {
        let result = try ProcessRunner.run(
            path, arguments(model, tokens, rounds) + ["times"], title: "timing \(tokens) tokens")
        guard result.status == 0, result.output.count == rounds * 8 else {
            throw failure(result.status, model, tokens)
        }
        return result.output.withUnsafeBytes { bytes in
            (0..<rounds).map { Double(bytes.loadUnaligned(fromByteOffset: $0 * 8, as: UInt64.self)) }
        }
    }
}

/// Counts the instructions of a program by function, on a board's emulated processor.
struct InstructionCounter {
    private let emulator: String
    private let processor: String
    private let plugin: String
    private let folder: String

    /// Builds the counting plugin from its source.
    ///
    /// - Throws: `Failure` when the board's processor is not emulated, or a tool is missing.
    init(for board: Board, in workspace: Workspace) throws {
        guard let user = board.emulate.user else {
            throw Failure("the processor of \(board.name) is not emulated; instructions cannot be counted")
        }
        // The static build of the emulator takes no plugins.
        let name = user.program.hasSuffix("-static") ? String(user.program.dropLast(7)) : user.program
        emulator = try Tool.find(name)
        processor = user.cpu
        folder = workspace.path(".build/bench")
        plugin = folder + "/icount.so"
        try Files.makeFolder(folder)
        let source = workspace.path("Toolchains/icount/icount.c")
        let result = try ProcessRunner.run(
            try Tool.find("clang"), ["-O2", "-shared", "-fPIC", "-o", plugin, source],
            title: "building the counter")
        guard result.status == 0 else {
            throw Failure("the counting plugin does not build:\n\(result.errorText)")
        }
    }

    /// Instructions of one text by function: those of three texts less those of one, halved.
    ///
    /// So the start of the program, and the reading of the model, cancel out.
    func count(_ program: BenchProgram, model: String, tokens: Int) throws -> [String: Int] {
        let one = try run(program, model, tokens, rounds: 1)
        let three = try run(program, model, tokens, rounds: 3)
        return three.merging(one.mapValues { -$0 }, uniquingKeysWith: +).mapValues { $0 / 2 }.filter {
            $0.value > 0
        }
    }

    private func run(
        _ program: BenchProgram, _ model: String, _ tokens: Int, rounds: Int
    ) throws -> [String: Int] {
        let counts = folder + "/counts.\(getpid())"
        defer { unlink(counts) }
        let result = try ProcessRunner.run(
            emulator,
            ["-cpu", processor, "-plugin", plugin, "-d", "plugin", "-D", counts, program.path]
                + program.arguments(model, tokens, rounds), title: "counting \(tokens) tokens")
        guard result.status == 0 else {
            throw program.failure(result.status, model, tokens, result.errorText)
        }
        return InstructionCounter.parse(String(decoding: try Files.read(counts), as: UTF8.self))
    }

    /// Lines of `COUNT FUNCTION`.
    static func parse(_ text: String) -> [String: Int] {
        var counts: [String: Int] = [:]
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ", maxSplits: 1)
            guard words.count == 2, let count = Int(words[0]) else { continue }
            counts[String(words[1]), default: 0] += count
        }
        return counts
    }
}
