import Foundation
import Testing

@testable import PipitCore

/// What a program sees of commands that are not for now.
@Suite struct TimedSessionTests {
    /// A session whose labels all take `acts`.
    ///
    /// Its model finds no slots: those of the fixture are random.
    private func session(_ acts: UInt8) throws -> FixtureSession {
        var model = EditableModel(try ActModel.file(accepted: [UInt8](repeating: acts, count: 7)))
        model.edit(0x50, 4) { record in
            let name = Array("slots".utf8)
            #expect(record.data[32..<37].elementsEqual(name))
            record.data.replaceSubrange(32..<37, with: name.reversed())
        }
        model.add(commandWords: ">bade\n+and\n|but\n", toHead: ActModel.intent)
        return try FixtureSession(file: model.assembled())
    }

    /// The slots of a command that say a time, as "name: value".
    private func times(_ command: [String: Any]) -> [String] {
        (command["slots"] as? [[String: Any]] ?? []).compactMap { slot in
            guard let name = slot["name"] as? String, slot[name] is [String: Any] else { return nil }
            return "\(name): \(slot["value"] ?? "")"
        }
    }

    @Test func aTimeSaysWhenAndTheCommandIsTimed() throws {
        let reply = try session(1).object("bade lopafasa tomorrow at half past six")
        #expect(reply["intent"] is String && reply["timed"] as? Bool == true)
        #expect(times(reply) == ["date: tomorrow", "time: half past six"])
        let slots = try #require(reply["slots"] as? [[String: Any]])
        let time = try #require(slots.last)
        #expect((time["time"] as? [String: Any])?["time"] as? String == "06:30" && time["score"] == nil)
        #expect(time["start"] as? Int == 26 && time["end"] as? Int == 39)
    }

    @Test func withoutATimeNothingIsSaidOfIt() throws {
        let reply = try session(1).object("bade lopafasa")
        #expect(reply["intent"] is String && reply["timed"] == nil)
    }

    @Test func aLabelThatIsNotDoneAtOnceHasATimeAndIsNotTimed() throws {
        let reply = try session(0).object("bade lopafasa tomorrow")
        #expect(reply["intent"] is String && reply["timed"] == nil && times(reply) == ["date: tomorrow"])
    }

    @Test func whatIsAskedForHasNoTimes() throws {
        let reply = try session(4).object("bade lopafasa tomorrow")
        #expect(reply["intent"] is String && reply["timed"] == nil && times(reply) == [])
    }

    @Test func whatIsForbiddenIsNotTimed() throws {
        let reply = try session(1).object("never bade lopafasa tomorrow")
        #expect(reply["intent"] is NSNull && reply["act"] as? String == "forbidden" && reply["timed"] == nil)
    }

    /// "Turn off the lights and lock the door at ten" may mean both.
    @Test func allCommandsOfALineWait() throws {
        for line in ["bade lopafasa and bade nusepe tomorrow", "tomorrow bade lopafasa and bade nusepe"] {
            let found = try #require(try session(1).object(line)["commands"] as? [[String: Any]])
            #expect(found.map { $0["timed"] as? Bool } == [true, true])
            #expect(found.flatMap(times) == ["date: tomorrow"])
        }
    }

    @Test func theLongestReplyOfTimesFits() throws {
        let reply = try session(1).object("bade" + String(repeating: " at 5", count: 200))
        #expect(reply["error"] == nil && reply["timed"] as? Bool == true && !times(reply).isEmpty)
    }

    @Test func homeAssistantGetsNothingThatWaits() throws {
        for (acts, type) in [(UInt8(0), "intent"), (1, "not-recognized")] {
            let file = try ActModel.file(accepted: [UInt8](repeating: acts, count: 7))
            let events = try EventBench(file: file).types(EventBench.sentence("bade lopafasa tomorrow"))
            #expect(events == [type])
        }
    }
}
