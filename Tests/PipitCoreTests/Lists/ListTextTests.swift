import Testing

@testable import PipitCore

/// Which texts are one name, and where names stand in a text.
@Suite struct ListTextTests {
    private let bench = ListBench()
    private let rooms = [
        ["room", "kitchen", "cook room"], ["room", "living room", "lounge"], ["room", "room"],
        ["room", "Café Zoë"], ["room", "Anna's den"],
    ]

    @Test(arguments: [
        ("Living-Room", "livingroom"), ("living room", "livingroom"), (" LIVING\u{A0}\tROOM ", "livingroom"),
        ("living\u{2010}room\u{2011}", "livingroom"), ("Café", "cafe"), ("cafe\u{301}", "cafe"),
        ("Anna's", "annas"), ("Anna\u{2019}s", "annas"), ("\u{2018}x\u{2019}", "x"),
        ("café-bar 2", "cafebar2"),
        ("a.b", "a.b"), ("中文", "中文"), ("", ""), ("-'", ""), ("\u{301}", ""), ("a–b", "a–b"),
        ("\u{2012}", "\u{2012}"),
    ])
    func namesHaveANormalForm(name: String, form: String) {
        #expect(bench.form(name) == form)
    }

    @Test(arguments: [
        ("kitchen", ["room=kitchen (kitchen)"]), ("the KITCHEN, please", ["room=KITCHEN (kitchen)"]),
        ("kitchen's light", ["room=kitchen (kitchen)"]), ("kitchen\u{2019}s", ["room=kitchen (kitchen)"]),
        ("(kitchen)", ["room=kitchen (kitchen)"]), ("kitchens", []), ("xkitchen", []), ("kitchen2", []),
        ("kit chen", ["room=kit chen (kitchen)"]), ("kit-chen", ["room=kit-chen (kitchen)"]),
        ("-kitchen-", ["room=kitchen (kitchen)"]), ("cookroom", ["room=cookroom (kitchen)"]),
        ("cook  room", ["room=cook  room (kitchen)"]), ("cook, room", ["room=room (room)"]),
        ("the livingroom", ["room=livingroom (living room)"]),
        ("living room room", ["room=living room (living room)", "room=room (room)"]),
        ("kitchen lounge", ["room=kitchen (kitchen)", "room=lounge (living room)"]),
        ("kitchen/lounge", ["room=kitchen (kitchen)", "room=lounge (living room)"]),
        ("CAFE zoe", ["room=CAFE zoe (Café Zoë)"]),
        ("cafe\u{301} zoë now", ["room=cafe\u{301} zoë (Café Zoë)"]),
        ("annas den", ["room=annas den (Anna's den)"]), ("Anna's Den's", ["room=Anna's Den (Anna's den)"]),
        ("", []), ("...", []), ("\u{200B}", []), ("k", []),
    ])
    func namesAreWholeWords(text: String, expected: [String]) {
        #expect(bench.slots(rooms, in: text) == expected)
        #expect(bench.slots([], told: rooms, in: text) == expected)
    }

    @Test func ideographsAreWords() {
        let lists = [["x", "中文"], ["x", "中"], ["y", "文中", "日"]]
        #expect(bench.slots(lists, in: "我中文中日") == ["x=中文 (中文)", "x=中 (中)", "y=日 (文中)"])
    }

