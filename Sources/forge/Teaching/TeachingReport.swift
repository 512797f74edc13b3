/// How heads fitted on a part of the commands do on the rest.
struct TeachingReport {
    /// A held-back command and what the model said.
    struct Answer {
        let example: TaughtExample
        let predicted: String
        let outOfScopeScore: Double
    }

    private let answers: [Answer]
    private let genericScores: [Double]
    private let spans: SpanScore?
    private let counts: [String: Int]
    /// The threshold of the out-of-scope class that keeps 97 % of the held-back commands.
    let threshold: Float

    private static let kept = 0.97
    private static let thresholds: ClosedRange<Double> = 0.1...0.9
    private static let defaultThreshold: Float = 0.5

    /// Asks a model that never says "out of scope" by itself.
    init(
        _ engine: HostEngine, name: String, slotsName: String?, examples: [TaughtExample], generic: [String],
        all: [TaughtExample]
    ) throws {
        let head = try engine.head(name)
        let tagging = try slotsName.map { try engine.head($0) }
        var answers: [Answer] = []
        var spans = SpanScore()
        for example in examples {
            let (answer, ranges) = engine.read(example.text, sequenceHead: head, taggingHead: tagging)
            answers.append(
                Answer(
                    example: example, predicted: answer?.label ?? TaughtExample.outOfScopeLabel,
                    outOfScopeScore: answer?.outOfScopeScore ?? 0))
            spans.add(
                gold: example.markup.slots.map {
                    Span(name: $0.name, first: $0.bytes.lowerBound, last: $0.bytes.upperBound)
                },
                predicted: ranges.map {
                    Span(name: $0.name, first: $0.bytes.lowerBound, last: $0.bytes.upperBound)
                })
        }
        self.answers = answers
        self.spans = tagging == nil ? nil : spans
        genericScores = generic.map {
            engine.read($0, sequenceHead: head, taggingHead: nil).answer?.outOfScopeScore ?? 0
        }
        counts = all.reduce(into: [:]) { $0[$1.label, default: 0] += 1 }
        threshold = TeachingReport.threshold(keeping: answers.filter(\.isInScope).map(\.outOfScopeScore))
    }

    private static func threshold(keeping scores: [Double]) -> Float {
        guard !scores.isEmpty else { return defaultThreshold }
        let position = Int((kept * Double(scores.count)).rounded(.up)) - 1
        let lowest = scores.sorted()[max(0, min(position, scores.count - 1))]
        return Float(min(max(lowest, thresholds.lowerBound), thresholds.upperBound))
    }

    /// Fraction of the held-back commands, in scope or not, that get their label at the threshold; nil without any.
    var accuracy: Double? {
        answers.isEmpty ? nil : Double(answers.count { said($0) == $0.example.label }) / Double(answers.count)
    }

    private func said(_ answer: Answer) -> String {
        answer.outOfScopeScore > Double(threshold) ? TaughtExample.outOfScopeLabel : answer.predicted
    }

    /// The report for people.
    var lines: [String] {
        guard let accuracy else {
            return ["too few examples to hold any back: nothing is known of how it does"]
        }
        let rejected = genericScores.count { $0 > Double(threshold) }
        var rows = [
            ["accuracy", accuracy.fixed(4)],
            [
                "out of scope",
                "\(rejected) of \(genericScores.count) generic sentences at the threshold "
                    + Double(threshold).fixed(2),
            ],
        ]
        if let spans { rows.append(["slot F1", "\(spans.f1.fixed(4)) over \(spans.gold) slots"]) }
        return ["held back: \(answers.count) commands"] + Table.lines(rows).map { "  " + $0 } + [""]
            + perLabel + [""] + confusions
    }

    private var perLabel: [String] {
        let labels = counts.keys.sorted()
        let rows = labels.map { label in
            let gold = answers.filter { $0.example.label == label }
            let predicted = answers.filter { said($0) == label }
            let right = gold.count { said($0) == label }
            return [
                label, "\(counts[label, default: 0])", "\(gold.count)",
                predicted.isEmpty ? "–" : (Double(right) / Double(predicted.count)).fixed(2),
                gold.isEmpty ? "–" : (Double(right) / Double(gold.count)).fixed(2),
            ]
        }
        return Table.lines(
            [["label", "examples", "held back", "precision", "recall"]] + rows, rightAligned: [1, 2, 3, 4])
    }

    private var confusions: [String] {
        let wrong = answers.filter { said($0) != $0.example.label }
        if wrong.isEmpty { return ["none was confused"] }
        let pairs = Dictionary(grouping: wrong) { "\($0.example.label) taken for \(said($0))" }
        let sorted = pairs.sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }
        return ["most confused:"]
            + sorted.prefix(10).map { pair, answers in
                let first = answers[0].example
                return "  \(answers.count) × \(pair), as line \(first.line): \(first.text)"
            }
    }
}

extension TeachingReport.Answer {
    fileprivate var isInScope: Bool { example.label != TaughtExample.outOfScopeLabel }
}
