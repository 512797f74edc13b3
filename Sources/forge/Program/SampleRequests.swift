import PipitCore

/// Lines that make the program touch all it ever touches: each task, the errors, the longest line.
enum SampleRequests {
    private static let lineLimit = 1024

    /// The lines for a model, without their ends.
    static func lines(for model: ModelFile) -> [[UInt8]] {
        let heads = (0..<model.headCount).map { String(model.head($0).name) }
        let texts = ["turn off the kitchen lights", "Wake me at 7:30 tomorrow || naïve café ☕ [MASK] 你好"]
        var lines: [String] = ["@help", "@info", "@tasks"]
        for text in texts {
            lines.append(text)
            lines += heads.map { "@\($0) \(text)" }
        }
        lines += heads.map { full("@\($0) ") } + [full("")]
        lines += ["", "@nothing of that name", "@intent", "@stats"]
        return lines.map { Array($0.utf8) } + [
            [0xFF, 0xFE, 0x80], [UInt8](repeating: UInt8(ascii: "x"), count: lineLimit + 1),
            Array(texts[0].utf8),
        ]
    }

    /// A line of the greatest length, with more words than the encoder takes.
    private static func full(_ start: String) -> String {
        let words = "[MASK] is it || " + String(repeating: "is it on or off ", count: lineLimit / 16)
        return String((start + words).prefix(lineLimit))
    }
}
