/// How far scores can be believed: how many of the answers with a score of about 0.8 are right.
struct Reliability {
    /// A score and whether the answer that has it is right.
    struct Point {
        let score: Double
        let isRight: Bool
    }

    /// The answers whose scores lie in a tenth.
    struct Bin: Equatable {
        let count: Int
        let meanScore: Double
        let rightShare: Double
    }

    /// Ten, from 0 to 1; nil where no answer has such a score.
    let bins: [Bin?]

    private static let count = 10

    /// Sorts answers into tenths by their scores.
    init(_ points: [Point]) {
        bins = (0..<Self.count).map { number in
            let inside = points.filter { min(Self.count - 1, Int($0.score * Double(Self.count))) == number }
            if inside.isEmpty { return nil }
            let total = Double(inside.count)
            return Bin(
                count: inside.count, meanScore: inside.map(\.score).reduce(0, +) / total,
                rightShare: Double(inside.count(where: \.isRight)) / total)
        }
    }

    /// The mean distance of score and share that is right, over all answers (expected calibration error).
    var error: Double {
        let filled = bins.compactMap { $0 }
        let total = filled.map(\.count).reduce(0, +)
        return filled.map { abs($0.meanScore - $0.rightShare) * Double($0.count) }.reduce(0, +)
            / Double(max(1, total))
    }

    /// How often a right answer has a higher score than a wrong one, equal scores counting half; nil where all are right,
    /// or none is.
    static func auc(_ points: [Point]) -> Double? {
        let places = ranks(points.map(\.score))
        let right = zip(points, places).filter { $0.0.isRight }.map(\.1)
        let wrongCount = points.count - right.count
        guard !right.isEmpty, wrongCount > 0 else { return nil }
        let lowest = Double(right.count * (right.count + 1)) / 2
        return (right.reduce(0, +) - lowest) / Double(right.count * wrongCount)
    }

    /// A table: the tenth, how many answers it has, their mean score, and the share of them that is right.
    var rows: [[String]] {
        [["score", "answers", "mean", "right"]]
            + bins.enumerated().map { number, bin in
                let start = (Double(number) / Double(Self.count)).fixed(1)
                return [start]
                    + (bin.map { [$0.count.grouped, $0.meanScore.fixed(2), $0.rightShare.fixed(2)] }
                        ?? ["0", "–", "–"])
            }
    }

    /// Draws it with its heading at `y`; returns where it ends.
    func draw(in drawing: inout Drawing, at top: Double) -> Double {
        let (margin, side) = (16.0, 240.0)
        drawing.text(margin, top, .heading, "What scores are worth")
        drawing.text(
            margin, top + 20, .note,
            "Answers by tenths of their scores: above the dashes more are right than the score says.")
        drawing.text(margin, top + 40, .note, "The mean distance of the two is \(error.fixed(3)).")
        let (left, first) = (margin + 48, top + 60)
        for step in 0...5 {
            let share = Double(step) / 5
            let y = first + (1 - share) * side
            drawing.line(left, y, left + side, y)
            drawing.text(left - 8, y + 4, .small, "\(Int(100 * share)) %", anchor: .end)
            drawing.text(left + share * side, first + side + 15, .small, share.fixed(1), anchor: .middle)
        }
        drawing.line(left, first + side, left + side, first, isDashed: true)
        let most = Double(bins.compactMap { $0?.count }.max() ?? 1)
        for bin in bins.compactMap({ $0 }) {
            drawing.circle(
                left + bin.meanScore * side, first + (1 - bin.rightShare) * side,
                radius: 3 + 7 * (Double(bin.count) / most).squareRoot(), .own,
                hint:
                    "\(bin.count) answers, mean score \(bin.meanScore.fixed(2)), right \(bin.rightShare.fixed(2))"
            )
        }
        drawing.text(left + side / 2, first + side + 34, .note, "score", anchor: .middle)
        drawCounts(in: &drawing, at: (left + side + 60, first))
        return first + side + 58
    }

    /// The same numbers as a table beside the drawing.
    private func drawCounts(in drawing: inout Drawing, at place: (x: Double, y: Double)) {
        let columns = [40.0, 130, 220, 310]
        for (number, cells) in rows.enumerated() {
            for (x, cell) in zip(columns, cells) {
                drawing.text(place.x + x, place.y + 10 + 21 * Double(number), .label, cell, anchor: .end)
            }
        }
    }
}
