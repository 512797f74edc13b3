/// How answers that are labels did: what each label is worth, what was taken for what, and what scores are worth.
struct LabelChart {
    let title: String
    let notes: [String]
    let pairs: [ConfusionMatrix.Pair]
    let points: [Reliability.Point]

    private static let width = 900.0
    private static let margin = 16.0

    /// The share of a label's lines that get it, for the labels that do worst.
    private var recalls: [(label: String, right: Int, count: Int)] {
        let groups = Dictionary(grouping: pairs, by: \.gold)
        return groups.map { label, pairs in (label, pairs.count { $0.answer == label }, pairs.count) }
            .sorted { (Double($0.1) / Double($0.2), $0.0) < (Double($1.1) / Double($1.2), $1.0) }
    }

    private static let shownRecalls = 16

    /// The chart as SVG.
    var svg: String {
        var drawing = Drawing(width: Self.width)
        var y = drawing.header(title, notes, margin: Self.margin)
        y = drawRecalls(in: &drawing, at: y + 40)
        y = ConfusionMatrix(pairs).draw(in: &drawing, at: y + 24)
        y = Reliability(points).draw(in: &drawing, at: y + 24)
        return drawing.svg(height: y, title: title)
    }

    private func drawRecalls(in drawing: inout Drawing, at top: Double) -> Double {
        let recalls = recalls
        let shown = recalls.prefix(Self.shownRecalls)
        let rest = recalls.count - shown.count
        drawing.text(
            Self.margin, top, .heading,
            "Lines that get their label" + (rest > 0 ? ", the \(shown.count) labels that do worst" : ""))
        let nameWidth = 250.0
        let (left, barWidth) = (Self.margin + nameWidth + 12, 420.0)
        var y = top + 14
        for (label, right, count) in shown {
            let share = Double(right) / Double(count)
            drawing.text(Self.margin, y + 13, .label, label, limit: nameWidth)
            drawing.rectangle(left, y, barWidth, 17, .track)
            drawing.rectangle(left, y, share * barWidth, 17, .own)
            drawing.text(left + barWidth + 12, y + 13, .label, "\(right) of \(count)")
            y += 23
        }
        return y
    }
}
