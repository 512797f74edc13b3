extension Command {
    /// The command `eval MODEL TASK FILE`.
    static let eval = Command(
        name: "eval", synopsis: "eval MODEL TASK FILE [--json] [--whole] [--svg CHART]",
        summary: "Scores a model's answers to a labelled file, with the device's own engine.",
        details: """
            TASK is the name of a head of the model, or command (intent and slots). FILE has columns named in its first
            line, tab-separated without quoting unless the names are quoted, or separated by commas or semicolons as
            spreadsheets write them, in UTF-8 or UTF-16; words of tokens and tags have single spaces between them.
            FILE.xz is unpacked by the program xz. The label oos is out of scope; labels may be numbers (in the head's
            order, 0 and 1 for no and yes), TREC's codes, or not_X. A .txt file of a masked-word head is read line by
            line, 15 % of its word pieces masked, always the same.
            \(ScoringTable.help)
            Texts longer than the device takes are cut, and counted as truncated: a line has 1,024 bytes, two texts
            with the " || " between them. --whole cuts none but those of too many word pieces; a head of labels reads
            these as well, in windows. Build with -c release: a debug build is many times slower.

            --svg CHART  Draws, of heads of labels, what was taken for what, and how many answers of each score are
                         right.
            """
    ) { arguments in
        let isWhole = arguments.flag("--whole")
        let wantsJSON = arguments.flag("--json")
        let chart = try arguments.option("--svg")
        let model = try arguments.operand("MODEL")
        let task = try arguments.operand("TASK")
        let path = try arguments.operand("FILE")
        try arguments.finish()
        let drawing = try chart.map { try OutputFile($0, apartFrom: [model, path]) }
        let engine = try HostEngine(try LoadedModel(path: model), isWhole: isWhole)
        let file = try LabelledFile(path: path)
        file.remarks.forEach { Console.note("forge: " + $0) }
        let evaluation = try Evaluation(task: task, file: file, engine: engine)
        let report = try EvaluationReport(evaluation)
        report.notes.forEach { Console.note("forge: " + $0) }
        try drawing?.write(Array(try EvaluationChart(report, of: path).svg.utf8))
        Console.say(wantsJSON ? report.json.text : report.lines.joined(separator: "\n"))
        return 0
    }
}
