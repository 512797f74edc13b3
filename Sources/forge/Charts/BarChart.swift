/// Numbers as bars, one below the other, each with a name and its number as a text.
struct BarChart {
    /// A bar.
    struct Row {
        let name: String
        let value: Double
        /// The number for people, behind the bar.
        let text: String
        /// Whether it is a sum of others, and drawn so.
        var isSum = false
    }

    let title: String
    /// What stands below the title.
    let notes: [String]
    let rows: [Row]
    /// What a whole bar is; nil for the largest value.
    var whole: Double?

    private static let width = 800.0
    private static let margin = 16.0
    private static let barHeight = 17.0
    private static let gap = 15.0

    /// The chart as SVG.
    var svg: String {
        var drawing = Drawing(width: Self.width)
        let size = Drawing.TextStyle.label.size
        let inner = Self.width - 2 * Self.margin
        let textWidth = rows.map { $0.text.pixels(size: size) }.max() ?? 0
        let nameWidth = min(rows.map { $0.name.pixels(size: size) }.max() ?? 0, inner - textWidth - 200)
        let barStart = Self.margin + nameWidth + Self.gap
        let barWidth = max(40, inner - nameWidth - textWidth - 2 * Self.gap)
        let largest = max(whole ?? rows.map(\.value).max() ?? 1, .leastNormalMagnitude)
        var y = drawing.header(title, notes, margin: Self.margin) + 16
        for row in rows {
            let length = min(1, row.value / largest) * barWidth
            drawing.text(Self.margin, y + 13, .label, row.name, limit: nameWidth)
            drawing.rectangle(barStart, y, barWidth, Self.barHeight, .track)
            drawing.rectangle(barStart, y, max(1, length), Self.barHeight, row.isSum ? .other : .own)
            drawing.text(barStart + barWidth + Self.gap, y + 13, .label, row.text)
            y += Self.barHeight + 7
        }
        return drawing.svg(height: y + 12, title: title)
    }
}
