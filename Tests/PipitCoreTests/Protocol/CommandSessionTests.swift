import Foundation
import Testing

@testable import PipitCore

/// What a program sees of a line that holds several commands.
@Suite struct CommandSessionTests {
    private func session(
        _ words: String = ">bade\n+and\n|but\n", labels: String? = nil, threshold: Float = 1,
        acts: [UInt8] = [UInt8](repeating: 0, count: 7)
    ) throws -> FixtureSession {
        var model = EditableModel(try ActModel.file(accepted: acts))
        model.edit(0x50, ActModel.intent) { $0.data.setU32(20, threshold.bitPattern) }
        if let labels { model.setText(0x51, ActModel.intent, to: Array(labels.utf8)) }
        model.add(commandWords: words, toHead: ActModel.intent)
        return try FixtureSession(file: model.assembled())
    }

    private func commands(_ reply: [String: Any]) -> [[String: Any]]? {
        reply["commands"] as? [[String: Any]]
    }

    @Test func eachCommandHasAnEntry() throws {
        let fixture = try session()
        let reply = fixture.object("bade lopafasa and bade nusepe")
        #expect(reply["intent"] is NSNull)
        #expect(reply["score"] == nil && reply["slots"] == nil)
        let found = try #require(commands(reply))
        #expect(found.count == 2)
        for (command, text) in zip(found, ["bade lopafasa", "bade nusepe"]) {
            let alone = fixture.object("@intent " + text)
            #expect(command["intent"] as? String == alone["intent"] as? String && alone["intent"] is String)
            #expect(command["score"] as? Double == alone["score"] as? Double)
            #expect(command["oos"] as? Double == alone["oos"] as? Double)
        }
    }

    @Test func slotsStandWithTheirCommand() throws {
        let fixture = try session()
        _ = fixture.object("@list place || lopafasa")
        _ = fixture.object("@list place || nusepe")
        let found = try #require(commands(fixture.object("bade lopafasa and bade nusepe")))
        let names = found.map { command in
            (command["slots"] as? [[String: Any]] ?? []).compactMap { $0["id"] as? String }
        }
        #expect(names == [["lopafasa"], ["nusepe"]])
        let starts = found.map { ($0["slots"] as? [[String: Any]])?.last?["start"] as? Int }
        #expect(starts == [5, 23])
    }

    @Test(arguments: ["never bade lopafasa and bade nusepe", "who bade lopafasa and bade nusepe"])
    func whatIsForbiddenReachesOverAnd(line: String) throws {
        let reply = try session().object(line)
        #expect(commands(reply) == nil && reply["intent"] is NSNull && reply["act"] is String)
    }

    @Test func whatIsForbiddenEndsAtBut() throws {
        let found = try #require(commands(try session().object("never bade lopafasa but bade nusepe")))
        #expect(found.count == 2)
        #expect(found[0]["intent"] is NSNull && found[0]["act"] as? String == "forbidden")
        #expect(found[1]["intent"] is String && found[1]["act"] == nil)
    }

