import PipitCore
import Testing

@testable import forge

/// Lines of a training file that say what a slot is.
@Suite struct SlotKindTests {
    private func file(_ text: String) throws -> TaughtFile { try TaughtFile(Array(text.utf8)) }

    @Test func aLineSaysWhatASlotIs() throws {
        let file = try file(
            """
            # slot minutes duration
            #Slot  level   PERCENT
            set a timer for [minutes: ten minutes]\ttimer
            dim to [level: half] in the [room: hall]\tdim
            """)
        #expect(file.slotKinds == ["minutes": .duration, "level": .percent])
        #expect(file.problems.isEmpty)
    }

    @Test func anUnknownKindIsNamedWithThoseThereAre() throws {
        let problems = try file("# slot minutes minute\nset [minutes: ten minutes]\ttimer\n").problems
        #expect(problems.map(\.line) == [1])
        #expect(
            problems.first?.message
                == "\"minute\" is no kind of value; there are number, ordinal, percent, temperature, duration, "
                + "time, date, money, color, words, command, quote")
    }

    @Test func aSlotIsOfOneKind() throws {
        let text = "# slot a time\n# slot a date\n# slot b time\n# slot b time\nat [a: noon] [b: noon]\tx\n"
        #expect(try file(text).problems.map(\.line) == [2])
        #expect(try file(text).problems.first?.message == "the slot a is a time already")
    }

    /// Other lines with the word are what they were: remarks.
    @Test(arguments: [
        "# slot", "# slot machines are fun", "# slots a time", "# slot of time", "# slot machine parts",
    ])
    func otherRemarksAreNone(line: String) throws {
        let file = try file(line + "\nat [a: noon]\tx\n")
        #expect(file.slotKinds.isEmpty && file.problems.isEmpty)
    }

    @Test func aSlotThatNoTextHasIsRemarkedOn() throws {
        let file = try file("# slot a time\n# slot machine parts\nat [b: noon]\tx\n")
        #expect(file.remarks.contains("no text has the slots that are declared in line 1: a"))
    }

    /// A model taught with all lines of a training file.
    private func taught(_ text: String, base: LoadedModel) throws -> LoadedModel {
        let teacher = try HeadTeacher(
            base: base, file: try file(text), name: "intent", hasSlots: true, generic: ["ponima lufe"])
        let bytes = try teacher.model(
            fittedOn: teacher.everything, threshold: 0.9, modelName: "mine", title: "fitting")
        return try LoadedModel(bytes: bytes, path: "mine")
    }

    @Test func theModelKnowsTheKinds() throws {
        let text = """
            # slot room words
            # slot thing number
            bade [room: lopafasa]\tone
            bade bade [room: duti]\tone
            nusepe [thing: feste fu]\ttwo
            nusepe feste [other: bo]\ttwo
            """
        let loaded = try taught(text, base: try everyHead())
        let head = loaded.model.head(try HostEngine(loaded).head("slots"))
        let kinds = (0..<head.labelCount).map { "\(String(head.label($0))) \(head.slotKind($0))" }
        #expect(
            kinds == [
                "O unsaid", "B-other unsaid", "I-other unsaid", "B-room words", "I-room unsaid",
                "B-thing number",
                "I-thing unsaid",
            ])
        let lines = try Inspection(of: loaded).lines.joined(separator: "\n")
        #expect(lines.contains("thing number, 1 words"))
        #expect(
            try Inspection(of: loaded).json.text.contains(
                "\"slot_kinds\":{\"room\":\"words\",\"thing\":\"number\"}"))
    }

    /// Taught anew without kinds, a head has none of those before.
    @Test func kindsGoWithTheirHead() throws {
        let base = try everyHead()
        #expect(base.model.head(try HostEngine(base).head("slots")).slotKind(3) == .time)
        let loaded = try taught("bade [room: duti]\tone\nfu\tone\n", base: base)
        #expect(try ModelDraft(copying: loaded)[.slotKinds, HostEngine(loaded).head("slots")] == nil)
    }

    @Test func theReportSaysWhichValuesAreRead() throws {
        let text = """
            # slot minutes duration
            # slot room words
            wait [minutes: ten minutes]\twait
            wait [minutes: an hour]\twait
            wait [minutes: a while]\twait
            wait [minutes: a while] please\twait
            dim to [level: 10 percent] in [room: five]\tdim
            dim to [level: 20 %]\tdim
            dim to [level: fifty percent]\tdim
            count to [n: ten]\tcount
            count to [n: the end]\tcount
            count to [n: two]\tcount
            """
        #expect(
            ValueReport(try file(text)).lines == [
                "slot level: all values are of the kind percent; a line # slot level percent says so",
                "slot minutes, duration: 2 of 3 values read; not \"a while\" (line 5)",
            ])
        #expect(ValueReport(try file("fu\tone\n")).lines.isEmpty)
    }
}
