import Foundation
import Testing

@testable import PipitCore

@Suite struct ExampleFileTests {
    /// What a session learns from a file: the numbers and codes of lines that cannot be learnt.
    private func learn(_ text: String, _ fixture: FixtureSession) -> [String] {
        var problems: [String] = []
        Array(text.utf8).withUnsafeBufferPointer { bytes in
            var file = ExampleFile(bytes)
            while let problem = fixture.session.learn(from: &file) {
                let code = jsonObject(Array(problem))?["error"] as? String ?? "no JSON"
                problems.append("\(file.line) \(code)")
            }
        }
        return problems
    }

    @Test func linesAreLearntAsIfTheyHadComeIn() throws {
        let lines = ["@teach one || bade lopafasa", "@teach two\tnusepe feste", "@teach one || bade bo"]
        let (told, read) = (try FixtureSession("every_head"), try FixtureSession("every_head"))
        for line in lines { _ = told.reply(line) }
        let text = "\u{FEFF}# examples\r\n" + lines.joined(separator: "\r\n\n  \t\n") + "\n#"
        #expect(learn(text, read).isEmpty)
        #expect(read.session.taughtCounts == (3, 2))
        #expect(read.reply("@taught") == told.reply("@taught"))
        for text in SessionTests.someTexts(20) {
            #expect(read.reply("@classify " + text) == told.reply("@classify " + text))
        }
    }

    @Test func whatCannotBeLearntIsLeftOut() throws {
        let fixture = try FixtureSession("every_head")
        let long = "@teach one || " + String(repeating: "bo ", count: 400)
        let text = """
            bade bo
            @teach one
            @forget one
            @teach one || turn [a: on]
            \(long)
            @teach one || bade bo
            @teach \(String(repeating: "x", count: 64)) || bo
            @teach one || fu mache
            """
        #expect(
            learn(text, fixture) == [
                "1 no_example", "2 missing_second_text", "3 no_example", "4 slots_cannot_be_taught",
                "5 line_too_long", "7 label_too_long",
            ])
        #expect(fixture.session.taughtCounts == (2, 1))
        let statistics = fixture.object("@stats")
        #expect(statistics["errors"] as? Int == 0)
        #expect(learn("", fixture).isEmpty && learn("\n\n", fixture).isEmpty)
    }

    @Test func bytesThatAreNoTextAreRefused() throws {
        let fixture = try FixtureSession("every_head")
        var codes: [Int] = []
        (Array("@teach one || bo".utf8) + [0xFF, 10] + Array("@teach one || bo".utf8))
            .withUnsafeBufferPointer { bytes in
                var file = ExampleFile(bytes)
                while fixture.session.learn(from: &file) != nil { codes.append(file.line) }
            }
        #expect(codes == [1])
        #expect(fixture.session.taughtCounts == (1, 1))
    }
}
