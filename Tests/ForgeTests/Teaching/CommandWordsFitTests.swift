import Testing

@testable import forge

/// Which words start commands, as examples tell.
@Suite struct CommandWordsFitTests {
    private let examples: [(text: String, label: String?)] = [
        ("turn on the lights", "on"), ("please turn the lights on", "on"), ("the lights on", "on"),
        ("lights", "on"), ("lights please", "on"), ("all lights", "on"), ("my lights", "on"),
        ("no lights", "on"),
        ("more lights", "on"),
        ("lock the door", "lock"), ("could you lock up", "lock"), ("it is dark", "on"),
        ("it is so dark", "on"),
        ("remind me to turn it", "remind"), ("remind me to eat and lock the shed", "remind"),
        ("remind me to call and lock it", "remind"),
        ("dance with me", nil), ("dance and sing", nil), ("close it", "close"),
    ]

    @Test func wordsThatStartExamplesStartCommands() {
        // "lights" stands elsewhere more often, "close" starts one example, "dance" no command, "it" says nothing.
        #expect(CommandWordsFit(examples).starts == ["don", "lock", "never", "remind", "turn"])
    }

    @Test(arguments: [(8, ["vacuum"]), (7, [])])
    func aWordThatStartsAnEighthStartsBeforeNouns(starting: Int, expected: [String]) {
        let own = (0..<starting).map { (text: "vacuum room \($0)", label: Optional("clean")) }
        let others = (0..<56).map { (text: "the vacuum \($0)", label: Optional("dock")) }
        let fit = CommandWordsFit(examples + own + others)
        #expect(fit.startsBeforeNoun == expected && !fit.starts.contains("vacuum"))
        let lines = String(decoding: fit.packed, as: UTF8.self).split(separator: "\n")
        #expect(lines.filter { $0.hasPrefix("<") }.map { String($0.dropFirst()) } == expected)
    }

    @Test func labelsWhoseExamplesWouldBePartedAreWhole() {
        #expect(CommandWordsFit(examples).whole == ["remind"])
    }

    @Test func labelsWhoseExamplesTakeSomethingOutAreWhole() {
        let party: [(text: String, label: String?)] = [
            ("all off except the hall", "party"), ("all off but the hall", "party"),
            ("lights for the party", "party"),
        ]
        #expect(CommandWordsFit(examples + party).whole == ["party", "remind"])
        // Two of nine are too few.
        let more = (0..<6).map { (text: "turn on party light \($0)", label: Optional("party")) }
        #expect(CommandWordsFit(examples + party + more).whole == ["remind"])
    }

    @Test func theSectionHasALineForEach() {
        let lines = String(decoding: CommandWordsFit(examples).packed, as: UTF8.self).split(separator: "\n")
        #expect(lines.filter { $0.hasPrefix(">") } == [">don", ">lock", ">never", ">remind", ">turn"])
        #expect(
            lines.first == "^on" && lines.contains(":the") && lines.contains("!except")
                && lines.contains("-not"))
        #expect(
            lines.contains("+and") && lines.contains("|but") && lines.contains("~please")
                && lines.contains("=remind") && lines.last == "?turn")
    }

    @Test func commonWordsAreReadWhereTheyAreMistyped() {
        #expect(CommandWordsFit(examples).spelled == ["lights", "lock", "remind", "the", "turn"])
    }

    @Test func whatExamplesSpellIsNoMistake() {
        let cities = [
            ("fly to turing", "fly"), ("go to turing", "fly"), ("see turring", "fly"), ("turring", "fly"),
        ]
        let turning = [("turing", "a"), ("the turing test", "a"), ("my turing", "a")]
        let found = CommandWordsFit(cities + turning).spelled
        #expect(!found.contains("turing"))
    }

    @Test func withoutStartsThereIsNoSection() {
        #expect(CommandWordsFit([("it is dark", "on")]).packed.isEmpty)
    }
}
