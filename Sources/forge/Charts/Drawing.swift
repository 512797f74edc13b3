/// A drawing in the one style of all charts, written as SVG.
///
/// Dark on light, and light on dark where the reader's screen is so.
struct Drawing {
    /// How a text looks; the raw values are classes of the style.
    enum TextStyle: String {
        case title, heading, note, label, small

        /// Pixels.
        var size: Double {
            switch self {
            case .title: 18
            case .heading: 15
            case .note, .label: 13
            case .small: 10
            }
        }
    }

    /// What a shape is filled with; the raw values are classes of the style.
    enum Fill: String {
        case own0, own1, own2, other0, other1, other2, own, other, track, wrong
    }

    /// Which end of a text its place is.
    enum Anchor: String {
        case start, middle, end
    }

    let width: Double
    private var shapes: [String] = []

    /// An empty drawing, so many pixels wide.
    init(width: Double) {
        self.width = width
    }

    /// Writes a text whose baseline is at `y`; `limit` pixels are the most it takes, and what is cut off ends in "…".
    mutating func text(
        _ x: Double, _ y: Double, _ style: TextStyle, _ text: String, anchor: Anchor = .start,
        limit: Double = .infinity, upwards: Bool = false
    ) {
        let shown = text.fitted(to: limit, size: style.size)
        var attributes = "class=\"\(style.rawValue)\" x=\"\(x.fixed(0))\" y=\"\(y.fixed(0))\""
        if anchor != .start { attributes += " text-anchor=\"\(anchor.rawValue)\"" }
        if upwards { attributes += " transform=\"rotate(-90 \(x.fixed(0)) \(y.fixed(0)))\"" }
        let whole = shown == text ? "" : "<title>\(text.escapedForXML)</title>"
        shapes.append("<text \(attributes)>\(shown.escapedForXML)\(whole)</text>")
    }

    /// Writes the title of a chart and its notes below; returns the baseline of the last of them.
    mutating func header(_ title: String, _ notes: [String], margin: Double) -> Double {
        let limit = width - 2 * margin
        var y = 32.0
        text(margin, y, .title, title, limit: limit)
        for note in notes {
            y += 20
            text(margin, y, .note, note, limit: limit)
        }
        return y
    }

    /// Fills a rectangle; `hint` is shown to who points at it.
    mutating func rectangle(
        _ x: Double, _ y: Double, _ width: Double, _ height: Double, _ fill: Fill, opacity: Double = 1,
        hint: String? = nil
    ) {
        var attributes =
            "class=\"\(fill.rawValue)\" x=\"\(x.fixed(1))\" y=\"\(y.fixed(1))\" width=\"\(width.fixed(1))\" "
            + "height=\"\(height.fixed(1))\""
        if opacity < 1 { attributes += " fill-opacity=\"\(opacity.fixed(2))\"" }
        let content = hint.map { "><title>\($0.escapedForXML)</title></rect>" } ?? "/>"
        shapes.append("<rect \(attributes)\(content)")
    }

    /// Draws a thin line.
    mutating func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, isDashed: Bool = false) {
        let dashes = isDashed ? " stroke-dasharray=\"4 4\"" : ""
        shapes.append(
            "<line x1=\"\(x1.fixed(1))\" y1=\"\(y1.fixed(1))\" x2=\"\(x2.fixed(1))\" y2=\"\(y2.fixed(1))\"\(dashes)/>"
        )
    }

    /// Fills a circle.
    mutating func circle(_ x: Double, _ y: Double, radius: Double, _ fill: Fill, hint: String) {
        shapes.append(
            "<circle class=\"\(fill.rawValue)\" cx=\"\(x.fixed(1))\" cy=\"\(y.fixed(1))\" r=\"\(radius.fixed(1))\">"
                + "<title>\(hint.escapedForXML)</title></circle>")
    }

    /// The drawing, so many pixels high; `title` is what a screen reader says of it.
    func svg(height: Double, title: String) -> String {
        let (width, height) = (width.fixed(0), height.fixed(0))
        return """
            <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" \
            viewBox="0 0 \(width) \(height)" role="img" font-family="sans-serif">
            <title>\(title.escapedForXML)</title>
            <style>
            \(Self.style)
            </style>
            <rect class="ground" width="100%" height="100%" rx="8"/>
            \(shapes.joined(separator: "\n"))
            </svg>

            """
    }

    private static let style = """
        text { fill: #1c1c1c; font-size: 13px }
        line { stroke: #8a8a8a }
        .title { font-size: 18px; font-weight: bold }
        .heading { font-size: 15px; font-weight: bold }
        .small { font-size: 10px }
        .ground { fill: #ffffff }
        .track { fill: #e9e7e1 }
        .own0 { fill: #f0b27a } .own1, .own { fill: #e08a2e } .own2 { fill: #b8640f }
        .other0 { fill: #9bbcd8 } .other1, .other { fill: #5f93bf } .other2 { fill: #35689a }
        .wrong { fill: #c0392b }
        @media (prefers-color-scheme: dark) {
        text { fill: #e6e6e6 }
        .ground { fill: #15191f }
        .track { fill: #2a2f37 }
        .wrong { fill: #e8695b }
        }
        """
}

extension String {
    /// The text as content or attribute of XML; what XML has no place for becomes U+FFFD.
    var escapedForXML: String {
        var result = ""
        for scalar in unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "\t", "\n", "\r": result += " "
            case "\0"..<" ", "\u{7F}"..<"\u{A0}", "\u{FFFE}", "\u{FFFF}": result += "\u{FFFD}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// The same with its lines left as they are.
    var escapedForXMLText: String {
        split(separator: "\n", omittingEmptySubsequences: false).map { String($0).escapedForXML }
            .joined(separator: "\n")
    }

    /// At least the pixels that the text takes in a sans-serif font: letters differ, so each counts as a wide one.
    func pixels(size: Double) -> Double {
        unicodeScalars.reduce(0) {
            $0 + ($1.value < 0x300 ? ("mwMW@%".unicodeScalars.contains($1) ? 1.0 : 0.62) : 1.05)
        }
            * size
    }

    /// The text, or as much of its beginning as so many pixels hold, and "…".
    func fitted(to limit: Double, size: Double) -> String {
        if pixels(size: size) <= limit { return self }
        var shown = ""
        for character in self {
            if (shown + String(character) + "…").pixels(size: size) > limit { break }
            shown.append(character)
        }
        return shown + "…"
    }
}
