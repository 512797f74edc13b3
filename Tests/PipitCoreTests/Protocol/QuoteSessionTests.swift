import Foundation
import Testing

@testable import PipitCore

/// What a program sees of a line that ends with somebody else's words: "announce that nobody may come in".
@Suite struct QuoteSessionTests {
    /// A model whose slots are of a kind, all of them, and whose labels are held by acts.
    private func fixture(_ kind: SlotKind) throws -> FixtureSession {
        var model = EditableModel(try ActModel.file())
        model.edit(0x5B, 4) { section in
            section.data = section.data.map { _ in kind.rawValue }
        }
        return try FixtureSession(file: model.assembled())
    }

    /// Lines that ask, whose last words are a slot by the fixture's weights: "never", which forbids, is one of them.
    private func lines(_ fixture: FixtureSession) -> [(line: String, slots: [[String: Any]])] {
        var dice = Dice(7)
        let words = ["lopafasa", "seven", "noon", "feste", "nusepe", "tomorrow"]
        var found: [(String, [[String: Any]])] = []
        for _ in 0..<400 {
            let others = (0..<2).compactMap { _ in words.randomElement(using: &dice) }
            let line = (["bade"] + others + ["never"]).joined(separator: " ")
            let slots = fixture.object(line)["slots"] as? [[String: Any]] ?? []
            if let last = slots.last, last["end"] as? Int == line.utf8.count, last["start"] as? Int != 0 {
                found.append((line, slots))
            }
        }
        return found
    }

    @Test func aLineIsReadWithoutTheWordsThatItQuotes() throws {
        let (quoting, plain) = (try fixture(.quote), try fixture(.words))
        let lines = lines(plain)
        #expect(lines.count > 10, "\(lines.count) lines")
        for (line, slots) in lines {
            #expect(plain.object(line)["act"] as? String == "forbidden")
            let reply = quoting.object(line)
            #expect(reply["intent"] is String && reply["act"] == nil, "\(line)")
            #expect(NSArray(array: reply["slots"] as? [[String: Any]] ?? []) == NSArray(array: slots))
        }
    }

    @Test func whatStandsBeforeTheQuoteForbids() throws {
        let quoting = try fixture(.quote)
        for (line, _) in lines(try fixture(.words)) {
            #expect(quoting.object("never " + line)["act"] as? String == "forbidden")
        }
    }
}
