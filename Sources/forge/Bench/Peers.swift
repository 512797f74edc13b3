import Foundation

/// Other engines on a network of a published shape, run by Weights/recipe/studies/peers/peers.py.
struct Peers {
    private let python: String
    private let script: String
    private let folder: String
    private let shape: PublishedShape
    private let instructions: String?

    /// Finds the Python that has the engines, and makes their model files where they are missing.
    ///
    /// - Parameters:
    ///   - shape: the network's.
    ///   - tokens: the lengths of text that will be measured.
    ///   - instructions: the newest vector instructions that the engines may see, `avx2` or `sse2`; otherwise all.
    ///   - workspace: where the script is, and the model files go.
    /// - Throws: `Failure` that says what to install.
    init(_ shape: PublishedShape, tokens: [Int], instructions: String?, in workspace: Workspace) throws {
        let named = ProcessInfo.processInfo.environment["PIPIT_PEERS_PYTHON"]
        python = named ?? workspace.path(".venv-peers/bin/python")
        script = workspace.path("Weights/recipe/studies/peers/peers.py")
        folder = workspace.path(".cache/peers")
        self.shape = shape
        self.instructions = instructions
        guard Files.exists(python) else {
            throw Failure(
                "no \(python); Weights/recipe/studies/peers/README.md says how to install the other engines")
        }
        try Files.makeFolder(folder)
        let list = tokens.map(String.init).joined(separator: ",")
        let result = try ProcessRunner.run(
            python, [script, "make", folder, shape.rawValue, list], title: "making the other engines' models")
        guard result.status == 0 else {
            throw Failure("\(script) failed:\n\(result.errorText.suffix(2000))")
        }
    }

    /// The processor that engines are counted on.
    static let emulatedProcessor = "cortex-a53"

    /// Counts the instructions that every engine takes for a text of this length on that processor, emulated.
    func counts(tokens: Int) throws -> [BenchReport.Peer] {
        let result = try ProcessRunner.run(
            python, [script, "count", folder, shape.rawValue, String(tokens)],
            title: "counting the others' instructions, \(tokens) tokens")
        let peers = InstructionCounter.parse(result.outputText).map {
            BenchReport.Peer(name: $0, instructions: $1)
        }
        guard result.status == 0, !peers.isEmpty else {
            throw Failure("\(script) failed:\n\(result.errorText.suffix(2000))")
        }
        return peers.sorted { $0.name < $1.name }
    }

    /// Starts every engine that has a model file of this length.
    func start(tokens: Int) throws -> [Engine] {
        let result = try ProcessRunner.run(
            python, [script, "list", folder, shape.rawValue, String(tokens)],
            title: "looking for other engines")
        let names = result.outputText.split(separator: "\n").map(String.init)
        guard result.status == 0, !names.isEmpty else {
            throw Failure("\(script) has no engine to compare with")
        }
        return try names.map { name in
            let child = try ChildProcess(
                python,
                [script, "serve", folder, shape.rawValue, String(tokens), name, instructions ?? "all"],
                input: .pipe,
                output: .pipe,
                errors: .null)
            return Engine(name: name, child: child)
        }
    }

    /// A running engine: it takes a line with a number, runs that many texts, and answers a line of nanoseconds.
    struct Engine {
        let name: String
        fileprivate let child: ChildProcess

        /// Nanoseconds of each of `rounds` texts.
        func times(rounds: Int) throws -> [Double] {
            guard FileDescriptor.write(Array("\(rounds)\n".utf8), to: child.input) else { throw stopped }
            var line: [UInt8] = []
            while line.last != UInt8(ascii: "\n") {
                guard let more = FileDescriptor.read(child.output), !more.isEmpty else { throw stopped }
                line += more
            }
            let times = String(decoding: line, as: UTF8.self).split(whereSeparator: \.isWhitespace).compactMap
            { Double($0) }
            guard times.count == rounds else { throw stopped }
            return times
        }

        private var stopped: Failure { Failure("\(name) stopped; try peers.py serve by hand") }

        func stop() {
            child.closeInput()
            child.closeOutputs()
            child.end()
        }
    }
}
