extension Command {
    /// The command `eval MODEL TASK FILE`.
    static let eval = Command(
        name: "eval", synopsis: "eval MODEL TASK FILE.tsv [--json]",
        summary: "Scores a model's answers to a labelled file, with the device's own engine.",
        details: """
            TASK is a request's name without the @: command (intent and slots), intent, slots, or another head of the
            model. FILE has tab-separated columns without quoting, named in its first line: text and label; or tokens
            and tags (single spaces between) and intent; FILE.tsv.xz is unpacked by xz. The label oos is out of
            scope. What is printed, as fractions of 1:
              accuracy            labels that are right, out of scope being one of them
              in_scope_accuracy   the same among the examples with another label
              label_accuracy      the same when no answer is out of scope: the best label always counts
              oos_recall          examples out of scope that are found at the model's threshold
              oos_recall_at_95    the same at the threshold that keeps 95 % of the others in scope
              macro_f1            mean of the labels' F1
              slot_f1             F1 of the spans of all examples, right when name and both ends are (as conlleval)
              exact_match         examples with the right label and exactly the right spans
            Texts longer than the device takes are cut, and counted as truncated. Build with -c release: a debug
            build is many times slower.
            """
    ) { arguments in
        let wantsJSON = arguments.flag("--json")
        let model = try arguments.operand("MODEL")
        let task = try arguments.operand("TASK")
        let path = try arguments.operand("FILE.tsv")
        try arguments.finish()
        let runner = try ModelRunner(try LoadedModel(path: model))
        let evaluation = try Evaluation(task: task, file: try LabelledFile(path: path), runner: runner)
        if !evaluation.unknownLabels.isEmpty {
            Console.note(
                "forge: the head lacks \(evaluation.unknownLabels.count) labels of the file, whose examples count as "
                    + "wrong: " + evaluation.unknownLabels.prefix(10).joined(separator: ", "))
        }
        Console.say(wantsJSON ? evaluation.json.text : evaluation.lines.joined(separator: "\n"))
        return 0
    }
}
