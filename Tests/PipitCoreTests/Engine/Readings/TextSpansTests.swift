import Testing

@testable import PipitCore

@Suite struct TextSpansTests {
    /// The spans of a text of words, each a piece of its own, under tags of the slots head of every_head.
    func spans(_ text: String, _ tags: [String]) throws -> [String] {
        let labels = ["O", "B-room", "I-room", "B-time", "I-time"]
        let fixture = try FixtureSession("every_head")
        let model = fixture.session.engine.model
        let name: Literal = "slots"
        let index = try #require(model.headIndex(named: name.bytes))
        let head = model.head(index)
        let rules = fixture.session.engine.memory.tagRules(of: index, in: model)
        #expect((0..<labels.count).map { String(decoding: head.label($0), as: UTF8.self) } == labels)
        #expect((0..<labels.count).map { rules.beginning(of: $0) } == [nil, nil, 1, nil, 3])

        let bytes = [UInt8](text.utf8)
        let pieces = bytes.split(separator: 32).map {
            WordPiece(id: 5, start: UInt16($0.startIndex), end: UInt16($0.endIndex), startsWord: true)
        }
        let numbers = tags.map { UInt16(labels.firstIndex(of: $0) ?? 0) }
        var storage = [TextSpan](repeating: TextSpan(label: 0, start: 0, end: 0), count: pieces.count)
        return bytes.withUnsafeBufferPointer { bytes in
            pieces.withUnsafeBufferPointer { pieces in
                storage.withUnsafeMutableBufferPointer { storage in
                    numbers.withUnsafeBufferPointer { numbers in
                        var spans = TextSpans(storage: storage, text: bytes, labels: head.labels)
                        let words = WordReader(text: bytes, pieces: pieces)
                        spans.collect(words, tags: numbers, rules: rules)
                        return (0..<spans.count).map {
                            String(decoding: spans.label(of: $0), as: UTF8.self) + " "
                                + String(decoding: spans.text(of: $0), as: UTF8.self)
                        }
                    }
                }
            }
        }
    }

    @Test func wordsOfOneSpanAreJoined() throws {
        #expect(
            try spans(
                "in the living  room at six am", ["O", "O", "B-room", "I-room", "O", "B-time", "I-time"])
                == ["B-room living  room", "B-time six am"])
    }

    @Test func aBeginningEndsTheSpanBefore() throws {
        #expect(
            try spans("kitchen bedroom now", ["B-room", "B-room", "B-time"])
                == ["B-room kitchen", "B-room bedroom", "B-time now"])
    }

    @Test func anInsideThatMayNotFollowIsOutside() throws {
        #expect(try spans("a b c d", ["I-room", "B-time", "I-room", "I-time"]) == ["B-time b"])
        #expect(try spans("a b c", ["B-room", "O", "I-room"]) == ["B-room a"])
    }

    @Test func outsideThereAreNone() throws {
        #expect(try spans("a b", ["O", "O"]) == [])
        #expect(try spans("", []) == [])
    }
}
