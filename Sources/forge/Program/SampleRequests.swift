import PipitCore

/// Lines that make the program touch all it ever touches: each task, the errors, the longest line, and as many examples
/// and names of lists as the device keeps.
enum SampleRequests {
    /// The lines for a model, without their ends.
    ///
    /// - Parameters:
    ///   - model: the model.
    ///   - teaches: whether anything is taught; without, they touch what answering lines alone does.
    /// - Returns: the lines.
    static func lines(for model: ModelFile, teaches: Bool = true) -> [[UInt8]] {
        let heads = (0..<model.headCount).map { String(model.head($0).name) }
        let texts = ["turn off the kitchen lights", "Wake me at 7:30 tomorrow || naïve café ☕ [MASK] 你好"]
        var lines: [String] = ["@help", "@info", "@tasks"]
        for text in texts {
            lines.append(text)
            lines += heads.map { "@\($0) \(text)" }
        }
        lines += heads.map { full("@\($0) ") } + [full("")]
        if teaches { lines += taught + told }
        lines += ["", "@nothing of that name", "@intent", "@stats"]
        return lines.map { Array($0.utf8) } + [
            [0xFF, 0xFE, 0x80], [UInt8](repeating: UInt8(ascii: "x"), count: LineReader.maximumBytes + 1),
            Array(texts[0].utf8),
        ]
    }

    /// A line of maximum length, with more words than the encoder takes.
    private static func full(_ start: String) -> String {
        let words =
            "[MASK] is it || " + String(repeating: "is it on or off ", count: LineReader.maximumBytes / 16)
        return String((start + words).prefix(LineReader.maximumBytes))
    }

    /// Every label and example that there is room for, one of each more, and all that is done with them.
    private static var taught: [String] {
        let limits = TeachingLimits.device
        let labels = (0...limits.labels).map { number in
            let name = "label \(number) "
            return name + String(repeating: "x", count: TeachingLimits.labelBytes - name.utf8.count)
        }
        // Each text is another, since what is taught twice counts once; together they fill their room.
        let bytes = limits.textBytes / limits.examples - 1
        var examples = (0...limits.examples).map { number in
            let text = "example number \(number) "
            return "@teach \(labels[number % limits.labels]) || "
                + text + String(repeating: "x", count: bytes - text.utf8.count)
        }
        examples.insert(
            "@teach \(labels[0]) || " + String(repeating: "y", count: bytes + 1), at: limits.examples - 1)
        examples.insert("@teach \(labels[limits.labels]) || one label more", at: limits.labels)
        return ["@classify before anything is taught", "@teach \(labels[0])x || a label too long"] + examples
            + [
                "@taught", "@taught save", "@taught nonsense", "@examples \(labels[1])",
                "@classify example number 7", full("@classify "), "@forget \(labels[0])",
                "@forget \(labels[0])",
            ]
    }

    /// Names until there is no more room, a text full of them, and all that is done with lists.
    private static var told: [String] {
        let names = (0..<70).map { "@list place || name \($0) || " + String(repeating: "x", count: 60) }
        let text = String(repeating: "name 7, ", count: LineReader.maximumBytes / 8 - 2)
        return names + [
            "@lists", text, "@classify " + text, "@unlist place || name 1", "@unlist place", "@unlist place",
        ]
    }
}
