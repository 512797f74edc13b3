import Testing

@testable import forge

@Suite struct TaughtFileTests {
    private func file(_ text: String, hasSlots: Bool = false) -> TaughtFile {
        TaughtFile(Array(text.utf8), hasSlots: hasSlots)
    }

    @Test func linesAreTextAndLabel() {
        let file = file(
            "text\tlabel\n# a remark\n\nlights on\tlight_on\r\n  lights off \t light_off\nhello\toos")
        #expect(file.problems.isEmpty)
        #expect(file.examples.map(\.text) == ["lights on", "lights off", "hello"])
        #expect(file.examples.map(\.line) == [4, 5, 6])
        #expect(file.labels == ["light_on", "light_off"])
    }

    @Test func whatCannotBeUsedIsNamedByItsLine() {
        let long = String(repeating: "x", count: 1025)
        let file = file("no label\na\tb\tc\n\tb\na\t \na\u{1}\tb\n\(long)\tb\nfine\tb\nFine\tc\nfine\tb\n")
        #expect(file.problems.map(\.line) == [1, 2, 3, 4, 5, 6, 8])
        #expect(file.problems.last?.message == "the same text has the label b in line 7")
        #expect(file.repeats == [9])
        #expect(file.examples.map(\.text) == ["fine"])
        #expect(
            TaughtFile.list(file.problems).hasPrefix(
                "7 lines cannot be used\n  line 1: no TAB between text and label\n"))
        #expect(TaughtFile([0x61, 0xFF, 9, 0x62], hasSlots: false).problems.map(\.message) == ["not UTF-8"])
    }

    @Test func manyProblemsAreCounted() {
        let file = file(String(repeating: "bad\n", count: 25))
        #expect(file.problems.count == 25)
        #expect(
            TaughtFile.list(file.problems).hasSuffix(
                "line 20: no TAB between text and label\n  and 5 more lines"))
    }

    @Test func slotsStandInBrackets() throws {
        let markup = try SlotMarkup("turn on the [room: kitchen] lights at [time:5 pm]")
        #expect(markup.text == "turn on the kitchen lights at 5 pm")
        #expect(
            markup.slots == [
                SlotMarkup.Slot(name: "room", bytes: 12..<19), SlotMarkup.Slot(name: "time", bytes: 30..<34),
            ])
        #expect(
            file("on in the [room: hall]\ta\n[a: b] [c: d]\tb", hasSlots: true).slotNames == [
                "a", "c", "room",
            ])
        #expect(file("on in the [room: hall]\ta").examples.first?.text == "on in the [room: hall]")
    }

    @Test(arguments: [
        "[room: kitchen", "kitchen]", "[kitchen]", "[: kitchen]", "[room: ]", "[Room: kitchen]",
        "[a: [b: c]]",
    ])
    func badBracketsAreNamed(line: String) {
        #expect(throws: Failure.self) { try SlotMarkup(line) }
    }

    @Test func tagsFollowWords() throws {
        let markup = try SlotMarkup("go to [place: new york], now")
        let words = [0..<2, 3..<5, 6..<9, 10..<14, 16..<19]
        #expect(try markup.tags(ofWords: words) == ["O", "O", "B-place", "I-place", "O"])
        #expect(throws: Failure.self) { try SlotMarkup("go [place: ho]me").tags(ofWords: [0..<2, 3..<7]) }
        #expect(throws: Failure.self) { try SlotMarkup("go [place: home]").tags(ofWords: [0..<2]) }
    }

    @Test func aFifthOfEachLabelIsHeldBack() {
        let labels = (0..<20).map { $0 < 10 ? "a" : $0 < 13 ? "b" : $0 < 15 ? "c" : "d" }
        let parts = HeldBack(labels: labels)
        #expect(Set(parts.fitted + parts.held) == Set(0..<20))
        #expect(parts.held.map { labels[$0] } == ["a", "a", "b", "d"])
        #expect(parts.held == HeldBack(labels: labels).held)
    }
}
