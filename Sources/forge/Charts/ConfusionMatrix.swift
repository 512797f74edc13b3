/// Which label was given for which: a row for each label of the file, a column for each answer.
struct ConfusionMatrix {
    /// One answer beside the label that is right.
    struct Pair {
        let gold: String
        let answer: String
    }

    private let counts: [String: [String: Int]]
    /// The labels that are drawn.
    let labels: [String]
    /// How many there are.
    let labelCount: Int

    /// More would be too small to read.
    static let shownLabels = 40
    private static let longestName = 270.0
    private static let sideForNumbers = 20.0

    /// Counts the pairs; of many labels those with the most mistakes are drawn.
    init(_ pairs: [Pair]) {
        var counts: [String: [String: Int]] = [:]
        var mistakes: [String: Int] = [:]
        for pair in pairs {
            counts[pair.gold, default: [:]][pair.answer, default: 0] += 1
            let isWrong = pair.gold == pair.answer ? 0 : 1
            mistakes[pair.gold, default: 0] += isWrong
            mistakes[pair.answer, default: 0] += isWrong
        }
        self.counts = counts
        labelCount = mistakes.count
        let worst = mistakes.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(Self.shownLabels)
        labels = worst.map(\.key).sorted()
    }

    /// How many lines of a label got an answer.
    func count(_ gold: String, _ answer: String) -> Int { counts[gold]?[answer] ?? 0 }

    /// Draws it with its heading at `y`; returns where it ends.
    func draw(in drawing: inout Drawing, at top: Double) -> Double {
        let margin = 16.0
        var y = top
        drawing.text(margin, y, .heading, "What was taken for what")
        y += 20
        let cut =
            labelCount > labels.count
            ? " Of \(labelCount) labels the \(labels.count) with most mistakes." : ""
        drawing.text(
            margin, y, .note,
            "Rows: the label of the line. Columns: the answer. Color: part of the row.\(cut)")
        let longest = labels.map { $0.pixels(size: Drawing.TextStyle.label.size) }.max() ?? 0
        let nameWidth = min(longest, Self.longestName)
        let side = min(30, (drawing.width - 2 * margin - nameWidth - 8) / Double(max(1, labels.count)))
        let style: Drawing.TextStyle = side < 17 ? .small : .label
        let (left, first) = (margin + nameWidth + 8, y + 20 + nameWidth)
        for (index, label) in labels.enumerated() {
            let middle = (Double(index) + 0.5) * side + style.size * 0.35
            drawing.text(
                left + middle, first - 6, style, label, limit: nameWidth, upwards: true)
            drawing.text(
                left - 8, first + middle, style, label, anchor: .end, limit: nameWidth)
            drawRow(label, in: &drawing, at: (left, first + Double(index) * side), side)
        }
        return first + Double(labels.count) * side + 16
    }

    private func drawRow(
        _ gold: String, in drawing: inout Drawing, at place: (x: Double, y: Double), _ side: Double
    ) {
        let total = counts[gold]?.values.reduce(0, +) ?? 0
        for (index, answer) in labels.enumerated() {
            let x = place.x + Double(index) * side
            let count = count(gold, answer)
            drawing.rectangle(x, place.y, side - 1, side - 1, .track)
            if count == 0 { continue }
            let share = Double(count) / Double(total)
            drawing.rectangle(
                x, place.y, side - 1, side - 1, gold == answer ? .other : .wrong, opacity: 0.2 + 0.8 * share,
                hint: "\(gold) taken for \(answer): \(count) of \(total)")
            if side >= Self.sideForNumbers, count < 1000 {
                drawing.text(x + side / 2, place.y + side / 2 + 4, .small, "\(count)", anchor: .middle)
            }
        }
    }
}
