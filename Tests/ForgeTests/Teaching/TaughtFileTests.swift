import Testing

@testable import forge

@Suite struct TaughtFileTests {
    private func file(_ text: String, slots: SlotReading = .automatic) throws -> TaughtFile {
        try TaughtFile(Array(text.utf8), path: "f.tsv", slots: slots)
    }

    @Test func linesAreTextAndLabel() throws {
        let file = try file(
            "text\tlabel\n# a remark\n\nlights on\tlight_on\r\n  lights off \t light_off\nhello\toos")
        #expect(file.problems.isEmpty && file.remarks.isEmpty)
        #expect(file.examples.map(\.text) == ["lights on", "lights off", "hello"])
        #expect(file.examples.map(\.line) == [4, 5, 6])
        #expect(file.labels == ["light_on", "light_off"])
    }

    @Test func whatCannotBeUsedIsNamedByItsLineAndText() throws {
        let long = String(repeating: "x", count: 1025)
        let file = try file(
            "no label\na\tb\tc\n\tb\na\t \na\u{1}\tb\n\(long)\tb\nfine\tb\nFine\tc\nfine\tb\n")
        #expect(file.problems.map(\.line) == [1, 2, 3, 4, 5, 6, 8])
        #expect(
            file.problems.map(\.message) == [
                "no TAB between text and label", "2 TABs; text TAB label is needed, or a first line of names",
                "the text is empty", "the label is empty", "a control character, U+0001, in column 2",
                "1025 bytes; the device reads 1024", "the same text has the label b in line 7, and here c",
            ])
        #expect(file.problems.last?.text == "Fine")
        #expect(file.problems[4].text == "a\u{FFFD}  b")
        #expect(file.repeats == [9])
        #expect(file.examples.map(\.text) == ["fine"])
        #expect(
            TaughtFile.list(file.problems).hasPrefix(
                "7 lines cannot be used\n  line 1: no TAB between text and label: no label\n"))
    }

    @Test func bytesThatAreNoUTF8AreNamedByTheirLine() throws {
        let file = try TaughtFile(Array("fine\tb\ncaf".utf8) + [0xE9, 0x09, 0x62])
        #expect(file.problems.map(\.line) == [2])
        #expect(file.problems[0].message == "the text is not UTF-8; save the file as UTF-8")
        #expect(file.problems[0].text.hasPrefix("caf"))
    }

    @Test func manyProblemsAreCounted() throws {
        let file = try file("a\tb\n" + String(repeating: "a\t\n", count: 25))
        #expect(file.problems.count == 25)
        #expect(
            TaughtFile.list(file.problems).hasSuffix("line 21: the label is empty: a\n  and 5 more lines"))
    }

    @Test(arguments: ["...\ton", "???\ton", "! ?\toos", "\u{2026}\u{A0}\ton"])
    func aLineNeedsALetterOrADigit(line: String) throws {
        let file = try file("lamp on\ton\n\(line)\n")
        #expect(file.problems.map(\.line) == [2])
        #expect(file.problems.map(\.message) == ["no letter or digit, and such a line is never a command"])
        #expect(try self.file("7\ton\n\u{706F}\toff\n").problems.isEmpty)
    }

    @Test func textsThatAreNearlyTheSameAreRemarkedOn() throws {
        let near = try file(
            "turn on\ton\nTurn on.\toff\nturn  on\toff\nCaf\u{E9}\ton\ncafe\toff\nturn on!\ton\n")
        #expect(near.examples.count == 6)
        #expect(
            near.remarks == [
                "line 2 differs in its punctuation alone from line 1 with another label",
                "line 3 has the same pieces as line 1 with another label",
                "line 5 has the same pieces as line 4 with another label",
            ])
    }

    @Test func labelsThatMayBeMeantOtherwiseAreRemarkedOn() throws {
        let labels = try file("a\ton\nb\tOn\nc\tOOS\nd\tNone\ne\toos\n")
        #expect(
            labels.remarks == [
                "OOS is a label of its own; out of scope is oos",
                "None is a label of its own; out of scope is oos",
                "labels that differ in capitals alone are labels of their own: on (line 1), On (line 2)",
            ])
    }

    @Test func blanksAroundAndInsideOfLabelsAreTidied() throws {
        let file = try file(
            "a\tlight_on\nb\tlight_on\u{A0}\nc\t\u{200B}light_on\nd\tturn\u{A0} it on\n\u{FEFF}e\tx\n")
        #expect(file.labels == ["light_on", "turn it on", "x"])
        #expect(file.examples.map(\.text) == ["a", "b", "c", "d", "e"])
    }

    @Test func limitsAreCheckedBeforeTheWork() throws {
        let labels = (0..<4097).map { "text \($0)\tlabel \($0)" }.joined(separator: "\n")
        #expect(message { _ = try file(labels) } == "f.tsv has 4097 labels; 4096 are possible")
        let label = String(repeating: "l", count: 256)
        #expect(
            try file("a\t\(label)").problems.map(\.message) == ["the label has 256 bytes; 255 are possible"])
        let long = try file("turn on\ta\n" + String(repeating: "x\t", count: 40_000) + "\nturn off\tb\n")
        #expect(long.problems.map(\.message) == ["the line has 80000 bytes; 65536 are possible"])
        #expect(long.problems.map(\.line) == [2] && long.labels == ["a", "b"])
        let slots = (0..<2048).map { "a [s\($0): x\($0)]\tl\($0 % 9)" }.joined(separator: "\n")
        #expect(message { _ = try file(slots) } == "f.tsv has 2048 slots; 2047 are possible")
    }

    @Test func slotsAreFoundUnlessTheyAreNotWanted() throws {
        let text = "on in the [room: hall]\ta\n[a: b] [c: d]\tb\nnothing\tc\n"
        let found = try file(text)
        #expect(found.slotNames == ["a", "c", "room"])
        #expect(
            found.remarks == [
                "2 texts have slots in [ ], as in [name: value], which are taught; --no-slots takes their words alone"
            ])
        #expect(try file(text, slots: .required).remarks.isEmpty)
        let stripped = try file(text + "a ] without\td\n", slots: .stripped)
        #expect(stripped.slotNames.isEmpty && stripped.problems.isEmpty)
        #expect(stripped.examples.map(\.text) == ["on in the hall", "b d", "nothing", "a ] without"])
    }

    @Test func bracketsOfTextsWithoutMarkupStayAsTheyAre() throws {
        let file = try file("a ] b\tx\nat {some} place\ty\nsmile :)\tz\nsay \\[this\\]\tz\n")
        #expect(file.problems.isEmpty)
        #expect(file.examples.map(\.text) == ["a ] b", "at {some} place", "smile :)", "say [this]"])
        #expect(
            file.remarks == [
                "brackets that are no slots and no templates are read as they stand: lines 1, 2, 4"
            ])
        #expect(try self.file("a ] b\tx\n", slots: .required).problems.map(\.line) == [1])
    }

    @Test func templatesStandForTheirTexts() throws {
        let file = try file(
            "# list room: kitchen | living room = lounge\n(turn|switch) on [the] {room} (light|lights)\ton\noff\toff\n"
        )
        #expect(file.examples.count == 2 * 2 * 3 * 2 + 1)
        #expect(Set(file.examples.map(\.line)) == [2, 3])
        #expect(file.slotNames == ["room"])
        #expect(file.lists.map(\.name) == ["room"])
        let example = file.examples.first { $0.text == "switch on the lounge lights" }
        #expect(example?.markup.slots == [SlotMarkup.Slot(name: "room", bytes: 14..<20)])
        #expect(file.remarks.last?.hasSuffix("stands for 24 texts: line 2") == true)
    }

    @Test func templatesAndLinesMayMakeTheSameText() throws {
        let file = try file("[please] lamp on\ton\nlamp on [please]\ton\nplease lamp on\ton\nlamp on\toff\n")
        #expect(file.examples.map(\.text) == ["please lamp on", "lamp on", "lamp on please"])
        #expect(file.repeats == [3])
        #expect(file.problems.map(\.line) == [4])
    }

    @Test func manyTemplatesBecomeFewTextsEach() throws {
        let lines = (0..<200).map { "(a|b|c|d|e|f|g|h|i|j) (a|b|c|d|e|f|g|h|i|j) \($0)\tlabel" }
        let file = try file(lines.joined(separator: "\n"))
        #expect(file.examples.count == TaughtFile.maximumMadeTexts)
        #expect(Dictionary(grouping: file.examples, by: \.line).values.allSatisfy { $0.count == 50 })
    }

    @Test func errorsInTemplatesNameLineAndColumn() throws {
        let file = try file(
            "# list room: a || b\n(turn|switch) on\tx\n(turn|switch on\ty\nin the {rooms}\ty\na [b\tz\n[a: [b: c]]\tz\n"
        )
        #expect(
            TaughtFile.list(file.problems) == """
                5 lines cannot be used
                  line 1: column 17: an empty value; between two bars stands one: # list room: a || b
                  line 3: column 1: a ( without its ): (turn|switch on
                  line 4: column 8: there is no list rooms; declare it: # list rooms: one | two | three: in the {rooms}
                  line 5: column 3: a [ without its ]: a [b
                  line 6: column 5: the slot b stands in another slot: [a: [b: c]]
                """)
    }

    @Test func fiveThousandLinesAreReadQuickly() throws {
        let lines = (0..<5000).map {
            "please turn on the [room: kitchen \($0)] light number \($0)\tlabel \($0 % 50)\n"
        }
        let start = ContinuousClock.now
        #expect(try file(lines.joined()).examples.count == 5000)
        // A debug build on a busy machine; a release build takes a twentieth.
        #expect(ContinuousClock.now - start < .seconds(30))
    }

    @Test func tagsFollowTheParts() throws {
        let markup = try SlotMarkup("go to [place: new york], now")
        let parts = [0..<2, 3..<5, 6..<9, 10..<14, 14..<15, 16..<19]
        #expect(try markup.tagNumbers(ofParts: parts, slotNames: ["at", "place"]) == [0, 0, 3, 4, 0, 0])
        #expect(throws: Failure.self) {
            try SlotMarkup("go [place: ho]me").tagNumbers(ofParts: [0..<2, 3..<7], slotNames: ["place"])
        }
        #expect(throws: Failure.self) {
            try SlotMarkup("go [place: home]").tagNumbers(ofParts: [0..<2], slotNames: ["place"])
        }
    }
}
