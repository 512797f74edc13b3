import PipitCore

/// How a model's answers to a labelled file do, by the measures of the table for the kind of head.
struct EvaluationReport {
    /// The name of the request.
    let task: String
    /// What answered: the kind of head, or `command`.
    let kind: String
    /// Examples that were cut to what the device takes.
    let truncated: Int
    private let scores: Scores

    /// Asks the model for every line of the file.
    ///
    /// - Throws: `Failure` when the file lacks the columns, or the model a head.
    init(_ evaluation: Evaluation) throws {
        let scoring = try ScoringTable.scoring(of: evaluation.kind)
        task = evaluation.task
        kind = evaluation.kind.map { "\($0)" } ?? "command"
        let before = evaluation.engine.truncatedCount
        do {
            scores = try scoring.scores(evaluation)
        } catch let missing as LabelledFile.MissingColumn {
            throw Failure("\(missing)\n@\(task) is of the kind \(kind), which wants \(scoring.columns)")
        }
        truncated = evaluation.engine.truncatedCount - before
    }

    /// The answers one by one, where they are labels.
    var classified: [ClassifiedExample] { scores.classified }
    /// Count of examples.
    var examples: Int { scores.counts.first?.count ?? 0 }
    /// The measures that apply, by the names of the JSON form.
    var measures: [(name: String, value: Double)] { scores.measures }
    /// Labels of the file that the head does not have; their examples count as wrong.
    var unknownLabels: [String] { scores.names?.unknown ?? [] }

    /// What a reader should know beside the figures.
    var notes: [String] {
        var notes = scores.names?.renamings.isEmpty == false ? [renamingNote] : []
        if !unknownLabels.isEmpty {
            notes.append(
                "the head lacks \(unknownLabels.count) labels of the file, whose examples count as wrong: "
                    + unknownLabels.prefix(10).joined(separator: ", "))
        }
        return notes
    }

    private var renamingNote: String {
        let pairs = (scores.names?.renamings ?? []).map { "\($0.written) = \($0.label)" }
        return "labels of the file, and what the head calls them: "
            + pairs.prefix(10).joined(separator: ", ") + (pairs.count > 10 ? " …" : "")
    }

    var json: JSON {
        .object(
            [("task", .string(task)), ("kind", .string(kind))]
                + scores.counts.map { ($0.name, .integer($0.count)) }
                + measures.map { ($0.name, .number($0.value)) } + [("truncated", .integer(truncated))])
    }

    /// The report for people.
    var lines: [String] {
        let counts = (scores.counts + [("truncated", truncated)]).map { [$0.name, $0.count.grouped] }
        let rows = measures.map { [$0.name, $0.value.fixed(4)] }
        let bins = scores.reliability.map { Table.lines($0.rows, rightAligned: [0, 1, 2, 3]) } ?? []
        return ["@\(task), \(kind)"]
            + (Table.lines(counts + rows, rightAligned: [1]) + bins).map { "  " + $0 }
    }
}
