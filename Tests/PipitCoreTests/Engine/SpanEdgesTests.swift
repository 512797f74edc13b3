import Testing

@testable import PipitCore

@Suite struct SpanEdgesTests {
    /// What is left of spans of a text, which cover all of it or the parts that are given.
    func trimmed(_ text: String) -> [String] {
        let bytes = [UInt8](text.utf8)
        var storage = [TextSpan(label: 0, start: 0, end: 0)]
        let labels = TextLines(bytes: ByteView(UnsafeRawBufferPointer(start: nil, count: 0)))
        return bytes.withUnsafeBufferPointer { bytes in
            storage.withUnsafeMutableBufferPointer { storage in
                var spans = TextSpans(storage: storage, text: bytes, labels: labels)
                spans.append(TextSpan(label: 0, start: 0, end: UInt16(bytes.count)))
                spans.trimPunctuation()
                return (0..<spans.count).map { String(decoding: spans.text(of: $0), as: UTF8.self) }
            }
        }
    }

    @Test(arguments: [
        "\"kitchen\"", "\u{201C}kitchen\u{201D}", "\u{2018}kitchen\u{2019}", "\u{AB}kitchen\u{BB}",
        "(kitchen)",
        "[kitchen", "kitchen]", "kitchen\u{2026}", "kitchen...", "kitchen\u{FF1F}", "\u{BF}kitchen?!",
        "\u{300C}kitchen\u{300D}\u{3002}", "kitchen\u{61F}", "kitchen\u{FF09}", "((kitchen),", "'kitchen';",
    ])
    func punctuationAroundAValueIsNoPartOfIt(text: String) {
        #expect(trimmed(text) == ["kitchen"])
    }

    @Test(arguments: [
        "50%", "$5", "-5", "5 p.m.", "U.S.", ".5", "5\u{2032}", "o'clock", "Paris (France)", "a [b]", "#1",
        "caf\u{E9}",
        "\u{4E2D}\u{6587}", "5\u{20AC}", "50\u{FF05}", "C++", "living-room", "\u{1F600}",
    ])
    func whatBelongsToAValueStays(text: String) {
        #expect(trimmed(text) == [text])
    }

    @Test(arguments: ["?", "\u{2026}", "\u{201C}\u{201D}", "(.)"])
    func aSpanOfNothingElseIsNone(text: String) {
        #expect(trimmed(text) == [])
    }
}
