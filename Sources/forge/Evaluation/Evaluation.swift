import PipitCore

/// A labelled file asked of a head of a model.
struct Evaluation {
    /// The request's name.
    let task: String
    /// The number of the head; of `command` that of the intents.
    let head: Int
    /// What the head answers; nil is `command`.
    let kind: TaskHead.Kind?
    let engine: HostEngine
    let file: LabelledFile

    /// - Throws: `Failure` when the model lacks the head.
    init(task: String, file: LabelledFile, engine: HostEngine) throws {
        self.task = task
        self.file = file
        self.engine = engine
        if task == "command" {
            head = try engine.head("intent", of: .sequence)
            kind = nil
        } else {
            head = try engine.head(task)
            kind = engine.model.head(head).kind
        }
        guard !engine.model.head(head).hasSeveralLabels else {
            throw Failure(
                "the labels of @\(task) have probabilities of their own; heads that choose one are judged")
        }
    }

    /// The labels of the file in the words of the head.
    ///
    /// - Throws: `Failure` that names both when they have none in common.
    func names(for labels: some Sequence<String>) throws -> LabelNames {
        let own = engine.labels(ofHead: head)
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

/// A model's answers to a whole file, beside the file's own.
protocol EvaluationAnswers {
    /// Asks for the answer to every line.
    ///
    /// - Throws: `Failure` when the file lacks the columns, or the model a head.
    init(to evaluation: Evaluation) throws

    /// How many there are of what was judged, by the names of the JSON form; the first is `examples`.
    var counts: [(name: String, count: Int)] { get }
    /// How the file's labels were read; nil where it has none.
    var names: LabelNames? { get }
    /// The answers one by one, where they are labels of a text or of two.
    var classified: [ClassifiedExample] { get }
    /// The scores of answers that are no labels, and whether these are right.
    var points: [Reliability.Point] { get }
}

extension EvaluationAnswers {
    var classified: [ClassifiedExample] { [] }
    var points: [Reliability.Point] { [] }
}