    @Test func theLeftmostCountsThenTheLongest() {
        let lists = [
            ["a", "one two"], ["b", "two three four"], ["c", "one"], ["d", "three"], ["e", "three four"],
        ]
        #expect(
            bench.slots(lists, in: "one two three four") == [
                "a=one two (one two)", "e=three four (three four)",
            ])
        #expect(bench.slots(lists, in: "two three four") == ["b=two three four (two three four)"])
        #expect(bench.slots(lists, in: "one three") == ["c=one (one)", "d=three (three)"])
    }

    /// Of two entries with one name the later one has it, a session's before a model's.
    @Test func theLaterEntryHasTheName() {
        let lists = [["a", "one"], ["a", "two", "one"], ["b", "three", "ONE"]]
        #expect(bench.slots(lists, in: "one") == ["b=one (three)"])
        #expect(bench.slots(lists, told: [["a", "four", "one"]], in: "one") == ["a=one (four)"])
    }

    @Test func aLineFullOfNames() {
        let full = String(repeating: "kitchen ", count: 128)
        let found = bench.slots(rooms, in: full)
        #expect(found == Array(repeating: "room=kitchen (kitchen)", count: 32))
        #expect(bench.slots(rooms, in: String(repeating: "x", count: 1015) + " kitchen").count == 1)
        #expect(bench.slots(rooms, in: String(repeating: ". ", count: 255) + "kitchen").count == 1)
        #expect(bench.slots(rooms, in: String(repeating: "ὒ", count: 330) + " room").count == 1)
        #expect(bench.slots(rooms, in: String(repeating: "각", count: 339) + " room").count == 1)
        // Beyond 256 words, and beyond a line, nothing is read.
        #expect(bench.slots(rooms, in: String(repeating: ". ", count: 256) + "kitchen").isEmpty)
        #expect(bench.slots(rooms, in: String(repeating: ".", count: 1024) + "kitchen").isEmpty)
        #expect(bench.slots(rooms, in: String(repeating: "각 ", count: 400) + "kitchen").isEmpty)
    }

    /// A word of over a hundred characters is no name, though its first hundred are.
    @Test func longWordsAreNoNames() {
        let hundred = String(repeating: "a", count: 100)
        let lists = [["x", hundred]]
        #expect(bench.slots(lists, in: hundred).count == 1)
        #expect(bench.slots(lists, in: hundred + "a").isEmpty)
    }

    @Test func threeHundredNames() {
        let lists = (0..<300).map { ["n", "name \($0)", "alias\($0) of it"] }
        for number in [0, 1, 9, 10, 29, 150, 299] {
            #expect(
                bench.slots(lists, in: "is Name-\(number) there") == ["n=Name-\(number) (name \(number))"])
            let text = "\(number) alias\(number) of its alias\(number) OF it"
            #expect(bench.slots(lists, in: text) == ["n=alias\(number) OF it (name \(number))"])
        }
        #expect(bench.slots(lists, in: "name 300").isEmpty)
    }

    // MARK: Names and spans of a head

    @Test(arguments: [
        ("the kitchen", "kitchen", "room=kitchen (kitchen)"),
        ("the kitchen", "the kitchen", "room=kitchen (kitchen)"),
        ("living room", "room", "room=living room (living room)"),
        (
            "the dining hall by the kitchen", "the dining hall by the kitchen",
            "room=the dining hall by the kitchen"
        ),
        ("attic", "attic", "room=attic"),
    ])
    func aSlotOfTheListBecomesItsName(text: String, span: String, expected: String) {
        #expect(bench.slots(rooms, in: text, beside: [("room", span)]) == [expected])
    }

    @Test(arguments: [
        ("kitchen", "kitchen", ["room=kitchen (kitchen)"]),
        ("the kitchen", "the kitchen", ["place=the kitchen", "room=kitchen (kitchen)"]),
        ("kitchen's light", "kitchen's light", ["room=kitchen (kitchen)", "place=kitchen's light"]),
        ("cook room", "room", ["room=cook room (kitchen)"]),
        ("attic kitchen", "attic", ["place=attic", "room=kitchen (kitchen)"]),
        ("kitchen attic", "attic", ["room=kitchen (kitchen)", "place=attic"]),
    ])
    func aSlotOfAnotherNameStaysBesideWhenItIsLonger(text: String, span: String, expected: [String]) {
        #expect(bench.slots(rooms, in: text, beside: [("place", span)]) == expected)
    }

    @Test func oneNameTakesThePlaceOfSeveralSpans() {
        let lists = [["song", "let it be"]]
        let spans = [("x", "let"), ("y", "it"), ("song", "be now"), ("z", "please")]
        #expect(
            bench.slots(lists, in: "let it be now please", beside: spans) == [
                "song=let it be (let it be)", "z=please",
            ])
        // One that is longer stays.
        let longer = [("x", "let"), ("y", "it be now for ever")]
        #expect(
            bench.slots(lists, in: "let it be now for ever", beside: longer)
                == ["song=let it be (let it be)", "y=it be now for ever"])
        // Two names in a longer span, and a long span of the list, beside one of another.
        let names = [["a", "be"], ["b", "now"], ["song", "ever"]]
        #expect(
            bench.slots(names, in: "let it be now for ever", beside: [("y", "it be now")])
                == ["y=it be now", "a=be (be)", "b=now (now)", "song=ever (ever)"])
        #expect(
            bench.slots(
                names, in: "let it be now for ever", beside: [("x", "let it"), ("song", "be now for ever")])
                == ["x=let it", "a=be (be)", "song=be now for ever", "b=now (now)"])
    }

    /// Two lists have one name: the head says which is meant, else the later one is.
    @Test func theListThatIsExpectedHasTheName() {
        let lists = [["from", "boston"], ["to", "boston"], ["via", "boston"]]
        for slot in ["from", "to", "via"] {
            #expect(
                bench.slots(lists, in: "boston", beside: [(slot, "boston")]) == ["\(slot)=boston (boston)"])
        }
        #expect(bench.slots(lists, in: "boston") == ["via=boston (boston)"])
        #expect(bench.slots(lists, in: "boston", beside: [("x", "boston")]) == ["via=boston (boston)"])
    }

    @Test func aClosedListHasNoOtherValues() {
        let closed = [["room"], ["pet"]] + rooms
        #expect(bench.slots(closed, in: "attic", beside: [("room", "attic")]).isEmpty)
        #expect(bench.slots(closed, in: "attic", beside: [("place", "attic")]) == ["place=attic"])
        #expect(
            bench.slots(
                closed, in: "the long hall to the kitchen", beside: [("room", "the long hall to the kitchen")]
            )
                == ["room=kitchen (kitchen)"])
        #expect(
            bench.slots(closed, told: [["room", "attic"]], in: "attic", beside: [("room", "attic")]) == [
                "room=attic (attic)"
            ])
        #expect(bench.slots([["pet"]], in: "cat", beside: [("pet", "cat")]).isEmpty)
    }
}
