import Testing

@testable import PipitCore

/// When a command is to be done, or for how long, as its words say without a slot.
@Suite struct CommandTimeTests {
    /// A slot that a head found, by its words; of numbers where they are named a level, else of words.
    struct Found {
        let words: String
        var label = 0

        static func level(_ words: String) -> Found { Found(words: words, label: 2) }
        static func when(_ words: String) -> Found { Found(words: words, label: 4) }
        static func name(_ words: String) -> Found { Found(words: words) }
    }

    /// The slots of a command as "name: words", beside those that a head found.
    private func slots(_ text: String, _ found: [Found] = [], _ timing: CommandTiming = .isDoneAtOnce)
        -> [String]
    {
        EntityValueTests().spans(of: text, beside: places(of: found, in: text)) {
            $0.addTimes($1, of: timing)
        }
    }

    private func holdsTwoValues(_ text: String, _ found: [Found]) -> Bool? {
        var holds: Bool?
        _ = EntityValueTests().spans(of: text, beside: places(of: found, in: text)) { spans, _ in
            holds = spans.holdTwoValues
        }
        return holds
    }

    private func places(of found: [Found], in text: String) -> [(bytes: Range<Int>, label: Int)] {
        let bytes = Array(text.utf8)
        let places = found.compactMap { slot -> (bytes: Range<Int>, label: Int)? in
            let words = Array(slot.words.utf8)
            return bytes.indices.first { bytes[$0...].starts(with: words) }.map {
                ($0..<$0 + words.count, slot.label)
            }
        }
        #expect(places.count == found.count)
        return places
    }

    @Test(arguments: [
        ("lights off at 10pm", ["time: 10pm"]), ("lights off at ten", ["time: ten"]),
        ("lights off at 22:30 please", ["time: 22:30"]), ("at seven lights on", ["time: seven"]),
        ("lights on at half past six in the hall", ["time: half past six"]),
        ("lights on in ten minutes", ["time: in ten minutes"]),
        ("lights on for ten minutes", ["duration: ten minutes"]),
        ("keep it on for an hour", ["duration: an hour"]), ("lights off later", ["time: later"]),
        ("soon lights off", ["time: soon"]),
        ("lights on overnight", ["time: overnight"]), ("lock it after nine", ["time: after nine"]),
        ("lights off tomorrow in the hall", ["date: tomorrow"]), ("do it tonight", ["time: tonight"]),
        ("heating on next friday", ["date: next friday"]), ("on monday heating off", ["date: monday"]),
        ("lights on at night", ["time: night"]), ("in the evening lights on", ["time: evening"]),
        ("lights on in the morning", ["time: morning"]), ("every morning lights on", ["time: every morning"]),
        ("lights on every day", ["time: every day"]), ("every friday lights on", ["time: every friday"]),
        ("lock it after midnight", ["time: after midnight"]), ("lights on at sunset", ["time: sunset"]),
        ("lights on tomorrow at 8", ["date: tomorrow", "time: 8"]),
    ])
    func whatSaysWhen(text: String, expected: [String]) {
        #expect(slots(text) == expected)
    }

    @Test func wordsWithoutAValueSayWhen() {
        for word in EnglishWords.rows where word.letter == WordClass.someTime.letter {
            #expect(slots("lights off \(word.string)") == ["time: \(word.string)"])
            #expect(EntityValueTests().values("see you \(word.string)") == [])
            #expect(valueMembers(word.string, as: .time) == "")
        }
    }

    /// Things are called by times, numbers are no times, and what is past or at once is not waited for.
    @Test(arguments: [
        "christmas lights on", "the christmas lights on", "monday mode on", "the 30 minute program on",
        "the night light on", "evening lights on", "movie night", "good morning", "lights to 20 percent",
        "set it to 7", "by 3", "two lamps and one fan", "lights on today", "lock it for the night",
        "lights on now",
        "what was on yesterday",
        "every light on", "the second lamp", "", "in", "at", "every",
    ])
    func whatDoesNot(text: String) {
        #expect(slots(text) == [])
    }

