import Testing

@testable import PipitCore

/// What slots say, against an independent library and by hand.
@Suite struct ValueTests {
    @Test func everyPhraseOfTheFixture() {
        #expect(ValuePhrase.all.count > 700)
        for phrase in ValuePhrase.all {
            #expect(valueMembers(phrase.text, as: phrase.kind) == phrase.members, "\(phrase.testDescription)")
        }
    }

    @Test func caseAndBlanksDoNotMatter() {
        for phrase in ValuePhrase.all where !phrase.members.isEmpty {
            let loud = "  " + phrase.text.uppercased().replacing(" ", with: "  ") + " "
            // Some letters beyond ASCII have another case, and signs have none.
            if phrase.text.utf8.count < 120 && phrase.text.allSatisfy(\.isASCII) {
                #expect(valueMembers(loud, as: phrase.kind) == phrase.members, "\(phrase.testDescription)")
            }
        }
    }

    @Test func slotsOfWordsHaveNoValue() {
        for phrase in ValuePhrase.all { #expect(valueMembers(phrase.text, as: .words) == "") }
        for phrase in ValuePhrase.all { #expect(valueMembers(phrase.text, as: .command) == "") }
        for phrase in ValuePhrase.all { #expect(valueMembers(phrase.text, as: .quote) == "") }
    }

    /// A kind adds meanings, and takes none away: what is read without one is read with any.
    @Test func whatIsReadWithoutAKindIsReadWithEach() {
        for phrase in ValuePhrase.all where valueMembers(phrase.text, as: .unsaid) != "" {
            for kind in SlotKind.allCases where !kind.isVerbatim {
                // Where a day may be, 1/2 is one, and no part of an hour; twenty seconds and numbers are no times.
                if kind == .date || kind == .time,
                    phrase.text.contains("/") || phrase.members.contains("number")
                {
                    continue
                }
                #expect(valueMembers(phrase.text, as: kind) != "", "\(phrase.testDescription) as \(kind)")
            }
        }
    }

    /// As many thousandths as a part needs, and the least and greatest numbers.
    @Test(arguments: [
        ("0.001", "0.001"), ("0.01", "0.01"), ("0.1", "0.1"), ("0.010", "0.01"), ("999999999", "999999999"),
        ("1000000000", ""), ("999 million", "999000000"), ("a thousand million", ""), ("-0", "0"),
        ("minus zero point five", "-0.5"), ("4294967296", ""), ("4294967301", ""), ("2147483648", ""),
        ("999 million 999 thousand 999", "999999999"), ("nine hundred ninety nine thousand million", ""),
        ("429496730 dozen", ""), ("0.9999", "0.999"),
    ])
    func numbersAtTheEdges(text: String, expected: String) {
        #expect(valueMembers(text, as: .number) == (expected.isEmpty ? "" : "\"number\":\(expected)"))
    }

    /// Hours and their halves, all of them.
    @Test func everyHourOfTheDay() {
        for hour in 0...24 {
            let (name, half) = (
                hour % 24 < 10 ? "0\(hour % 24)" : "\(hour % 24)", hour % 24 < 12 ? "am" : "pm"
            )
            let isKnown = hour == 0 || hour > 12
            let expected = "\"time\":{\"time\":\"\(name):00\",\"half_day\":\"\(isKnown ? half : "unknown")\"}"
            #expect(valueMembers("\(hour):00", as: .time) == expected)
            for (word, shift) in [("am", 0), ("pm", 12)] where hour > 0 && hour < 13 {
                let right = hour % 12 + shift
                let time =
                    "\"time\":{\"time\":\"\(right < 10 ? "0" : "")\(right):05\",\"half_day\":\"\(word)\"}"
                #expect(valueMembers("\(hour):05 \(word)", as: .unsaid) == time)
            }
        }
        #expect(valueMembers("25:00", as: .time) == "")
        #expect(valueMembers("7:60", as: .time) == "")
        #expect(valueMembers("24:01", as: .time) == "")
    }

    /// Each day that the longest and shortest months have, and the one after.
    @Test(arguments: [("january", 31), ("february", 29), ("april", 30), ("june", 30), ("december", 31)])
    func everyMonthHasItsDays(month: String, days: Int) {
        for day in 1...32 {
            #expect(valueMembers("\(month) \(day)", as: .date).isEmpty == (day > days), "\(month) \(day)")
        }
    }

    @Test func longTextsAreNoValues() {
        #expect(valueMembers(String(repeating: " ", count: 245) + "five", as: .number) == "\"number\":5")
        #expect(valueMembers(String(repeating: " ", count: 247) + "five", as: .number) == "")
        let minutes = (1...16).map { _ in "1 min" }.joined(separator: " ")
        #expect(valueMembers(minutes, as: .duration) == "\"duration\":{\"seconds\":960}")
        #expect(valueMembers(minutes + " 1 min", as: .duration) == "")
    }
}
