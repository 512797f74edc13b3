import Testing

@testable import PipitCore

/// The values that stand out in a text of which no word was said to be a slot.
@Suite struct EntityValueTests {
    /// The values of a text as "kind: words", where those of `names` are names already; words stand between blanks.
    func values(_ text: String, names: [Range<Int>] = []) -> [String] {
        spans(of: text, beside: names.map { ($0, 0) }) { $0.addValues($1) }
    }

    /// What spans of a text are after `add`, as name and words.
    ///
    /// Those that stood there before are of label 0, `B-name` of words, or 2, `B-level` of numbers, 4, `B-when` of times,
    /// or 6, `B-do` of commands.
    func spans(
        of text: String, beside found: [(bytes: Range<Int>, label: Int)],
        _ add: (inout TextSpans, WordReader) -> Void
    ) -> [String] {
        let bytes = [UInt8](text.utf8)
        let pieces = bytes.split(separator: 32).map {
            WordPiece(id: 5, start: UInt16($0.startIndex), end: UInt16($0.endIndex), startsWord: true)
        }
        let labels = [UInt8]("B-name\nI-name\nB-level\nI-level\nB-when\nI-when\nB-do\nI-do\n".utf8)
        let kinds: [UInt8] = [SlotKind.words, .unsaid, .number, .unsaid, .time, .unsaid, .command, .unsaid]
            .map(\.rawValue)
        var storage = [TextSpan](repeating: TextSpan(label: 0, start: 0, end: 0), count: pieces.count + 1)
        return bytes.withUnsafeBufferPointer { bytes in
            pieces.withUnsafeBufferPointer { pieces in
                storage.withUnsafeMutableBufferPointer { storage in
                    labels.withUnsafeBytes { labels in
                        kinds.withUnsafeBytes { kinds in
                            var spans = TextSpans(
                                storage: storage, text: bytes, labels: TextLines(bytes: ByteView(labels)),
                                kinds: ByteView(kinds))
                            for (range, label) in found {
                                spans.append(
                                    TextSpan(
                                        label: label, start: UInt16(range.lowerBound),
                                        end: UInt16(range.upperBound)))
                            }
                            add(&spans, WordReader(text: bytes, pieces: pieces))
                            return (0..<spans.count).map {
                                String(decoding: spans.name(of: $0), as: UTF8.self) + ": "
                                    + String(decoding: spans.text(of: $0), as: UTF8.self)
                            }
                        }
                    }
                }
            }
        }
    }

    @Test(arguments: [
        ("visit me on Friday", ["date: Friday"]), ("FRIDAY", ["date: FRIDAY"]),
        ("she paid 20 dollars for it", ["money: 20 dollars"]), ("it is ($20)", ["money: $20"]),
        ("bought for $3 billion in 2014", ["money: $3 billion", "date: 2014"]),
        ("over one billion people", ["number: one billion"]),
        ("two cats and 3 dogs", ["number: two", "number: 3"]), ("a hundred people", ["number: a hundred"]),
        ("two dozen", ["number: two dozen"]), ("up 4.5 percent", ["percent: 4.5 percent"]),
        ("it is 21 degrees outside", ["temperature: 21 degrees"]), ("the 21st time", ["ordinal: 21st"]),
        ("for two weeks", ["duration: two weeks"]), ("wait for an hour", ["duration: an hour"]),
        ("two weeks ago", ["date: two weeks ago"]), ("at 5 pm tomorrow", ["time: 5 pm", "date: tomorrow"]),
        ("at 7 tomorrow", ["time: 7", "date: tomorrow"]), ("see you at seven", ["time: seven"]),
        ("call at half past six", ["time: half past six"]), ("tonight", ["time: tonight"]),
        ("come tomorrow night", ["time: tomorrow night"]),
        ("at noon on Monday", ["time: noon", "date: Monday"]),
        ("the third of may, in june and in may", ["date: third of may", "date: june", "date: may"]),
        ("on July 7th, 2022", ["date: July 7th, 2022"]), ("Dec. 25", ["date: Dec. 25"]),
        ("on Friday. Tomorrow is Saturday", ["date: Friday", "date: Tomorrow", "date: Saturday"]),
        ("since 1066", ["date: 1066"]), ("1999 was good", ["date: 1999"]),
        ("Monday and Tuesday", ["date: Monday", "date: Tuesday"]),
        ("by new year's eve", ["date: new year's eve"]),
        ("50,000 won", ["money: 50,000 won"]),
    ])
    func whatStandsOut(text: String, expected: [String]) {
        #expect(values(text) == expected)
    }

    /// Words that are values only with something beside them.
    @Test(arguments: [
        "no one knows", "you may go", "they march", "the sun shines", "the cat sat", "they wed",
        "wait a second",
        "an apple a day", "oh no", "a couple of friends", "a third party", "half of it", "good morning",
        "not now",
        "first things first", "two won", "has a degree", "this may be", "no one may march",
        "two may enter", "for the", "red", "hundred", "k", "",
        "twelve-year-old",
    ])
    func whatDoesNot(text: String) {
        #expect(values(text).filter { $0 != "number: two" } == [])
    }

    /// A number that follows "at" is a time only where nothing is counted.
    @Test func whatIsCountedIsNoTime() {
        #expect(values("at 7 schools") == ["number: 7"])
        #expect(values("1500 people") == ["number: 1500"])
        #expect(values("2000 people") == ["number: 2000"])
    }

    @Test func namesHavePrecedence() {
        #expect(values("April met 7 friends", names: [0..<5]) == ["name: April", "number: 7"])
        #expect(values("5 of May Fair", names: [5..<13]) == ["number: 5", "name: May Fair"])
        #expect(
            values("Sunday at Seven Springs", names: [10..<23]) == ["date: Sunday", "name: Seven Springs"])
    }
}
