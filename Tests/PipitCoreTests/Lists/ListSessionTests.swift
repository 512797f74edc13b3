import Foundation
import Testing

@testable import PipitCore

/// Lists as requests tell them, and slots with canonical names in replies.
@Suite struct ListSessionTests {
    private static let folder = Fixture.folder.appending(path: "../lists").standardized

    private static func file(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: folder.appending(path: name)))
    }

    /// Replies made by other tools: Hugging Face's tokenizer, numpy and Python (make_list_fixtures.py).
    @Test func repliesAreThoseOfTheReference() throws {
        let lines = try Data(contentsOf: Self.folder.appending(path: "listed.txt")).split(separator: 10)
        #expect(lines.count > 500)
        let fixture = try FixtureSession(file: Self.file("listed.pipit"))
        for index in stride(from: 0, to: lines.count, by: 2) {
            let request = String(decoding: lines[index], as: UTF8.self)
            #expect(
                fixture.reply(request) == String(decoding: lines[index + 1], as: UTF8.self) + "\n",
                "\(request)")
        }
    }
}
