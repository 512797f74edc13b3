/// An evaluation of a head of labels, as a drawing.
struct EvaluationChart {
    private let chart: LabelChart

    /// - Parameters:
    ///   - report: what was measured.
    ///   - path: the file that was asked.
    /// - Throws: `Failure` where the answers are no labels.
    init(_ report: EvaluationReport, of path: String) throws {
        guard !report.classified.isEmpty else {
            throw Failure("--svg draws labels, and @\(report.task) (\(report.kind)) answers otherwise")
        }
        let figures = report.measures.map { "\($0.name) \($0.value.fixed(4))" }
        chart = LabelChart(
            title: "@\(report.task) on \(path)",
            notes: ["\(report.examples.grouped) examples.", figures.prefix(4).joined(separator: ",  ")],
            pairs: report.classified.map {
                ConfusionMatrix.Pair(
                    gold: $0.gold ?? LabelNames.outOfScope, answer: $0.predicted ?? LabelNames.outOfScope)
            },
            points: report.classified.filter { $0.gold != nil }.map {
                Reliability.Point(score: $0.score, isRight: $0.bestLabel == $0.gold)
            })
    }

    /// The drawing.
    var svg: String { chart.svg }
}