    @Test func aSentenceOutOfScopeLeavesTheOthers() throws {
        let all = try session()
        let texts = ["bade lopafasa", "bade nusepe"]
        let chances = try texts.map { try #require(all.object("@intent " + $0)["oos"] as? Double) }
        let (outside, inside) = chances[0] > chances[1] ? (texts[0], texts[1]) : (texts[1], texts[0])
        let fixture = try session(threshold: Float(chances[0] + chances[1]) / 2)
        let alone = fixture.object("@intent " + inside)
        #expect(fixture.object(outside)["intent"] is NSNull && alone["intent"] is String)
        for line in ["\(outside) but \(inside)", "\(inside) but \(outside)"] {
            let reply = fixture.object(line)
            #expect(commands(reply) == nil && reply["intent"] is String)
            #expect(reply["score"] as? Double == alone["score"] as? Double)
        }
        let three = try #require(commands(fixture.object("\(inside) but \(outside) but \(inside)")))
        #expect(three.map { $0["score"] as? Double } == [alone, alone].map { $0["score"] as? Double })
        // What is joined to another one is read with it.
        #expect(fixture.object("\(outside) and \(inside)")["score"] as? Double != alone["score"] as? Double)
    }

    @Test func aLabelThatIsWholeIsNotParted() throws {
        let label = try #require(try session().object("@intent bade lopafasa")["intent"] as? String)
        let fixture = try session(">bade\n+and\n|but\n=\(label)\n")
        let reply = fixture.object("bade lopafasa and bade nusepe")
        #expect(commands(reply) == nil && reply["slots"] is [Any])
    }

    /// Three words that each have a label of their own, whatever the hidden states say.
    private func sureSession(_ words: String, accepted: [UInt8] = [UInt8](repeating: 0, count: 7)) throws
        -> FixtureSession
    {
        var model = EditableModel(try ActModel.file(accepted: accepted))
        let features = ["bade", "lopafasa", "nusepe"].enumerated().map { label, word in
            WrittenLexicon.Feature(
                key: WrittenLexicon.key(.words, word), step: label == 0 ? 1 : 100,
                weights: (0..<8).map { $0 == label ? 7 : 0 })
        }
        model.add(WrittenLexicon(features: features, scale: 1, isNormalized: false), toHead: ActModel.intent)
        model.add(commandWords: words, toHead: ActModel.intent)
        return try FixtureSession(file: model.assembled())
    }

    private static let ways = "^lopafasa\n^nusepe\n!mida\n>bade\n+and\n|but\n"

    @Test func aPartWithAnotherWaySharesTheVerb() throws {
        let fixture = try sureSession(Self.ways)
        let found = try #require(commands(fixture.object("bade lopafasa and nusepe bide")))
        let alone = ["@intent bade lopafasa", "@intent bade nusepe"].map {
            fixture.object($0)["intent"] as? String
        }
        #expect(found.map { $0["intent"] as? String } == alone && alone[0] != alone[1])
    }

    @Test func aPartWithoutAVerbHasItsSlots() throws {
        let fixture = try sureSession(Self.ways)
        var slots = 0
        for text in ["nusepe bide", "nusepe mi 5", "nusepe fapo lobi ne", "nusepe bade"] {
            let alone = try #require(fixture.object(text)["slots"] as? [[String: Any]])
            let found = try #require(commands(fixture.object("bade lopafasa and \(text)")))
            let names = [alone, try #require(found.last?["slots"] as? [[String: Any]])].map { list in
                list.map { "\($0["name"] ?? "") \($0["value"] ?? "")" }
            }
            #expect(names[0] == names[1])
            slots += alone.count
        }
        #expect(slots > 0)
    }

    @Test func whatIsAskedOrForbiddenReachesAPartWithoutAVerb() throws {
        let fixture = try sureSession(Self.ways)
        for line in ["who bade lopafasa and nusepe bide", "never bade lopafasa and nusepe bide"] {
            let reply = fixture.object(line)
            #expect(commands(reply) == nil && reply["intent"] is NSNull && reply["act"] is String)
        }
        let apart = try #require(commands(fixture.object("who bade lopafasa but nusepe bide")))
        #expect(apart.allSatisfy { $0["intent"] is NSNull && $0["act"] as? String == "question" })
    }

    @Test func anUnsurePartWithoutAVerbHoldsTheLineBack() throws {
        // No label of the fixture's has 0.75 by the hidden states alone.
        let fixture = try session(Self.ways)
        #expect(fixture.object("bade lopafasa")["intent"] is String)
        let reply = fixture.object("bade lopafasa and nusepe bide")
        #expect(commands(reply) == nil && reply["intent"] is NSNull && reply["act"] == nil)
        #expect(reply["score"] as? Double == 0 && reply["slots"] is [Any])
    }

    /// Nothing joins them: each part has to be sure, and done at once.
    @Test func partsWithoutAJointHaveToBeSure() throws {
        let line = "bade lopafasa bade nusepe bide"
        let atOnce = [UInt8](repeating: 1, count: 7)
        let sure = try sureSession(Self.ways, accepted: atOnce)
        let found = try #require(commands(sure.object(line)))
        let alone = ["@intent bade lopafasa", "@intent bade nusepe bide"].map {
            sure.object($0)["intent"] as? String
        }
        #expect(found.map { $0["intent"] as? String } == alone && alone[0] != alone[1])
        #expect(commands(try sureSession(Self.ways).object(line)) == nil)
        let held = sure.object("never " + line)
        #expect(commands(held) == nil && held["intent"] is NSNull)
        // No label of the fixture's has 0.75 by the hidden states alone.
        #expect(commands(try session(Self.ways, acts: atOnce).object(line)) == nil)
        // What is joined besides is parted all the same.
        let joined = try #require(commands(try sureSession(Self.ways).object(line + " and bade lopafasa")))
        #expect(joined.count == 2)
    }

    @Test func whatTakesSomethingOutIsHeldBack() throws {
        let fixture = try sureSession(Self.ways)
        #expect(fixture.object("bade lopafasa bide")["intent"] is String)
        for line in ["bade lopafasa mida bide", "bade lopafasa mida bide and bade nusepe"] {
            let reply = fixture.object(line)
            #expect(commands(reply) == nil && reply["intent"] is NSNull && reply["act"] == nil)
        }
    }

    @Test func labelsThatSwitchNothingOrAreWholeAreNotHeldBack() throws {
        let line = "bade lopafasa mida bide"
        let asked = try sureSession(Self.ways, accepted: [UInt8](repeating: 4, count: 7))
        #expect(asked.object(line)["intent"] is String)
        let label = try #require(asked.object(line)["intent"] as? String)
        #expect(try sureSession(Self.ways + "=\(label)\n").object(line)["intent"] as? String == label)
    }

    @Test func aQuestionAndACommandShareNoVerb() throws {
        // Label 1 may be asked for, label 2 may not.
        let fixture = try sureSession(Self.ways, accepted: [0, 4, 0, 0, 0, 0, 0])
        let reply = fixture.object("bade lopafasa and nusepe bide")
        #expect(commands(reply) == nil)
    }

    @Test func detailsAreMembers() throws {
        let labels = (0..<7).map { "Hass\($0) domain=light verb=turn_on\n" }.joined()
        let reply = try session(labels: labels).object("bade lopafasa")
        #expect((reply["intent"] as? String)?.count == 5)
        #expect(reply["domain"] as? String == "light" && reply["verb"] as? String == "turn_on")
        let held = try session(labels: labels).object("never bade lopafasa")
        #expect((held["of"] as? String)?.count == 5 && held["domain"] as? String == "light")
    }

    @Test func mistypedWordsAreReadAsTheyAreSpelled() throws {
        let fixture = try session(">bade\n+and\n?bade\n?lopafasa\n?nusepe\n")
        _ = fixture.object("@list place || lopafasa")
        _ = fixture.object("@list place || nusepe")
        let right = try #require(commands(fixture.object("bade lopafasa and bade nusepe")))
        let mistyped = try #require(commands(fixture.object("bdae lopafsa and bade nuspee")))
        #expect(mistyped.map { $0["score"] as? Double } == right.map { $0["score"] as? Double })
        let slots = mistyped.compactMap { ($0["slots"] as? [[String: Any]])?.last }
        #expect(slots.map { $0["value"] as? String } == ["lopafasa", "nusepe"])
        // Where they were typed.
        #expect(slots.map { $0["start"] as? Int } == [5, 22] && slots.map { $0["end"] as? Int } == [12, 28])
    }

    @Test func wordsOfTheVocabularyAreNoMistakes() throws {
        // "bade" is one piece of this vocabulary, whatever the model would rather read.
        let plain = try session().object("bade lopafasa")
        #expect(
            try session(">bade\n?bdae\n").object("bade lopafasa")["score"] as? Double == plain["score"]
                as? Double)
    }

