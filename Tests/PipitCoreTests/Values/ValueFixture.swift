import Foundation
import Testing

@testable import PipitCore

/// A phrase of Fixtures/values: the kind of its slot, its text, and the members that the core must write.
struct ValuePhrase: Decodable, CustomTestStringConvertible {
    let kind: SlotKind
    let text: String
    let members: String

    var testDescription: String { "\(kind): \(text.prefix(60))" }

    init(from decoder: any Decoder) throws {
        var row = try decoder.unkeyedContainer()
        let name = try row.decode(String.self)
        guard let kind = SlotKind.allCases.first(where: { "\($0)" == name }) else {
            throw DecodingError.dataCorruptedError(in: row, debugDescription: "no kind \(name)")
        }
        self.kind = kind
        text = try row.decode(String.self)
        members = try row.decode(String.self)
    }

    static let all: [ValuePhrase] = {
        let file = Fixture.folder.deletingLastPathComponent().appending(path: "values/values.json")
        return (try? JSONDecoder().decode([ValuePhrase].self, from: Data(contentsOf: file))) ?? []
    }()
}

/// The members that the core writes for a slot.
func valueMembers(
    _ text: UnsafeBufferPointer<UInt8>, as kind: SlotKind, by grammar: ValueGrammar = .english
) -> String {
    var storage = [UInt8](repeating: 0, count: 4096)
    return storage.withUnsafeMutableBufferPointer { storage in
        var reply = Reply(storage: storage)
        reply.beginObject()
        reply.members(ofValue: text, as: kind, by: grammar)
        reply.endObject()
        return String(String(decoding: reply.finish(), as: UTF8.self).dropFirst().dropLast(2))
    }
}

func valueMembers(_ text: String, as kind: SlotKind, by grammar: ValueGrammar = .english) -> String {
    var text = text
    return text.withUTF8 { valueMembers($0, as: kind, by: grammar) }
}
