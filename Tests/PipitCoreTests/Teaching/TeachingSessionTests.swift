import Foundation
import Testing

@testable import PipitCore

@Suite struct TeachingSessionTests {
    private static let lines = [
        "@teach  one  || bade lopafasa", "@teach two\tnusepe feste", "@teach one || bade bo",
        "@teach two || fu mache",
        "@teach three || duti duti duti", "@forget three", "@teach four || mache",
    ]

    @Test func labelsAreTaughtAndForgotten() throws {
        let fixture = try FixtureSession("every_head")
        #expect(
            fixture.reply("@classify bade")
                == error("nothing_taught", "no label was taught; @teach LABEL || EXAMPLE teaches one"))
        #expect(fixture.reply(Self.lines[0]) == #"{"task":"teach","label":"one","examples":1}"# + "\n")
        for line in Self.lines[1...4] { _ = fixture.reply(line) }
        #expect(fixture.reply(Self.lines[5]) == #"{"task":"forget","label":"three","examples":1}"# + "\n")
        #expect(
            fixture.reply("@taught")
                == #"{"task":"taught","labels":[{"label":"one","examples":2},{"label":"two","examples":2}],"#
                + #""examples":4,"text_bytes":44,"limits":{"labels":64,"examples":512,"text_bytes":14848,"#
                + #""label_bytes":63}}"# + "\n")
        let reply = fixture.object("@classify bade lopafasa")
        #expect(reply["label"] as? String == "one")
        #expect(Set(reply.keys) == ["task", "label", "score", "similarity"])
    }

    /// Of a label whose examples tell no time, a time says when.
    @Test func aTimeSaysWhenUnlessItsExamplesTellTimes() throws {
        let fixture = try FixtureSession("every_head")
        _ = fixture.reply("@teach one || bade lopafasa")
        _ = fixture.reply("@list place || lopafasa")
        let reply = fixture.object("@classify bade lopafasa at half past six")
        #expect(reply["label"] as? String == "one" && reply["timed"] as? Bool == true)
        let slots = try #require(reply["slots"] as? [[String: Any]])
        #expect(slots.map { $0["name"] as? String } == ["place", "time"])
        #expect((slots[1]["time"] as? [String: Any])?["time"] as? String == "06:30")
        #expect(fixture.object("@classify bade lopafasa")["timed"] == nil)
        _ = fixture.reply("@teach one || bade bo tomorrow")
        #expect(fixture.object("@classify bade lopafasa at half past six")["timed"] == nil)
        // Forgotten labels leave nothing behind.
        _ = fixture.reply("@forget one")
        _ = fixture.reply("@teach one || bade lopafasa")
        #expect(fixture.object("@classify bade lopafasa at half past six")["timed"] as? Bool == true)
    }

    /// Not even where it was taught.
    @Test(arguments: ["???", "...", "\u{2014}", "\u{1F44D}", "\u{200B}"])
    func whatSaysNothingHasNoLabel(text: String) throws {
        let fixture = try FixtureSession("every_head")
        #expect(fixture.object("@teach one || \(text)")["examples"] as? Int == 1)
        #expect(fixture.object("@classify \(text)")["label"] is NSNull)
        #expect(fixture.object("@classify \(text) a")["similarity"] != nil)
    }

    @Test func errors() throws {
        let fixture = try FixtureSession("every_head")
        #expect(fixture.object("@teach")["error"] as? String == "missing_text")
        #expect(fixture.object("@teach one")["error"] as? String == "missing_second_text")
        #expect(fixture.object("@teach one || ")["error"] as? String == "missing_second_text")
        #expect(fixture.object("@forget one")["error"] as? String == "unknown_label")
        let long = String(repeating: "x", count: 64)
        #expect(
            fixture.reply("@teach \(long) || bo")
                == error("label_too_long", "the label has 64 bytes; at most 63 are kept"))
        #expect(fixture.object("@teach a\u{1} || bo")["error"] as? String == "label_not_printable")
        #expect(
            fixture.reply("@teach lights || turn on the [room: kitchen] lights")
                == error(
                    "slots_cannot_be_taught",
                    "slots in [ ] cannot be taught at run time; leave the brackets and names out"))
        for text in ["fill the [MASK]", "bo [", "[room:", "[: bo]", "a [b] c: d]"] {
            #expect(fixture.object("@teach more || " + text)["error"] == nil)
        }
        #expect(fixture.object("@forget more")["examples"] as? Int ?? 0 > 0)
        for number in 0..<64 { #expect(fixture.object("@teach \(number) || bo")["examples"] as? Int == 1) }
        #expect(fixture.object("@teach more || bo")["error"] as? String == "too_many_labels")
    }

    @Test func theListOfTheLongestLabelsFits() throws {
        for name in ["every_head", "paper", "no_layers"] {
            let fixture = try FixtureSession(name)
            for number in 0..<64 {
                let label = String(repeating: "\"", count: 61) + String(number + 10)
                #expect(fixture.object("@teach \(label) || bo")["error"] == nil)
            }
            #expect((fixture.object("@taught")["labels"] as? [Any])?.count == 64)
            #expect(fixture.object("@classify bo")["error"] == nil)
        }
    }

    @Test func theSameLinesGiveTheSameState() throws {
        let texts = SessionTests.someTexts(60)
        func answers(_ fixture: FixtureSession) -> [String] { texts.map { fixture.reply("@classify " + $0) } }
        let once = try FixtureSession("every_head")
        for line in Self.lines { _ = once.reply(line) }
        let other = try FixtureSession("every_head")
        for line in Self.lines {
            _ = other.reply(line)
            _ = other.object("@classify bo")
            _ = other.reply(texts[0])
        }
        let expected = answers(once)
        #expect(answers(other) == expected)
        #expect(once.reply("@taught") == other.reply("@taught"))
        // Taught twice is taught once.
        for line in Self.lines { _ = other.reply(line) }
        #expect(answers(other) == expected)
        #expect(Set(expected).count > 10)
    }

    /// Training shares its bytes with the encoder's buffers: neither may see the other's.
    @Test func teachingChangesNoOtherAnswer() throws {
        let texts = SessionTests.someTexts(40)
        let plain = try FixtureSession("every_head")
        let expected = texts.map { plain.reply($0) }
        let fixture = try FixtureSession("every_head")
        for line in Self.lines { _ = fixture.reply(line) }
        for (text, reply) in zip(texts, expected) {
            _ = fixture.reply("@teach five || " + text)
            _ = fixture.reply("@classify " + text)
            #expect(fixture.reply(text) == reply)
        }
    }

    private func error(_ code: String, _ message: String) -> String {
        #"{"error":"\#(code)","message":"\#(message)"}"# + "\n"
    }
}
