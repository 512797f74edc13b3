/// How heads do on commands and on sentences about anything that they were not fitted on.
struct TeachingReport {
    /// A held-back command and what the model said.
    private struct Answer {
        let example: TaughtExample
        let predicted: String
        let score: Double
        let outOfScopeScore: Double
        /// Whether what it does, such as forbidding, holds it back from the label.
        let isHeld: Bool

        var isInScope: Bool { example.label != TaughtExample.outOfScopeLabel }
    }

    /// A held-back sentence about anything, and the command that it is taken for where it is accepted.
    private struct Sentence {
        let text: String
        let predicted: String
        let outOfScopeScore: Double
        let isHeld: Bool
    }

    private var answers: [Answer] = []
    private var sentences: [Sentence] = []
    private var spans: SpanScore?
    /// How many commands were asked for their slots.
    private var taggedCount = 0
    /// The threshold of the background that keeps 97 % of the commands; between two of them where it falls there.
    private(set) var threshold = TeachingReport.defaultThreshold

    /// Some points above the 95 % that are wanted, since people say more than a training file does.
    private static let kept = 0.97
    private static let thresholds: ClosedRange<Double> = 0.02...0.98
    private static let defaultThreshold: Float = 0.5
    private static let shownLines = 3
    private static let shownPairs = 12

    /// Nothing is known yet.
    ///
    /// - Parameter hasSlots: whether slots are judged too.
    init(hasSlots: Bool) {
        spans = hasSlots ? SpanScore() : nil
    }

    /// Asks a model that never says "out of scope" by itself: it gives no label where an act holds a line back.
    ///
    /// Slots are judged only where a head of them is named.
    mutating func ask(
        _ engine: HostEngine, name: String, slotsName: String?, examples: [TaughtExample], generic: [String]
    ) throws {
        let head = try engine.head(name)
        let tagging = try slotsName.map { try engine.head($0) }
        for example in examples {
            let (answer, ranges) = engine.read(example.text, sequenceHead: head, taggingHead: tagging)
            answers.append(
                Answer(
                    example: example, predicted: answer?.bestLabel ?? TaughtExample.outOfScopeLabel,
                    score: answer?.score ?? 0, outOfScopeScore: answer?.outOfScopeScore ?? 0,
                    isHeld: answer?.label == nil))
            if tagging == nil { continue }
            taggedCount += 1
            spans?.add(
                gold: example.markup.slots.map {
                    Span(name: $0.name, first: $0.bytes.lowerBound, last: $0.bytes.upperBound)
                },
                predicted: ranges.map {
                    Span(name: $0.name, first: $0.bytes.lowerBound, last: $0.bytes.upperBound)
                })
        }
        for text in generic {
            let answer = engine.read(text, sequenceHead: head, taggingHead: nil).answer
            sentences.append(
                Sentence(
                    text: text, predicted: answer?.bestLabel ?? "",
                    outOfScopeScore: answer?.outOfScopeScore ?? 1, isHeld: answer?.label == nil))
        }
        threshold = bestThreshold
    }

    private var bestThreshold: Float {
        let scores = answers.filter(\.isInScope).map(\.outOfScopeScore).sorted()
        guard let last = scores.last else { return Self.defaultThreshold }
        let place = Self.kept * Double(scores.count) - 0.5
        let below = min(max(Int(place.rounded(.down)), 0), scores.count - 1)
        let above = min(below + 1, scores.count - 1)
        let share = min(max(place - Double(below), 0), 1)
        let wanted = scores.isEmpty ? last : scores[below] + share * (scores[above] - scores[below])
        return Float(min(max(wanted, Self.thresholds.lowerBound), Self.thresholds.upperBound))
    }

    /// Fraction of the commands, in scope or not, that get their label at the threshold; nil without any.
    var accuracy: Double? {
        answers.isEmpty ? nil : Double(answers.count { said($0) == $0.example.label }) / Double(answers.count)
    }

    private func isAccepted(_ outOfScopeScore: Double) -> Bool { outOfScopeScore <= Double(threshold) }

