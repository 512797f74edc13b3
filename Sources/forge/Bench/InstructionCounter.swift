import Foundation

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

    /// Instructions of one request to the device program, its reply included: those of five alike less those of one.
    ///
    /// - Throws: `Failure` when the program does not end by itself.
    func count(_ program: String, request: [UInt8]) throws -> Int {
        let counts = try [1, 5].map { try count(program, lines: Array(repeating: request, count: $0)) }
        return (counts[1] - counts[0]) / 4
    }

    /// Instructions of one request to the device program, its reply included, after the lines before it.
    ///
    /// - Throws: `Failure` when the program does not end by itself.
    func count(_ program: String, request: String, after before: [String]) throws -> Int {
        let before = before.map { Array($0.utf8) }
        let all = try count(program, lines: before + [Array(request.utf8)])
        return all - (try count(program, lines: before))
    }

    /// Instructions of the device program from its start to its ready line, and its end.
    ///
    /// - Throws: `Failure` when the program does not end by itself.
    func countStart(of program: String) throws -> Int { try count(program, lines: []) }

    private func count(_ program: String, lines: [[UInt8]]) throws -> Int {
        let requests = folder + "/requests.\(getpid())"
        defer { unlink(requests) }
        try Files.write(lines.flatMap { $0 + [UInt8(ascii: "\n")] }, to: requests)
        let (result, counts) = try run(
            [program, "--no-timing"], input: .file(requests), title: "counting a request")
        guard result.status == 0 else {
            throw Failure("\(program) ends with status \(result.status): \(result.errorText)")
        }
        return counts.values.reduce(0, +)
    }

    private func run(
        _ program: BenchProgram, _ model: String, _ tokens: Int, rounds: Int
    ) throws -> [String: Int] {
        let words = [program.path] + program.arguments(model, tokens, rounds)
        let (result, counts) = try run(words, title: "counting \(tokens) tokens")
        guard result.status == 0 else {
            throw program.failure(result.status, model, tokens, result.errorText)
        }
        return counts
    }

    /// Runs a command line on the emulated processor, and counts.
    private func run(
        _ words: [String], input: ChildProcess.Stream = .null, title: String
    ) throws -> (result: ProcessResult, counts: [String: Int]) {
        // The counts come on standard error: the device program closes every other descriptor that it inherits, and
        // so any file of the emulator's, which is one process with it.
        let result = try ProcessRunner.run(
            emulator, ["-cpu", processor, "-plugin", plugin, "-d", "plugin"] + words, input: input,
            title: title)
        guard result.status == 0 else { return (result, [:]) }
        return (result, InstructionCounter.parse(result.errorText))
    }

    /// Lines of `COUNT FUNCTION`, between others.
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
