/// What a bench of a model on a board found.
struct BenchReport {
    /// One length of text.
    struct Row {
        let tokens: Int
        let macs: Int
        let result: Result
        /// Other engines on a network of the same shape, in the same run.
        var peers: [Peer] = []

        /// nil where times were measured.
        var instructionsPerMAC: Double? {
            guard case .instructions(let operations) = result else { return nil }
            return Double(operations.values.reduce(0, +)) / Double(macs)
        }
    }

    /// What was measured.
    enum Result {
        /// Instructions under emulation, by operation.
        case instructions([Operation: Int])
        /// Times on this computer.
        case times(Percentiles)
    }

    /// What another engine takes: times, or instructions under emulation.
    struct Peer {
        let name: String
        var times: Percentiles?
        var instructions: Int?

        fileprivate var cost: Double { times?.p50 ?? Double(instructions ?? 0) }

        fileprivate var json: JSON {
            .object(
                [("name", .string(name))] + (times?.json ?? [])
                    + (instructions.map { [("instructions", .integer($0))] } ?? []))
        }
    }

    let board: String
    let model: String
    /// The kernel set that was named; nil: the best of the processor.
    var kernels: String?
    var rows: [Row]

    /// The report as one object.
    var json: JSON {
        .object(
            [("board", .string(board)), ("model", .string(model))]
                + (kernels.map { [("kernels", .string($0))] } ?? []) + [("rows", .array(rows.map(\.json)))])
    }

    /// The report as text.
    var lines: [String] {
        let heading: [String]
        var body: [[String]] = []
        if case .times = rows.first?.result {
            heading = ["tokens", "MACs, M", "p50, µs", "p95, µs", "p99, µs", "MACs per ns"]
        } else {
            heading =
                ["tokens", "MACs, M", "instructions, M", "per MAC"] + Operation.allCases.map(\.rawValue)
        }
        for row in rows { body.append(row.cells) }
        var lines = ["\(model) on \(board)\(kernels.map { " with \($0) kernels" } ?? ""), \(measure)"]
        lines += Table.lines([heading] + body, rightAligned: Set(0..<heading.count))
        for row in rows where !row.peers.isEmpty { lines += row.peerLines }
        return lines
    }

    private var measure: String {
        if case .times = rows.first?.result { return "timed here, one thread" }
        return "instructions of one text, counted under emulation; operations in millions"
    }
}

extension BenchReport.Row {
    fileprivate var json: JSON {
        var fields: [(String, JSON)] = [("tokens", .integer(tokens)), ("macs", .integer(macs))]
        switch result {
        case .instructions(let operations):
            let total = operations.values.reduce(0, +)
            fields += [
                ("instructions", .integer(total)), ("per_mac", .number(Double(total) / Double(macs))),
                (
                    "operations",
                    .object(Operation.allCases.map { ($0.rawValue, .integer(operations[$0] ?? 0)) })
                ),
            ]
        case .times(let times):
            fields += times.json
        }
        if !peers.isEmpty {
            fields.append(
                ("peers", .array(peers.map(\.json))))
            if let ratio { fields.append(("ratio_to_best_peer", .number(ratio))) }
        }
        return .object(fields)
    }

    fileprivate var cells: [String] {
        let start = [String(tokens), (Double(macs) / 1e6).fixed(2)]
        switch result {
        case .instructions(let operations):
            let total = Double(operations.values.reduce(0, +))
            return start + [(total / 1e6).fixed(3), (total / Double(macs)).fixed(3)]
                + Operation.allCases.map { (Double(operations[$0] ?? 0) / 1e6).fixed(3) }
        case .times(let times):
            return start
                + [times.p50.fixed(1), times.p95.fixed(1), times.p99.fixed(1)]
                + [(Double(macs) / 1000 / times.p50).fixed(1)]
        }
    }

    fileprivate var peerLines: [String] {
        let isTimed = if case .times = result { true } else { false }
        let unit = isTimed ? 1 : 1e6
        let all = [("pipit", cost)] + peers.map { ($0.name, $0.cost) }
        return ["", "\(tokens) tokens beside others\(isTimed ? ", alternating" : ""):"]
            + Table.lines(
                [["", isTimed ? "p50, µs" : "instructions, M", "ratio"]]
                    + all.map { [$0.0, ($0.1 / unit).fixed(isTimed ? 1 : 3), ($0.1 / cost).fixed(2)] },
                rightAligned: [1, 2])
    }

    /// How many times as much the best of the others takes.
    private var ratio: Double? {
        peers.map(\.cost).min().map { $0 / cost }
    }

    /// Microseconds, or instructions.
    private var cost: Double {
        switch result {
        case .instructions(let operations): Double(operations.values.reduce(0, +))
        case .times(let times): times.p50
        }
    }
}
