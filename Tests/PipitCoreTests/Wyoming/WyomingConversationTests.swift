import Testing

@testable import PipitCore

/// What goes out for events.
@Suite struct WyomingConversationTests {
    private func data(_ event: [UInt8]?) -> [String: Any] {
        event.flatMap { jsonObject($0)?["data"] as? [String: Any] } ?? [:]
    }

    @Test func aServiceForIntentsIsDescribed() throws {
        let bench = try EventBench("every_head")
        let info = data(bench.converse([UInt8](EventBench.event("describe").utf8)).first)
        let program = try #require((info["intent"] as? [[String: Any]])?.first)
        #expect(program["name"] as? String == "pipit" && program["installed"] as? Bool == true)
        let model = try #require((program["models"] as? [[String: Any]])?.first)
        #expect(model["languages"] as? [String] == ["en"] && model["name"] is String)
        #expect((model["attribution"] as? [String: String])?.keys.sorted() == ["name", "url"])
    }

    @Test func pingsComeBack() throws {
        let bench = try EventBench("every_head")
        let events = bench.converse(
            [UInt8]((EventBench.event("ping", data: "{\"text\": \"a\"}") + EventBench.event("ping")).utf8))
        #expect(
            events.map { String(decoding: $0, as: UTF8.self) } == [
                "{\"type\":\"pong\",\"data\":{\"text\":\"a\"}}\n", "{\"type\":\"pong\",\"data\":{}}\n",
            ])
    }

    @Test func whatNobodyKnowsGetsNoAnswer() throws {
        let bench = try EventBench("every_head")
        #expect(
            bench.types(EventBench.event("run-pipeline", data: "{}") + EventBench.event("ping")) == ["pong"])
        #expect(
            bench.types("nonsense\n" + EventBench.event("recognize") + EventBench.event("ping")) == [
                "error", "error", "pong",
            ])
    }

    @Test func sentencesGetOneEventEach() throws {
        let bench = try EventBench("every_head")
        for text in [
            "bade lopafasa", "@help", "", " ", "\\u0000", "...", String(repeating: "bade ", count: 300),
        ] {
            let types = bench.types(EventBench.sentence(text), chunk: 10)
            #expect(
                types.count == 1 && types[0] != "error" && types[0] != "no JSON",
                "\(text.prefix(10)): \(types)")
        }
        #expect(bench.types(EventBench.sentence(String(repeating: "a", count: 2000))) == ["not-recognized"])
    }

    @Test func whatIsNoUTF8IsAnError() throws {
        let bench = try EventBench("every_head")
        let bytes = [UInt8](EventBench.sentence("xx").utf8).map { $0 == UInt8(ascii: "x") ? 0xFF : $0 }
        // The two of "text" and "context" are names of their own then.
        #expect(bench.converse(bytes).compactMap { jsonObject($0)?["type"] as? String } == ["error"])
    }
}
