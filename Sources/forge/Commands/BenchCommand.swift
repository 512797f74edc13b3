import PipitCore

extension Command {
    /// The command `bench BOARD`.
    static let bench = Command(
        name: "bench",
        synopsis:
            "bench BOARD[,BOARD…] [--model FILE | --shape embbert|bertlite] [--tokens N,N,…] [--all-rows] "
            + "[--kernels NAME] [--json] [--svg FILE] [--compare]",
        summary: "Counts the instructions of an encoder on a board's emulated processor; times it here.",
        details: """
            Encodes a made-up text of each length (16, 64 and 128 tokens unless given), word pieces in to the logits of
            the first head on whole texts, with the board's own kernels. For a board whose processor is emulated:
            instructions of one text, exact and repeatable, in all, for each multiply-accumulate of the network, and
            by operation. They are no times: an instruction may take more than a cycle. For host: microseconds.
            A head that reads position 0 lets the last block compute that row alone, which the count shows; MACs are
            those of the whole network, embeddings' projection and blocks, whatever an engine leaves out.

            --model    a model file instead of Weights/home.pipit
            --shape    a network of a published shape with random weights instead
            --all-rows  computes every row of the last block, as a head that tags words needs
            --kernels   a set of kernels instead of the best that the processor has, as avx2, sse2 or scalar; with
                       --compare, avx2 and sse2 hide what is newer from the other engines too
            --json     {"board", "model", "rows": [{"tokens", "macs", "instructions", "per_mac", "operations": {…}}]}; on host
                       micros_p50, micros_p95 and micros_p99
            --svg      draws instructions per MAC beside those of other engines, for a shape on boards whose
                       descriptors have their counts
            --compare  on host, for a shape: runs ONNX Runtime and LiteRT on a network of that shape too, in turns,
                       and prints ratios; on a board with an emulated Cortex-A53: counts their instructions (minutes);
                       Weights/recipe/studies/peers/README.md says what that needs
            """
    ) { arguments in
        let wantsJSON = arguments.flag("--json")
        let allRows = arguments.flag("--all-rows")
        let kernels = try arguments.option("--kernels")
        let compares = arguments.flag("--compare")
        let chart = try arguments.option("--svg")
        let file = try arguments.option("--model")
        let shape = try arguments.option("--shape").map(shape(named:))
        let lengths = try arguments.option("--tokens").map(lengths(in:)) ?? [16, 64, 128]
        let names = try arguments.operand("BOARD").split(separator: ",").map(String.init)
        try arguments.finish()
        if let chart { _ = try OutputFile(chart) }
        if file != nil, shape != nil { throw Misuse("--model and --shape exclude each other") }
        let workspace = try Workspace.current()
        let boards = try names.map { try Board.named($0, in: workspace) }
        let subject = try BenchSubject(
            file: file, shape: shape, allRows: allRows, kernels: kernels, in: workspace)
        try subject.checkLengths(lengths)
        let reports = try boards.map { board in
            guard compares else { return try subject.measure(on: board, lengths, in: workspace) }
            guard let shape, [nil, Peers.emulatedProcessor].contains(board.emulate.user?.cpu) else {
                throw Misuse(
                    "--compare needs a --shape, and a board that is this computer or emulates a "
                        + Peers.emulatedProcessor)
            }
            let peers = try Peers(shape, tokens: lengths, instructions: kernels, in: workspace)
            return try subject.compare(on: board, lengths, with: peers, in: workspace)
        }
        if let chart { try BenchChart(reports, on: boards, shape: shape, allRows: allRows).write(to: chart) }
        if wantsJSON {
            Console.say((reports.count == 1 ? reports[0].json : .array(reports.map(\.json))).text)
        } else {
            Console.say(reports.map { $0.lines.joined(separator: "\n") }.joined(separator: "\n\n"))
        }
        return 0
    }

    private static func shape(named name: String) throws -> PublishedShape {
        guard let shape = PublishedShape(rawValue: name) else {
            let known = PublishedShape.allCases.map(\.rawValue).joined(separator: ", ")
            throw Misuse("no shape \"\(name)\"; there are: \(known)")
        }
        return shape
    }

    private static func lengths(in list: String) throws -> [Int] {
        let numbers = list.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
        guard !numbers.isEmpty, numbers.allSatisfy({ $0 > 0 }) else {
            throw Misuse("--tokens needs numbers of tokens, as in 16,64,128")
        }
        return numbers
    }
}
