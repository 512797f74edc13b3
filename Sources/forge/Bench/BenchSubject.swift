import PipitCore

/// A model to be measured, as a file that the bench program can map.
struct BenchSubject {
    let name: String
    private let allRows: Bool
    private let kernels: String?
    private let loaded: LoadedModel

    /// A model file, or one of a published shape, or the default model; with the best kernels of the processor, or
    /// those of a name.
    ///
    /// - Throws: `Failure` when the file cannot be read or is refused.
    init(file: String?, shape: PublishedShape?, allRows: Bool, kernels: String?, in workspace: Workspace)
        throws
    {
        self.allRows = allRows
        self.kernels = kernels
        if let shape {
            name = shape.rawValue
            let path = workspace.path(".build/bench/\(shape.rawValue).pipit")
            try Files.write(try shape.makeModel(), to: path)
            loaded = try LoadedModel(path: path)
        } else {
            name = file ?? workspace.defaultModel
            loaded = try LoadedModel(path: name)
        }
    }

    /// Refuses lengths that the model does not take, and a model that has no head to run.
    func checkLengths(_ lengths: [Int]) throws {
        let model = loaded.model
        for tokens in lengths where tokens > model.config.maxTokens {
            throw Failure("\(name) takes \(model.config.maxTokens) tokens, not \(tokens)")
        }
        guard (0..<model.headCount).contains(where: { model.head($0).kind == .sequence }) else {
            throw Failure("\(name) has no head on whole texts, which the bench runs")
        }
    }

    /// Measures texts of the given lengths on a board.
    func measure(on board: Board, _ lengths: [Int], in workspace: Workspace) throws -> BenchReport {
        let program = try BenchProgram(for: board, allRows: allRows, kernels: kernels, in: workspace)
        let counter = board.emulate.user == nil ? nil : try InstructionCounter(for: board, in: workspace)
        let path = try Builder(workspace: workspace, board: board).suitedModel(loaded)
        let rows = try lengths.map { tokens in
            BenchReport.Row(
                tokens: tokens, macs: MultiplyAccumulates.count(of: loaded.model.config, tokens: tokens),
                result: try counter.map { .instructions(try count(path, tokens, program, $0)) }
                    ?? .times(Percentiles(nanoseconds: try times(path, tokens, program, rounds: Self.rounds)))
            )
        }
        return BenchReport(board: board.name, model: name, kernels: kernels, rows: rows)
    }

    private func count(
        _ path: String, _ tokens: Int, _ program: BenchProgram, _ counter: InstructionCounter
    ) throws -> [Operation: Int] {
        let operations = try FunctionOperations(try Files.read(program.path), name: program.path)
        var counts: [Operation: Int] = [:]
        for (function, instructions) in try counter.count(program, model: path, tokens: tokens) {
            counts[operations[function], default: 0] += instructions
        }
        return counts
    }

    private static let rounds = 1000
    private static let warmUp = 20
    /// Texts that an engine runs before it is the next one's turn.
    private static let turn = 50

    /// Times of `rounds` texts, after some that do not count.
    private func times(_ path: String, _ tokens: Int, _ program: BenchProgram, rounds: Int) throws -> [Double]
    {
        let all = try program.times(path, tokens: tokens, rounds: rounds + Self.warmUp)
        return Array(all.dropFirst(Self.warmUp))
    }

    /// Measures beside other engines on networks of the same shape.
    ///
    /// Each runs some texts in turn, until all have run `rounds`. Where the board's processor is emulated, instructions
    /// are counted.
    func compare(on board: Board, _ lengths: [Int], with peers: Peers, in workspace: Workspace) throws
        -> BenchReport
    {
        guard board.emulate.user == nil else {
            let own = try measure(on: board, lengths, in: workspace)
            let rows = try own.rows.map { row in
                var row = row
                row.peers = try peers.counts(tokens: row.tokens)
                return row
            }
            return BenchReport(board: board.name, model: name, kernels: kernels, rows: rows)
        }
        let program = try BenchProgram(for: board, allRows: allRows, kernels: kernels, in: workspace)
        let path = try Builder(workspace: workspace, board: board).suitedModel(loaded)
        let rows = try lengths.map { tokens in
            var ours: [Double] = []
            let engines = try peers.start(tokens: tokens)
            defer { engines.forEach { $0.stop() } }
            var theirs = [[Double]](repeating: [], count: engines.count)
            while ours.count < Self.rounds {
                ours += try times(path, tokens, program, rounds: Self.turn)
                for (index, engine) in engines.enumerated() {
                    theirs[index] += try engine.times(rounds: Self.turn)
                }
            }
            return BenchReport.Row(
                tokens: tokens, macs: MultiplyAccumulates.count(of: loaded.model.config, tokens: tokens),
                result: .times(Percentiles(nanoseconds: ours)),
                peers: zip(engines, theirs).map { .init(name: $0.name, times: Percentiles(nanoseconds: $1)) })
        }
        return BenchReport(board: board.name, model: name, kernels: kernels, rows: rows)
    }
}