    private func said(_ answer: Answer) -> String {
        isAccepted(answer.outOfScopeScore) && !answer.isHeld
            ? answer.predicted : TaughtExample.outOfScopeLabel
    }

    /// What was said of each command at the threshold.
    var pairs: [ConfusionMatrix.Pair] {
        answers.map { ConfusionMatrix.Pair(gold: $0.example.label, answer: said($0)) }
    }

    /// The scores of the best labels, threshold aside.
    var points: [Reliability.Point] {
        answers.filter(\.isInScope).map {
            Reliability.Point(score: $0.score, isRight: $0.predicted == $0.example.label)
        }
    }

    /// The report for people.
    ///
    /// - Parameters:
    ///   - isCrossValidation: whether all commands were judged.
    ///   - all: every command of the file.
    /// - Returns: the lines, without their ends.
    func lines(isCrossValidation: Bool, of all: [TaughtExample]) -> [String] {
        guard let accuracy else {
            return ["too few examples to hold any back: nothing is known of how it does"]
        }
        let inScope = answers.filter(\.isInScope)
        let right = inScope.count { $0.predicted == $0.example.label }
        let kept = inScope.count { isAccepted($0.outOfScopeScore) }
        let accepted = sentences.filter { isAccepted($0.outOfScopeScore) && !$0.isHeld }
        let held = inScope.count { isAccepted($0.outOfScopeScore) && $0.isHeld }
        var rows = [
            ["accuracy", accuracy.fixed(4), "at the threshold, rejections counted as wrong"],
            ["best label", percent(right, inScope.count), "of the commands, threshold aside"],
            ["threshold", Double(threshold).fixed(4), "of the score \"oos\""],
            ["  keeps", percent(kept, inScope.count), "of the commands"],
            ["  accepts", "\(accepted.count) of \(sentences.count)", "sentences about anything"],
        ]
        if held > 0 {
            rows.append([
                "  holds back", percent(held, inScope.count), "for what they do, such as forbidding",
            ])
        }
        if let spans {
            rows.append([
                "slot F1", spans.f1.fixed(4), "over \(spans.gold) slots of \(taggedCount) commands",
            ])
        }
        let title =
            isCrossValidation
            ? "cross-validation: \(answers.count) commands, judged by heads that did not see them"
            : "held back: \(answers.count) commands"
        return [title] + Table.lines(rows).map { "  " + $0 } + [""] + perLabel(all) + [""] + confusions
            + listed(accepted)
    }

    private func percent(_ part: Int, _ whole: Int) -> String {
        (100 * Double(part) / Double(max(whole, 1))).fixed(1) + " %"
    }

    private func perLabel(_ all: [TaughtExample]) -> [String] {
        let counts = all.reduce(into: [:]) { $0[$1.label, default: 0] += 1 }
        let rows = counts.keys.sorted().map { label in
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
            [["label", "examples", "judged", "precision", "recall"]] + rows, rightAligned: [1, 2, 3, 4])
    }

    private var confusions: [String] {
        let wrong = answers.filter { said($0) != $0.example.label }
        if wrong.isEmpty { return ["none was confused"] }
        let pairs = Dictionary(grouping: wrong) { "\($0.example.label) taken for \(said($0))" }
        let sorted = pairs.sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }
        let shown = sorted.prefix(Self.shownPairs).flatMap { pair, answers in
            ["  \(answers.count) × \(pair)"]
                + answers.prefix(Self.shownLines).map { "      line \($0.example.line): \($0.example.text)" }
        }
        let more = sorted.count - Self.shownPairs
        return ["most confused:"] + shown + (more > 0 ? ["  and \(more) more pairs"] : [])
    }

    private func listed(_ accepted: [Sentence]) -> [String] {
        if accepted.isEmpty { return [] }
        let likeliest = accepted.sorted { ($0.outOfScopeScore, $0.text) < ($1.outOfScopeScore, $1.text) }
        return ["", "sentences about anything that are taken for commands:"]
            + likeliest.prefix(Self.shownPairs).map { "  \($0.predicted): \($0.text)" }
            + (accepted.count > Self.shownPairs ? ["  and \(accepted.count - Self.shownPairs) more"] : [])
    }
}