    @Test func aLineThatWouldNotFitStaysAsItIs() throws {
        let fixture = try session(">bade\n?lopafasa\n")
        let line = String(repeating: "lopafsa ", count: 128).prefix(1_024)
        #expect(fixture.object(String(line))["error"] == nil)
        #expect(fixture.object("lopafsa " + String(repeating: ".", count: 1_016))["error"] == nil)
    }

    @Test func theLongestReplyFits() throws {
        let long = String(repeating: "\"", count: 120)
        let labels = (0..<7).map { "\($0)\(long) a=\(long) b=\(long) c=\(long) d=\(long)\n" }.joined()
        let fixture = try session(labels: labels)
        #expect(fixture.object("bade a and bade b and bade c and bade d")["error"] == nil)
    }

    @Test(arguments: ["turn\n", ">\n", ">turn", "", ">turn\n\n", ">tu\trn\n"])
    func strangeWordsAreRefused(words: String) throws {
        #expect(throws: (any Error).self) { try session(words) }
    }
}

extension EditableModel {
    /// Says what words do where a line holds several commands.
    mutating func add(commandWords: String, toHead index: UInt16) {
        let section = Section(
            role: 0x57, index: index, format: 0, layout: 0, rows: 1,
            columns: UInt32(commandWords.utf8.count), group: 0, data: Array(commandWords.utf8))
        let place = sections.firstIndex { ($0.role, $0.index) > (0x57, index) } ?? sections.count
        sections.insert(section, at: place)
    }
}
