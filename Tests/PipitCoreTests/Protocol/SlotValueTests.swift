import Foundation
import Testing

@testable import PipitCore

/// The values in replies to commands.
@Suite struct SlotValueTests {
    /// Lines of words that say something, some of which a random head takes for slots.
    static func lines(_ count: Int) -> [String] {
        var dice = Dice(41)
        let words = [
            "seven", "pm", "noon", "bade", "lopafasa", "half", "past", "six", "tomorrow", "7:30", "five",
            "minutes",
        ]
        return (0..<count).map { _ in
            (0..<Int.random(in: 1...8, using: &dice)).map { _ in words.randomElement(using: &dice) ?? "" }
                .joined(separator: " ")
        }
    }

    /// The members of a slot that say its value.
    static func values(of slot: [String: Any]) -> [String: Any] {
        slot.filter { !["name", "value", "start", "end"].contains($0.key) }
    }

    /// Of a slot in a reply, the value of its words by the kind that the model says, between its words and their place.
    @Test func slotsHaveTheValuesOfTheirWords() throws {
        let kinds: [String: SlotKind] = ["room": .words, "time": .time]
        let fixture = try FixtureSession("every_head")
        var found = 0
        for line in Self.lines(300) {
            for task in ["", "@slots ", "@command "] {
                let reply = fixture.reply(task + line)
                let slots = jsonObject([UInt8](reply.utf8))?["slots"] as? [[String: Any]] ?? []
                for slot in slots {
                    let name = try #require(slot["name"] as? String)
                    let text = try #require(slot["value"] as? String)
                    let members = valueMembers(text, as: try #require(kinds[name]))
                    let start = try #require(slot["start"] as? Int)
                    let middle = members.isEmpty ? "" : members + ","
                    #expect(
                        reply.contains(
                            "{\"name\":\"\(name)\",\"value\":\"\(text)\",\(middle)\"start\":\(start),"))
                    if !members.isEmpty { found += 1 }
                }
            }
        }
        #expect(found > 100, "\(found) values")
    }

    /// Without the section a value is one where it can be nothing else.
    @Test func aModelWithoutKindsSaysWhatIsSure() throws {
        var model = EditableModel(try Fixture.bytes("every_head.pipit"))
        model.sections.removeAll { $0.role == 0x5B }
        let fixture = try FixtureSession(file: model.assembled())
        var found = 0
        for line in Self.lines(300) {
            for slot in fixture.object(line)["slots"] as? [[String: Any]] ?? [] {
                let text = try #require(slot["value"] as? String)
                let expected = jsonObject([UInt8]("{\(valueMembers(text, as: .unsaid))}\n".utf8)) ?? [:]
                #expect(NSDictionary(dictionary: expected).isEqual(to: Self.values(of: slot)), "\(text)")
                if !expected.isEmpty { found += 1 }
            }
        }
        #expect(found > 50, "\(found) values")
    }

    /// Entities that a head found are no slots, and have no values; all others have the value that they are called.
    @Test func valuesAmongEntitiesHaveTheirMembers() throws {
        let fixture = try FixtureSession("tasks")
        var (names, values) = (0, 0)
        for line in Self.lines(200) {
            let reply = fixture.object("@ner " + line)
            var end = 0
            for entity in reply["entities"] as? [[String: Any]] ?? [] {
                let own: Set = ["type", "text", "score", "start", "end"]
                let type = try #require(entity["type"] as? String)
                let score = try #require(entity["score"] as? Double)
                if ["person", "place"].contains(type) {
                    #expect(Set(entity.keys) == own && score > 0 && score <= 1)
                    names += 1
                } else {
                    #expect(Set(entity.keys).isSuperset(of: own.union([type])) && score == 1)
                    values += 1
                }
                #expect(try #require(entity["start"] as? Int) >= end, "in their order: \(line)")
                end = try #require(entity["end"] as? Int)
            }
        }
        #expect(names > 20 && values > 20, "\(names) names, \(values) values")
    }

    /// A reply to a line full of values among entities is as long as was planned at most.
    @Test func aLineFullOfEntitiesFits() throws {
        let fixture = try FixtureSession("tasks")
        for word in ["6 ", "mon ", "tonight ", "5% ", "21 degrees, ", "3.3.2026 7:30:15pm "] {
            let line = String(repeating: word, count: 1000 / word.utf8.count)
            #expect(fixture.object("@ner " + line)["error"] == nil, "\(word)")
        }
    }

    /// The longest line of the shortest words that say the most is answered whole.
    @Test func aLineFullOfValuesFits() throws {
        for name in ["every_head", "long"] {
            var model = EditableModel(try Fixture.bytes(name + ".pipit"))
            guard let slots = model.sections.firstIndex(where: { $0.role == 0x5B }) else { continue }
            model.sections[slots].data = [0, 6, 0, 7, 0]
            let fixture = try FixtureSession(file: model.assembled())
            for word in ["6", "mon6 ", "tonight ", "friday,3,may,2026,7:30:15pm "] {
                let line = String(repeating: word + (word == "6" ? " " : ""), count: 1024 / word.utf8.count)
                #expect(fixture.object("@slots " + line.prefix(1000))["error"] == nil, "\(word)")
            }
        }
    }
}
