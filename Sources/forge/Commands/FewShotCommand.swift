extension Command {
    /// `forge few-shot MODEL TRAIN TEST`.
    static let fewShot = Command(
        name: "few-shot",
        synopsis: "few-shot MODEL TRAIN.tsv TEST.tsv [--examples 1,5,10,20] [--draws 5] [--json]",
        summary: "Scores labels taught by a few examples each, as @teach and @classify do.",
        details: """
            Draws that many rows of each label of TRAIN, teaches them, and classifies the rows of TEST, with the
            device's own arithmetic but without its limits of 64 labels and 512 examples; several draws, each with its
            seed. Rows of the label oos are left out. What is printed, as fractions of 1, the mean of the draws and the
            least of them: accuracy is of the best label, known the part that is not null.
            """
    ) { arguments in
        let wantsJSON = arguments.flag("--json")
        let counts = try (try arguments.option("--examples") ?? "1,5,10,20").split(separator: ",").map(
            positive)
        let draws = try positive((try arguments.option("--draws") ?? "5")[...])
        let model = try arguments.operand("MODEL")
        let train = try arguments.operand("TRAIN.tsv")
        let test = try arguments.operand("TEST.tsv")
        try arguments.finish()
        let fewShot = try FewShot(
            try HostEngine(try LoadedModel(path: model)), train: try LabelledFile(path: train),
            test: try LabelledFile(path: test))
        var rows: [[String]] = [["examples", "accuracy", "least", "known"]]
        var objects: [JSON] = []
        let progress = Progress("teaching \(fewShot.labelCount) labels")
        for count in counts {
            let results = try (0..<draws).map { draw in
                progress.update("\(count) examples, draw \(draw + 1) of \(draws)")
                return try fewShot.accuracy(examples: count, draw: draw)
            }
            let accuracy = results.map(\.accuracy).reduce(0, +) / Double(draws)
            let least = results.map(\.accuracy).min() ?? 0
            let known = results.map(\.kept).reduce(0, +) / Double(draws)
            rows.append(["\(count)", accuracy.fixed(4), least.fixed(4), known.fixed(4)])
            objects.append(
                .object([
                    ("examples", .integer(count)), ("accuracy", .number(accuracy)), ("least", .number(least)),
                    ("known", .number(known)),
                ]))
        }
        progress.finish()
        let results = JSON.object([
            ("labels", .integer(fewShot.labelCount)), ("draws", .integer(draws)),
            ("results", .array(objects)),
        ])
        Console.say(
            wantsJSON
                ? results.text
                : "\(fewShot.labelCount) labels, \(draws) draws\n"
                    + Table.lines(rows, rightAligned: [0, 1, 2, 3]).map { "  " + $0 }.joined(separator: "\n"))
        return 0
    }
}

/// A count given on the command line.
private func positive(_ text: Substring) throws -> Int {
    guard let value = Int(text), value > 0 else { throw Misuse("\"\(text)\" is no count") }
    return value
}
