import Foundation
import PipitCore
import Testing

@testable import forge

/// `forge teach` on a small random encoder: its rows differ from text to text, so a head can learn them by heart.
@Suite struct HeadTeacherTests {
    private static let commands = """
        bade [room: lopafasa]\tone
        bade bade [room: duti]\tone
        fu bade [room: mache] bo\tone
        nusepe feste\ttwo
        feste nusepe feste\ttwo
        nusepe nusepe [thing: feste fu]\ttwo
        duti duti\tthree
        mache duti duti bo\tthree
        duti mache duti\tthree
        """

    /// Other words of the fixture's vocabulary.
    private static let generic = ["festi lope", "pa no ra", "ge lope", "zzz zzz", "no no festi", "ra pa"]

    private func teacher(
        hasSlots: Bool = true, name: String = "intent", base: LoadedModel? = nil
    ) throws -> HeadTeacher {
        let text =
            hasSlots
            ? Self.commands
            : Self.commands.replacing("[room: ", with: "").replacing("[thing: ", with: "").replacing(
                "]", with: "")
        return try HeadTeacher(
            base: try base ?? everyHead(), file: try TaughtFile(Array(text.utf8)), name: name,
            hasSlots: hasSlots, generic: Self.generic)
    }

    private func model(_ teacher: HeadTeacher) throws -> [UInt8] {
        try teacher.model(
            fittedOn: teacher.everything, threshold: 0.9, modelName: "mine", title: "fitting")
    }

    @Test func theNewModelAnswersWithTheNewLabelsAndSlots() throws {
        let teacher = try teacher()
        let bytes = try model(teacher)
        let loaded = try LoadedModel(bytes: bytes, path: "mine")
        #expect(loaded.model.info("name").map { String($0) } == "mine")
        let engine = try HostEngine(loaded)
        let heads = (try engine.head("intent"), try engine.head("slots"))
        #expect(engine.labels(ofHead: heads.0) == ["one", "two", "three"])
        #expect(engine.labels(ofHead: heads.1) == ["O", "B-room", "I-room", "B-thing", "I-thing"])
        for example in teacher.file.examples {
            let (answer, spans) = engine.read(example.text, sequenceHead: heads.0, taggingHead: heads.1)
            #expect(answer?.label == example.label)
            #expect(spans.map(\.name) == example.markup.slots.map(\.name))
            #expect(spans.map(\.bytes) == example.markup.slots.map(\.bytes))
        }
        #expect(try engine.head("sentiment") >= 0)
        #expect(try model(teacher) == bytes)
    }

    @Test func slotsOfTheBaseGoWithItsIntents() throws {
        let loaded = try LoadedModel(bytes: try model(try teacher(hasSlots: false)), path: "mine")
        let engine = try HostEngine(loaded)
        #expect(throws: Failure.self) { try engine.head("slots") }
        #expect(engine.labels(ofHead: try engine.head("sentiment")) == ["label_0", "label_1"])
    }

    @Test func headsBehindRemovedSlotsKeepAllTheirSections() throws {
        var draft = try ModelDraft(copying: try everyHead())
        let tied = try #require(draft.headNames.firstIndex(of: "fill"))
        let biases = (0..<48).map { Float($0) }
        draft[.wordBias, tied] = Quantizer.float32(try FloatMatrix(rows: 1, columns: 48, values: biases))
        let base = try LoadedModel(bytes: try draft.fileBytes(), path: "base")
        let taught = try ModelDraft(
            copying: try LoadedModel(
                bytes: try model(try teacher(hasSlots: false, base: base)), path: "mine"))
        #expect(try #require(draft.headNames.firstIndex(of: "slots")) < tied)
        #expect(taught.headNames == draft.headNames.filter { $0 != "slots" })
        for role in SectionRole.allCases where role.index == .head {
            for (index, name) in taught.headNames.enumerated() where name != "intent" {
                let before = try #require(draft.headNames.firstIndex(of: name))
                #expect(taught[role, index] == draft[role, before], "\(role) of @\(name)")
            }
        }
        #expect(taught[.wordBias, tied - 1] != nil && taught[.wordBias, tied] == nil)
    }

    @Test func anotherNameLeavesTheIntentsAlone() throws {
        let loaded = try LoadedModel(bytes: try model(try teacher(name: "intent.mine")), path: "mine")
        let engine = try HostEngine(loaded)
        #expect(engine.labels(ofHead: try engine.head("intent")).first == "label_0")
        #expect(engine.labels(ofHead: try engine.head("intent.mine")) == ["one", "two", "three"])
        #expect(engine.labels(ofHead: try engine.head("slots.mine")).first == "O")
    }

    @Test func slotsInsideOfWordsAreNamedByTheirLineAndWordOrLeftOut() throws {
        let base = try everyHead()
        let file = try TaughtFile(Array("fu\tone\nba[room: de]\ttwo\nnusepe\ttwo\n".utf8))
        let refusal = message {
            _ = try HeadTeacher(base: base, file: file, name: "intent", hasSlots: true, generic: [])
        }
        #expect(
            refusal?.contains("line 2: the slot room is \"de\", but the device reads \"bade\": bade") == true)
        let teacher = try HeadTeacher(
            base: base, file: file, name: "intent", hasSlots: true, generic: Self.generic,
            skipsBad: true)
        #expect(teacher.file.examples.map(\.line) == [1, 3])
        #expect(teacher.file.labels == ["one", "two"])
        _ = try teacher.model(
            fittedOn: .init(examples: [0, 1], generic: [0]), threshold: 0.9, modelName: "mine",
            title: "fitting")
    }

    @Test func aSingleLabelIsEnough() throws {
        let file = try TaughtFile(Array("bade lopafasa\tone\nbade duti\tone\n".utf8))
        let teacher = try HeadTeacher(
            base: try everyHead(), file: file, name: "intent", hasSlots: false, generic: Self.generic)
        let bytes = try teacher.model(
            fittedOn: teacher.everything, threshold: 0.9, modelName: "mine", title: "fitting")
        let engine = try HostEngine(try LoadedModel(bytes: bytes, path: "mine"))
        #expect(engine.labels(ofHead: try engine.head("intent")) == ["one"])
        let (answer, _) = engine.read("bade duti", sequenceHead: try engine.head("intent"), taggingHead: nil)
        #expect(answer?.label == "one" && (answer?.outOfScopeScore ?? 1) < 0.5)
    }

    @Test func theReportCountsWhatWasConfused() throws {
        let teacher = try teacher()
        let engine = try HostEngine(try LoadedModel(bytes: try model(teacher), path: "mine"))
        var report = TeachingReport(hasSlots: true)
        #expect(report.accuracy == nil && report.threshold == 0.5)
        try report.ask(
            engine, name: "intent", slotsName: "slots", examples: teacher.file.examples, generic: ["zzz zzz"])
        #expect(report.accuracy.map { $0 > 0.8 } == true)
        #expect((0.02...0.98).contains(report.threshold))
        let lines = report.lines(isCrossValidation: true, of: teacher.file.examples)
        #expect(lines.first == "cross-validation: 9 commands, judged by heads that did not see them")
        #expect(lines.contains { $0.contains("accepts") && $0.contains("of 1") })
        #expect(lines.contains { $0.contains("slot F1") && $0.contains("over 4 slots of 9 commands") })
        // Slots are judged by those alone that were asked for them.
        try report.ask(
            engine, name: "intent", slotsName: nil, examples: teacher.file.examples, generic: [])
        #expect(
            report.lines(isCrossValidation: true, of: teacher.file.examples).contains {
                $0.contains("over 4 slots of 9 commands")
            })
    }
}
