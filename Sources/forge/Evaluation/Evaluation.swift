import PipitCore

/// A model's answers to a labelled file, scored as the table says for the kind of head.
struct Evaluation {
    /// The request that was asked.
    let task: String
    /// What answered: the kind of head, or `command`.
    let kind: String
    /// Examples that were cut to what the device takes.
    let truncated: Int
    private let findings: Findings

    /// Asks the model every line of the file.
    ///
    /// - Throws: `Failure` when the model lacks the head, or the file the columns.
    init(task: String, file: LabelledFile, runner: ModelRunner) throws {
        let exam = try Exam(task: task, file: file, runner: runner)
        let scoring = try ScoringTable.scoring(of: exam.kind)
        kind = exam.kind.map { "\($0)" } ?? "command"
        self.task = task
        let before = runner.truncatedCount
        do {
            findings = try scoring.findings(exam)
        } catch let missing as LabelledFile.MissingColumn {
            throw Failure("\(missing)\n@\(task) is of the kind \(kind), which wants \(scoring.columns)")
        }
        truncated = runner.truncatedCount - before
    }

    /// Count of examples.
    var examples: Int { findings.counts.first?.count ?? 0 }
    /// The measures that apply, by the names of the JSON form.
    var measures: [(name: String, value: Double)] { findings.measures }
    /// Labels of the file that the head does not have; their examples count as wrong.
    var unknownLabels: [String] { findings.names?.unknown ?? [] }

    /// What a reader should know beside the figures.
    var notes: [String] {
        var notes = findings.names?.renamings.isEmpty == false ? [renamingNote] : []
        if !unknownLabels.isEmpty {
            notes.append(
                "the head lacks \(unknownLabels.count) labels of the file, whose examples count as wrong: "
                    + unknownLabels.prefix(10).joined(separator: ", "))
        }
        return notes
    }

    private var renamingNote: String {
        let pairs = (findings.names?.renamings ?? []).map { "\($0.written) = \($0.label)" }
        return "labels of the file, and what the head calls them: "
            + pairs.prefix(10).joined(separator: ", ") + (pairs.count > 10 ? " …" : "")
    }

    var json: JSON {
        .object(
            [("task", .string(task)), ("kind", .string(kind))]
                + findings.counts.map { ($0.name, .integer($0.count)) }
                + measures.map { ($0.name, .number($0.value)) } + [("truncated", .integer(truncated))])
    }

    /// The report for people.
    var lines: [String] {
        let counts = (findings.counts + [("truncated", truncated)]).map { [$0.name, $0.count.grouped] }
        let rows = measures.map { [$0.name, $0.value.fixed(4)] }
        return ["@\(task), \(kind)"] + Table.lines(counts + rows, rightAligned: [1]).map { "  " + $0 }
    }
}
