import Foundation
import FoundationXML
import Testing

@testable import forge

@Suite struct ChartTests {
    /// Names as people give them, and worse.
    private static let names = [
        "a", "<b>&amp;\"'", "]]>", "tab\tbell\u{7}", "zażółć 部屋の明かり 🛋",
        String(repeating: "long_name_", count: 40), "",
    ]

    /// Whether a text is well-formed XML.
    private func isWellFormed(_ text: String) -> Bool {
        let parser = XMLParser(data: Data(text.utf8))
        // On Linux the result alone says nothing of a tag that does not match.
        return parser.parse() && parser.parserError == nil
    }

    private func pairs(_ count: Int) -> [ConfusionMatrix.Pair] {
        (0..<count).flatMap { number in
            let name = Self.names[number % Self.names.count] + "\(number)"
            let other = Self.names[(number + 1) % Self.names.count] + "\((number + 1) % count)"
            return [
                ConfusionMatrix.Pair(gold: name, answer: name),
                ConfusionMatrix.Pair(gold: name, answer: other),
            ]
        }
    }

    @Test(arguments: [0, 1, 2, 12, 40, 150])
    func everyChartIsWellFormed(labels: Int) {
        let points = (0..<labels).map { Reliability.Point(score: Double($0 % 11) / 10, isRight: $0 % 3 == 0) }
        for name in Self.names {
            let chart = LabelChart(title: name, notes: [name], pairs: pairs(labels), points: points).svg
            #expect(isWellFormed(chart), "\(name), \(labels) labels")
        }
        let rows = Self.names.map { BarChart.Row(name: $0, value: Double(labels), text: "\(labels)") }
        let bars = BarChart(title: "bars", notes: Self.names, rows: labels == 0 ? [] : rows).svg
        #expect(isWellFormed(bars))
        #expect(!isWellFormed(bars.replacing("</title>", with: "")))
    }

    @Test func textsAreCutToWhatThereIsRoomFor() {
        for name in Self.names {
            for limit in [40.0, 100, 300] {
                let shown = name.fitted(to: limit, size: 13)
                #expect(shown.pixels(size: 13) <= limit)
                #expect(shown == name || shown.hasSuffix("…"))
            }
        }
        #expect("wide".fitted(to: 1000, size: 13) == "wide")
    }

    @Test func aMatrixCountsAndShowsTheWorst() {
        let matrix = ConfusionMatrix(
            [("a", "a"), ("a", "b"), ("a", "b"), ("b", "b")].map { .init(gold: $0.0, answer: $0.1) })
        #expect(matrix.count("a", "b") == 2 && matrix.count("b", "a") == 0)
        #expect(matrix.labels == ["a", "b"])
        let many = (0..<100).flatMap { number -> [ConfusionMatrix.Pair] in
            [.init(gold: "l\(number)", answer: number == 77 ? "l5" : "l\(number)")]
        }
        #expect(ConfusionMatrix(many).labels.count == ConfusionMatrix.shownLabels)
        #expect(Set(ConfusionMatrix(many).labels).isSuperset(of: ["l77", "l5"]))
    }

    @Test func scoresAreComparedWithWhatIsRight() {
        let reliability = Reliability(
            [(0.95, true), (0.95, true), (0.95, false), (1.0, false), (0.3, true)].map {
                .init(score: $0.0, isRight: $0.1)
            })
        #expect(reliability.bins[9]?.count == 4 && reliability.bins[9]?.rightShare == 0.5)
        #expect(reliability.bins[3] == Reliability.Bin(count: 1, meanScore: 0.3, rightShare: 1))
        #expect(reliability.bins.compactMap { $0 }.count == 2)
        // 4 of 5 answers are off by 0.4625, one by 0.7.
        #expect(abs(reliability.error - (4 * 0.4625 + 0.7) / 5) < 1e-9)
        #expect(reliability.rows.count == 11 && reliability.rows[4] == ["0.3", "1", "0.30", "1.00"])
        #expect(reliability.rows[1] == ["0.0", "0", "–", "–"])
    }

    @Test func rightAnswersHaveHigherScoresSoOften() {
        let points = [(0.9, true), (0.5, true), (0.5, false), (0.1, false)].map {
            Reliability.Point(score: $0.0, isRight: $0.1)
        }
        #expect(Reliability.auc(points) == 3.5 / 4)
        #expect(Reliability.auc(Array(points[..<2])) == nil)
        #expect(Reliability.auc([]) == nil)
    }
}
