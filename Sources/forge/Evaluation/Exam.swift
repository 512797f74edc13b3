import PipitCore

/// A labelled file that is put to a head of a model.
struct Exam {
    /// The request's name.
    let task: String
    /// The number of the head; of `command` that of the intents.
    let head: Int
    /// What the head answers; nil is `command`.
    let kind: Head.Kind?
    let runner: ModelRunner
    let file: LabelledFile

    /// - Throws: `Failure` when the model lacks the head.
    init(task: String, file: LabelledFile, runner: ModelRunner) throws {
        self.task = task
        self.file = file
        self.runner = runner
        if task == "command" {
            head = try runner.head("intent", of: .sequence)
            kind = nil
        } else {
            head = try runner.head(task)
            kind = runner.kind(ofHead: head)
        }
    }

    /// The labels of the file in the words of the head.
    ///
    /// - Throws: `Failure` that names both when they have none in common.
    func names(for labels: some Sequence<String>) throws -> LabelNames {
        let own = runner.labels(ofHead: head)
        let names = LabelNames(head: own, file: labels)
        guard names.unknown.isEmpty || names.hasKnown else {
            let shown = { (labels: [String]) in
                labels.prefix(8).joined(separator: ", ") + (labels.count > 8 ? " …" : "")
            }
            throw Failure(
                "no label of \(file.path) is one of @\(task): the file has \(shown(names.unknown)); the head has "
                    + shown(own))
        }
        return names
    }

    /// Does something for every example, with a line of progress.
    func forEach(of count: Int, _ body: (Int) throws -> Void) rethrows {
        let progress = Progress("asking @\(task)")
        for index in 0..<count {
            try body(index)
            progress.update("\(index + 1) of \(count)")
        }
        progress.finish()
    }
}

/// A model's answers to a whole file, beside what the file wants.
protocol ExamAnswers {
    /// Asks every line.
    ///
    /// - Throws: `Failure` when the file lacks the columns, or the model a head.
    init(asking exam: Exam) throws

    /// What was asked, by the names of the JSON form; the first is `examples`.
    var counts: [(name: String, count: Int)] { get }
    /// How the file's labels were read; nil where it has none.
    var names: LabelNames? { get }
}

/// What came of it.
struct Findings {
    let counts: [(name: String, count: Int)]
    let measures: [(name: String, value: Double)]
    let names: LabelNames?
}
