import Foundation
import Testing

@testable import PipitCore

/// Replies to models whose names and labels are as long, and need as many escapes, as the format allows.
@Suite struct LongReplyTests {
    /// A session on a model with other texts in place of its info, and of the labels of a head.
    func session(
        _ model: String = "every_head", info: String? = nil, labels: String? = nil, of headName: String = ""
    ) throws
        -> FixtureSession
    {
        var model = EditableModel(try Fixture.bytes("\(model).pipit"))
        if let info { model.setText(0x02, to: Array(info.utf8)) }
        if let labels {
            let records = model.sections.filter { $0.role == 0x50 }
            let head = try #require(
                records.first { $0.data[32...].prefix { $0 != 0 }.elementsEqual(headName.utf8) })
            model.setText(0x51, head.index, to: Array(labels.utf8))
        }
        return try FixtureSession(file: model.assembled())
    }

    @Test func aNameOfControlCharactersIsWrittenWhole() throws {
        let name = String(repeating: "\u{7F}", count: 4000)
        let fixture = try session(info: "name\t\(name)\nlicense\tnone\n")
        #expect(jsonObject([UInt8](fixture.session.ready()))?["model"] as? String == name)
        #expect(fixture.object("@info")["model"] as? String == name)
        #expect(fixture.object("@tasks")["error"] == nil)
    }

    @Test func labelsOfQuotesAreWrittenWhole() throws {
        let model = EditableModel(try Fixture.bytes("paper.pipit"))
        let count = Int(model.sections[model.position(0x50)].data.u32(4))
        // Of quotes, which take two bytes each in a reply.
        let labels = (0..<count).map { String(repeating: "\"", count: 9000 / count + $0) }
        let fixture = try session("paper", labels: labels.map { $0 + "\n" }.joined(), of: "intent")
        let tasks = fixture.object("@tasks")["tasks"] as? [[String: Any]] ?? []
        #expect(tasks.first { $0["name"] as? String == "intent" }?["labels"] as? [String] == labels)
    }

    @Test func spansOfLongLabelsAreWrittenWhole() throws {
        let room = String(repeating: "\"", count: 3000)
        let fixture = try session(
            labels: "O\nB-\(room)\nI-\(room)\nB-time\nI-time\n", of: "slots")
        let lines = SessionTests.someTexts(200).map { "@slots \($0) \($0) \($0)" }
        #expect(lines.allSatisfy { fixture.object($0)["error"] == nil })
    }

    @Test func aReadyLineWithoutRoomIsAnError() throws {
        let fixture = try FixtureSession("every_head")
        let storage = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 120)
        defer { storage.deallocate() }
        fixture.session.reply = Reply(storage: storage)
        let ready = jsonObject([UInt8](fixture.session.ready()))
        #expect(ready?["error"] as? String == "reply_too_long")
    }
}
