import Testing

@testable import forge

/// Training files as editors, spreadsheets and other programs write them.
@Suite struct TrainingTableTests {
    private static let plain = [
        ("lights on", "on"), ("lamp on", "on"), ("lights off", "off"), ("lamp off", "off"),
    ]

    private static func lines(_ row: (String, String) -> String) -> String {
        plain.map(row).joined(separator: "\n") + "\n"
    }

    private func rows(_ text: String) throws -> TrainingRows {
        try TrainingRows(Array(text.utf8), path: "f")
    }

    @Test(arguments: [
        lines { "\($0)\t\($1)" }, lines { "\"\($0)\"\t\"\($1)\"" }, lines { "\($0)\t\t\($1)" },
        lines { "\($0)\t\($1)\t" },
        lines { "\t\($0)\t\($1)" }, lines { "\($1)\t\($0)" }, lines { "\($0),\($1)" },
        lines { "\($0);\($1)" },
        lines { "\"\($0)\";\"\($1)\"" }, lines { "\($0)    \($1)" }, lines { "__label__\($1) \($0)" },
        lines { "__label__\($1)\t\($0)" }, "Text,Intent\n" + lines { "\"\($0)\",\($1)" },
        "\"text\"\t\"label\"\n" + lines { "\"\($0)\"\t\"\($1)\"" },
        "label\ttext\n" + lines { "\($1)\t\($0)" },
        "utterance\tintent\n" + lines { "\($0)\t\($1)" }, " Text \tLABEL\t\n" + lines { "\($0)\t\($1)\t" },
        "id\ttext\tlabel\n" + lines { "7\t\($0)\t\($1)" }, "text\tlabel\tnote\n" + lines { "\($0)\t\($1)\t" },
        "text\tlabel\n" + lines { "\($0)\t\t\($1)" }, "\u{FEFF}text\tlabel\n" + lines { "\($0)\t\($1)" },
        "# a remark\ntext\tlabel\n" + lines { "\($0)\t\($1)" },
    ])
    func tablesAreRead(text: String) throws {
        let rows = try rows(text)
        #expect(rows.problems.isEmpty)
        #expect(rows.rows.map(\.text) == Self.plain.map(\.0))
        #expect(rows.rows.map(\.label) == Self.plain.map(\.1))
    }

    @Test func columnsOfNumbersAreLeftOut() throws {
        let rows = try rows("1\tlights on\ton\n2\tlamp on\ton\n3\tlamp off\toff\n")
        #expect(rows.rows.map(\.text) == ["lights on", "lamp on", "lamp off"])
        #expect(rows.remarks == ["the first column counts the lines, and is not used"])
    }

    @Test func whatWasNotExpectedIsSaid() throws {
        #expect(
            try rows(Self.lines { "\($1)\t\($0)" }).remarks == [
                "the labels stand in the first column, and were taken from there"
            ])
        #expect(
            try rows(Self.lines { "\($0);\($1)" }).remarks == [
                "f has no TABs; its cells were cut at each semicolon"
            ])
        #expect(try rows("id\ttext\tlabel\n1\ta\tb\n").remarks == ["columns that are not used: id"])
        #expect(
            try rows("#1 song\tplay\n#2 song\tplay\nplay\tplay\n").remarks == [
                "2 lines with a # at the start and a TAB left out as remarks: lines 1, 2; a command that starts with # has"
                    + " a blank or a \\ before it"
            ])
        #expect(
            try rows("utterance\tkind\nlights on\ton\nlamp on\ton\n").remarks == [
                "line 1 looks like a header, but is taken for a command; text TAB label names the columns"
            ])
    }

    @Test func quotesOfTextsStay() throws {
        let rows = try rows("say \"hi\"\tgreet\n\"yes\" and \"no\"\tmaybe\n\"a \"\"b\"\" c\"\tx\n\"open\ty\n")
        #expect(rows.rows.map(\.text) == ["say \"hi\"", "\"yes\" and \"no\"", "a \"b\" c", "\"open"])
    }

    @Test func quotedCellsMayHaveDelimitersAndLines() throws {
        let rows = try rows("text,label\n\"on, please\",on\n\"off\nnow\",off\n\"a \"\"b\"\"\",x\nlast,y\n")
        #expect(rows.rows.map(\.text) == ["on, please", "off now", "a \"b\"", "last"])
        #expect(rows.rows.map(\.line) == [2, 3, 5, 6])
        let bad = try self.rows("text,label\non, please,on\noff,off\n")
        #expect(bad.problems.map(\.message) == ["3 cells; the first line names 2"])
        #expect(bad.problems.map(\.line) == [2])
    }

    @Test func smallFilesAreNotTurnedRound() throws {
        #expect(
            try rows("lamp on\tlight_on\nlamp off\tlight_off\n").rows.map(\.label) == [
                "light_on", "light_off",
            ])
        #expect(
            try rows("lamp on\tlight_on\nlamp on\tlight_on\n").rows.map(\.label) == ["light_on", "light_on"])
    }

    @Test func aFileWithoutTABsIsNamedOnce() {
        #expect(
            message { _ = try rows("lamp on light_on\nlamp off light_off\n") }
                == "f has no line with a TAB between text and label; line 1: lamp on light_on")
        #expect(
            message { _ = try rows("please, turn on\nnow, turn off\n") }?.contains("has no line with a TAB")
                == true)
    }

    @Test func fastTextHasOneLabel() throws {
        let rows = try rows("__label__a __label__b x\n__label__a y\n")
        #expect(rows.problems.map(\.message) == ["two labels; a command has one"])
        #expect(rows.rows.map(\.text) == ["y"])
    }

    @Test(arguments: [
        ("version: \"3.1\"\nnlu:\n- intent: a\n  examples: |\n    - b\n", "Rasa's YAML"),
        ("{\n \"rasa_nlu_data\": {\n  \"common_examples\": []}}", "Rasa's JSON"),
        ("{\n\t\"rasa_nlu_data\": {\n\t\t\"common_examples\": []}}", "Rasa's JSON"),
        ("<!-- x -->\n## intent:a\n- b\n", "Rasa's Markdown"),
        ("# Lights\n---\ntype: intent\nname: a\nutterances:\n- b\n", "Snips's YAML"),
        ("{\"language\": \"en\", \"intents\": {\"a\": {\"utterances\": []}}}", "Snips's JSON"),
        ("[LightOn]\nturn on the light\n", "Rhasspy's sentences.ini"),
        (
            "language: en\nintents:\n  A:\n    data:\n      - sentences:\n        - b\n",
            "Home Assistant's sentences"
        ),
        ("{\"text\": \"a\", \"label\": \"b\"}\n{\"text\": \"c\", \"label\": \"d\"}\n", "JSON"),
        ("[\n  {\"text\": \"a\", \"label\": \"b\"}\n]\n", "JSON"),
    ])
    func filesOfOtherProgramsAreNamed(text: String, format: String) {
        let refusal = message { _ = try rows(text) }
        #expect(refusal?.hasPrefix("f looks like \(format); ") == true)
        #expect(refusal?.contains("python -m pipit.convert f -o commands.tsv") == true)
    }

    @Test(arguments: [
        "{room} on\tx\n", "[{room}] on\tx\n", "[please] on\tx\n[now] off\ty\n", "nlu: what\tx\n",
    ])
    func templatesAreNoFilesOfOtherPrograms(text: String) throws {
        #expect(try rows(text).rows.count > 0)
    }
}
