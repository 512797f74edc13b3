import Foundation
import Testing

@testable import PipitCore

/// What a program sees of a line that forbids, asks about or tells of a command.
@Suite struct ActSessionTests {
    @Test(arguments: ["", "@command ", "@intent "]) func aHeldLineHasNoIntent(request: String) throws {
        let fixture = try FixtureSession(file: try ActModel.file())
        let plain = fixture.object(request + "bade lopafasa")
        #expect(plain["intent"] is String && plain["act"] == nil && plain["of"] == nil)
        let held = fixture.object(request + "never bade lopafasa")
        #expect(held["intent"] is NSNull)
        #expect(held["act"] as? String == "forbidden")
        #expect((held["of"] as? String)?.hasPrefix("label_") == true)
        #expect(held["score"] is NSNumber && held["oos"] is NSNumber)
        #expect((held["slots"] != nil) == (request != "@intent "))
        #expect(fixture.object(request + "who bade lopafasa")["act"] as? String == "question")
    }

    @Test func aLabelThatTakesTheActHasTheLine() throws {
        let held = try FixtureSession(file: try ActModel.file()).object("who bade lopafasa")
        let label = try #require(held["of"] as? String)
        var accepted = [UInt8](repeating: 0, count: 7)
        accepted[try #require(Int(label.dropFirst(6)))] = 1 << 2
        let fixture = try FixtureSession(file: try ActModel.file(accepted: accepted))
        #expect(fixture.object("who bade lopafasa")["intent"] as? String == label)
        #expect(fixture.object("never bade lopafasa")["act"] as? String == "forbidden")
    }

    @Test func theHeadAnswersByItself() throws {
        let fixture = try FixtureSession(file: try ActModel.file())
        #expect(fixture.object("@act never bade")["label"] as? String == "forbidden")
    }

    @Test func taughtLabelsTakeWhatTheirExamplesDo() throws {
        let fixture = try FixtureSession(file: try ActModel.file())
        _ = fixture.object("@teach state || who bade lopafasa")
        _ = fixture.object("@teach lock || nusepe feste bade")
        #expect(fixture.object("@classify who bade lopafasa")["label"] as? String == "state")
        let held = fixture.object("@classify nusepe feste bade never")
        #expect(held["label"] is NSNull && held["act"] as? String == "forbidden")
        #expect(held["of"] is String && held["similarity"] is NSNumber)
        // What was forgotten is taught anew without its acts.
        _ = fixture.object("@forget state")
        _ = fixture.object("@teach state || bade lopafasa")
        #expect(fixture.object("@classify who bade lopafasa")["act"] as? String == "question")
    }

    @Test func longNamesOfActsFit() throws {
        let names = ["a", String(repeating: "\"", count: 3000), String(repeating: "\u{7F}", count: 3000)]
        let fixture = try FixtureSession(
            file: try ActModel.file(labels: names.joined(separator: "\n") + "\n"))
        _ = fixture.object("@teach lock || bade feste")
        for request in ["", "@intent ", "@classify ", "@act "] {
            for line in ["never bade feste", "who bade feste"] {
                #expect(fixture.object(request + line)["error"] == nil)
            }
        }
    }
}