    @Test func aTimeTakesThePlaceOfWhatIsAPartOfIt() {
        #expect(
            slots("set it to 21 at 8 pm", [.level("21"), .level("8")]) == ["level: 21", "time: 8 pm"])
        #expect(slots("dim it to 5 at 22:30", [.level("22:30")]) == ["time: 22:30"])
        #expect(
            slots("blinds up at sunrise", [.name("blinds"), .name("sunrise")]) == [
                "name: blinds", "time: sunrise",
            ])
        #expect(slots("lamp on next friday", [.name("next friday")]) == ["date: next friday"])
    }

    @Test func aNameEndsBeforeATime() {
        #expect(
            slots("off in the hall tomorrow", [.name("hall tomorrow")]) == ["name: hall", "date: tomorrow"])
        #expect(slots("heat it to 21 at six", [.level("21 at six")]) == ["level: 21", "time: six"])
        #expect(
            slots("lamp in ten minutes on", [.name("lamp in ten minutes")]) == [
                "name: lamp", "time: in ten minutes",
            ])
        #expect(slots("tell ann at six", [.name("ann at six")], .waitsForNothing) == ["name: ann at six"])
        #expect(slots("play six at eight", [.name("six at eight")]) == ["name: six", "time: eight"])
        #expect(slots("play at eight", [.name("at eight")]) == ["name: at eight"])
    }

    @Test func aNumberThatASlotHasIsNoTime() {
        #expect(slots("heating at 19", [.level("19")]) == ["level: 19"])
        #expect(slots("heating at twenty three", [.level("twenty three")]) == ["level: twenty three"])
        #expect(slots("heating at 19") == ["time: 19"])
        #expect(slots("dim it to 5 at 9", [.level("5"), .level("9")]) == ["level: 5", "time: 9"])
        #expect(slots("lights off at half eight", [.level("half eight")]) == ["time: half eight"])
        #expect(slots("open it at 7.45", [.level("7.45")]) == ["time: 7.45"])
        #expect(
            slots("heating on quarter past six", [.level("quarter past six")]) == ["time: quarter past six"])
    }

    @Test func aNameStaysWhole() {
        #expect(slots("start friday night", [.name("friday night")]) == ["name: friday night"])
        #expect(slots("start my friday night", [.name("my friday night")]) == ["name: my friday night"])
        #expect(slots("on at eight pm tune", [.name("pm tune")]) == ["name: pm tune"])
    }

    @Test(arguments: [
        ("a to 20 and b to 18", [Found.level("20"), .level("18")], true),
        ("a to 20", [.level("20")], false), ("a and b", [.name("a"), .name("b")], false),
        ("a to 20 at 7 and 8 pm", [.level("20"), .when("7"), .when("8 pm")], false),
    ])
    func aValueThatStandsTwiceIsSeen(text: String, found: [Found], expected: Bool) {
        #expect(holdsTwoValues(text, found) == expected)
    }

    /// What a command is read by: the times at its end or start are left out, with one word that ties them.
    @Test(arguments: [
        ("lights off at 10 pm", "lights off"), ("lights off at 10 pm please", "lights off"),
        ("lamp off at half past six tomorrow", "lamp off"), ("lock it after midnight", "lock it"),
        ("turn the lights on tonight", "turn the lights on"),
        ("turn on the fan on monday", "turn on the fan"), ("lamp on for ten minutes", "lamp on"),
        ("in the evening lights on", " lights on"), ("on monday lock it", " lock it"),
        ("tomorrow at 8 pm lights on", " lights on"), ("lights off later", "lights off"),
    ])
    func aCommandIsReadBesideItsTimes(text: String, expected: String) {
        #expect(beside(text) == expected)
    }

    /// Numbers and names may be something else, a time in the middle stays, and so does what would leave nothing.
    @Test(arguments: [
        "heating at 21", "at 7 lights on", "turn the fan on monday", "start friday night",
        "lights on at 8 pm in the hall", "at 8 pm",
        "lights on",
    ])
    func otherLinesAreReadWhole(text: String) {
        #expect(beside(text) == nil)
    }

    private func beside(_ text: String) -> String? {
        var found: String?
        _ = EntityValueTests().spans(of: text, beside: []) { spans, words in
            spans.addTimes(words, of: .isDoneAtOnce)
            found = spans.textBesideTimes().map { String(decoding: Array(text.utf8)[$0], as: UTF8.self) }
        }
        return found
    }

    /// "Turn it on for five minutes" is no timer that turns it on after five.
    @Test(arguments: [
        ("fan on for five minutes", true), ("fan on in five minutes", false), ("fan on forward", false),
        ("fan on for", false), ("fan on", false), ("set it for five minutes to do fan on", false),
    ])
    func aCommandThatLastsIsNoneThatWaits(text: String, lasts: Bool) throws {
        let start = try #require(text.firstRange(of: "fan on")).lowerBound.utf16Offset(in: text)
        var found: Bool?
        _ = EntityValueTests().spans(of: text, beside: [(start..<start + 6, 6)]) { spans, _ in
            found = spans.holdLastingCommand
        }
        #expect(found == lasts)
        _ = EntityValueTests().spans(of: text, beside: [(start..<start + 6, 0)]) { spans, _ in
            found = spans.holdLastingCommand
        }
        #expect(found == false)
    }

    /// Of a timer a duration is what it is set to: numbers that tell all of it stay, others go.
    @Test func aTimeThatIsNoWaitIsAddedWhereNoSlotTellsIt() {
        func timer(_ text: String, _ found: Found...) -> [String] { slots(text, found, .waitsForNothing) }
        #expect(timer("timer for half an hour") == ["duration: half an hour"])
        #expect(
            timer("timer for an hour and ten minutes", .level("ten")) == ["duration: an hour and ten minutes"]
        )
        #expect(
            timer("timer for two and a half minutes", .level("two")) == ["duration: two and a half minutes"])
        #expect(timer("timer for twenty five minutes", .level("twenty")) == ["duration: twenty five minutes"])
        #expect(timer("timer for ten minutes", .level("ten")) == ["level: ten"])
        #expect(timer("timer for 90 seconds", .level("90")) == ["level: 90"])
        #expect(timer("timer for 1 hour 20 minutes", .level("1"), .level("20")) == ["level: 1", "level: 20"])
        #expect(timer("timer at 7 pm", .level("7")) == ["time: 7 pm"])
        #expect(timer("alarm at seven o'clock", .when("seven")) == ["when: seven"])
        #expect(timer("off in half an hour") == ["duration: half an hour"])
    }
}
