import Testing

@testable import forge

@Suite struct MarkupParserTests {
    private func texts(_ line: String, lists: [TaughtList] = [], limit: Int = 100) throws -> [String] {
        let pattern = try MarkupParser.pattern(of: line, lists: Set(lists.map(\.name)))
        return PatternExpansion(lists: lists).texts(of: pattern, limit: limit).map(shown)
    }

    /// A text with its slots back in brackets.
    private func shown(_ markup: SlotMarkup) -> String {
        var bytes = Array(markup.text.utf8)
        for slot in markup.slots.reversed() {
            bytes.insert(contentsOf: "]".utf8, at: slot.bytes.upperBound)
            bytes.insert(contentsOf: "[\(slot.name): ".utf8, at: slot.bytes.lowerBound)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test func slotsStandInBrackets() throws {
        let markup = try SlotMarkup("turn on the [room: kitchen] lights at [time:5 pm]")
        #expect(markup.text == "turn on the kitchen lights at 5 pm")
        #expect(
            markup.slots == [
                SlotMarkup.Slot(name: "room", bytes: 12..<19), SlotMarkup.Slot(name: "time", bytes: 30..<34),
            ])
        #expect(markup.slots.map(markup.value) == ["kitchen", "5 pm"])
    }

    /// Slots may start and end inside of words, beside any sign.
    @Test(arguments: [
        ("set the [room: kitchen]'s lamp on", "kitchen's", 0), ("heat to [temp: 21]\u{B0}C", "21\u{B0}C", 0),
        ("dim to [level: 40]%", "40%", 0), ("alarm at [hour: 7]pm", "7pm", 0),
        ("([room: hall]) lights", "(hall)", 1),
        ("say \"[word: yes]\" now", "\"yes\"", 1), ("[room: kitchen]-lights on", "kitchen-lights", 0),
        ("re[what: boot] it", "reboot", 2), ("[a: x][b: y] z", "xy", 0),
        ("[room: K\u{FC}che]nlicht", "K\u{FC}chenlicht", 0),
    ])
    func slotsMayEndInsideOfWords(line: String, word: String, offset: Int) throws {
        let markup = try SlotMarkup(line)
        let place = try #require(Array(markup.text.utf8).firstRange(of: Array(word.utf8)))
        let slot = markup.slots[0]
        #expect(
            slot.bytes.lowerBound == place.lowerBound + offset && slot.bytes.upperBound <= place.upperBound)
        #expect(markup.value(of: slot) == line.firstMatch(of: /: ([^\]]+)\]/)?.1.description)
    }

    @Test(arguments: [
        ("[ name: x y ] test", "[name: x y] test"), ("the [room : hall]", "the [room: hall]"),
        ("[Room: hall]", "[Room: hall]"), ("[weatherDate: today]", "[weatherDate: today]"),
        ("[city: st. louis] weather", "[city: st. louis] weather"),
        ("the [kitchen](room) on", "the [room: kitchen] on"),
        ("the [living room](room:lounge)", "the [room: living room]"),
        ("to [Bonn]{\"entity\": \"city\", \"role\": \"goal\"}", "to [city.goal: Bonn]"),
        ("in the [room:rooms](kitchen)", "in the [room: kitchen]"), ("at [5:30](time)", "at [time: 5:30]"),
        ("say \\[this\\] \\(a|b\\)", "say [this] (a|b)"), ("\\#1 song", "#1 song"), ("C:\\dir", "C:\\dir"),
        (":( a (b) c :)", ":( a (b) c :)"), ("x | y", "x | y"), ("{\"a\"}", "{\"a\"}"),
        ("two  blanks", "two  blanks"),
    ])
    func oneTextIsMeant(line: String, text: String) throws {
        #expect(try texts(line) == [text])
    }

    @Test func optionsAreWritten() throws {
        #expect(try texts("[please] stop") == ["please stop", "stop"])
        #expect(try texts("stop [now|at once]") == ["stop now", "stop at once", "stop"])
        #expect(try texts("light[s] on") == ["lights on", "light on"])
        #expect(try texts("(a|b (c|d)|) e") == ["a e", "b c e", "b d e", "e"])
        #expect(
            try texts("the [room: (big |)hall|attic]") == [
                "the [room: big hall]", "the [room: hall]", "the [room: attic]",
            ])
        #expect(try texts("[a [b] c] d") == ["a b c d", "a c d", "d"])
    }

    @Test func listsAreSlots() throws {
        let list = try #require(try TaughtList(line: "# list room: hall | kitchen = cook room"))
        #expect(
            try texts("in {room}", lists: [list]) == [
                "in [room: hall]", "in [room: kitchen]", "in [room: cook room]",
            ])
        #expect(try texts("in [from: {room}]", lists: [list]).first == "in [from: hall]")
        #expect(try texts("in { room } [x]", lists: [list]).count == 6)
    }

    @Test(arguments: [
        ("[room: kitchen", 1, "a [ without its ]"), ("kitchen]", 8, "a ] without its ["),
        ("a [: kitchen]", 3, "a slot without a name; write [name: value]"),
        ("the [room: ]", 5, "the slot room is empty"),
        ("[a: [b: c]]", 5, "the slot b stands in another slot"), ("a []", 3, "nothing between [ and ]"),
        ("k\u{FC} (a|b", 4, "a ( without its )"),
        ("[room=kitchen] on", 1, "[room=kitchen] is no slot; write [room: kitchen]"),
        ("in {room}", 4, "there is no list room; declare it: # list room: one | two | three"),
        ("[x]{\"entity\": 5}", 4, "no {\"entity\": \"name\"} behind [x]"),
    ])
    func mistakesAreNamedByTheirColumn(line: String, column: Int, problem: String) {
        #expect(message { _ = try texts(line) } == "column \(column): \(problem)")
    }

    @Test(arguments: ["room name", "5", "10", "a,b"])
    func namesOfSlotsAreWords(name: String) {
        #expect(message { _ = try texts("[\(name): x]") }?.contains("\"\(name)\" is no slot name") == true)
    }

    @Test(arguments: [("[", "]"), ("(", ")"), ("(a|", ")")], [20, 4000])
    func depthIsLimited(brackets: (String, String), depth: Int) {
        let deep =
            String(repeating: brackets.0, count: depth) + "a" + String(repeating: brackets.1, count: depth)
        #expect(message { _ = try texts(deep) }?.hasSuffix("brackets in more than 16 brackets") == true)
    }
}
