import Testing

@testable import PipitCore

/// Events are cut out of bytes, however these come and whatever they hold.
@Suite struct WyomingReaderTests {
    /// What is read of an input that comes in chunks.
    private func read(_ input: [UInt8], chunk: Int) -> [(
        kind: WyomingEvent.Kind, text: String?, isTooLong: Bool
    )] {
        let storage = FencedBytes(count: LineReader.maximumBytes)
        var reader = WyomingReader(storage: storage.bytes.bindMemory(to: UInt8.self))
        var events: [(kind: WyomingEvent.Kind, text: String?, isTooLong: Bool)] = []
        var rest = input[...]
        while !rest.isEmpty {
            let next = FencedBytes(Array(rest.prefix(chunk)))
            rest = rest.dropFirst(chunk)
            var bytes = Bytes(next.bytes.bindMemory(to: UInt8.self))
            while let event = reader.next(&bytes) {
                events.append(
                    (event.kind, event.text.map { String(decoding: $0, as: UTF8.self) }, event.isTooLong))
            }
        }
        return events
    }

    private func read(_ input: String, chunk: Int = 4096) -> [(
        kind: WyomingEvent.Kind, text: String?, isTooLong: Bool
    )] {
        read([UInt8](input.utf8), chunk: chunk)
    }

    @Test(arguments: [1, 2, 7, 64, 4096])
    func chunksDoNotMatter(chunk: Int) {
        let input =
            EventBench.event("describe") + EventBench.sentence("turn on the lamp")
            + "{\"type\": \"ping\", \"data\": {\"text\": \"here\"}, \"payload_length\": 5}\nab\ncd"
            + "{\"type\":\"recognize\",\"data\":{\"text\":\"one\",\"more\":[{\"text\":\"two\"}]}}\r\n\n"
            + EventBench.event("audio-chunk", data: "{\"rate\": 16000}")
        let events = read(input, chunk: chunk)
        #expect(events.map(\.kind) == [.describe, .recognize, .ping, .recognize, .unknown])
        #expect(events.map(\.text) == [nil, "turn on the lamp", "here", "one", nil])
    }

    @Test func dataBehindTheHeaderCountsMore() {
        let events = read(
            "{\"type\":\"recognize\",\"data\":{\"text\":\"one\"},\"data_length\":14}\n{\"text\":\"two\"}")
        #expect(events.map(\.text) == ["two"])
    }

    @Test func stringsAreDecoded() {
        let events = read(EventBench.sentence(#"a\"b\\c\/d\n\u00e9\ud83d\ude00\ud800x é\udc00\ud801"#))
        #expect(events.map(\.text) == ["a\"b\\c/d\né😀\u{FFFD}x é\u{FFFD}\u{FFFD}"])
    }

    @Test func aTextHasAsManyBytesAsALine() {
        let longest = String(repeating: "a", count: LineReader.maximumBytes)
        let events = read(EventBench.sentence(longest) + EventBench.sentence(longest + "b"), chunk: 1000)
        #expect(events.map(\.isTooLong) == [false, true])
        #expect(events.map(\.text) == [longest, longest])
    }

    /// Whatever is no JSON is one event that nobody can read, and the next one is read as if nothing had happened.
    @Test(arguments: [
        "nonsense", "{\"type\":\"describe\"", "{\"type\":\"describe\"}}", "{\"type\" \"describe\"}", "[1,2",
        "{\"type\":\"describe\",}", "{\"type\":\"desc\tribe\"}", "{\"a\":\"\\x\"}", "{\"a\":\"\\u12g4\"}",
        "]", "{]",
        "{\"data_length\":-5}", "{\"data_length\":1.5}", "{\"data_length\":\"9\"}",
        "{\"payload_length\":[1]}",
        "{\"data_length\":99999999999999999999}", "{\"payload_length\":4294967296}", "\u{1}", "\"open",
        String(repeating: "[", count: 65), "{\"a\":1 2}", "{1:2}", "[,]", "[1,]",
    ])
    func whatIsNoEventIsPassedOver(header: String) {
        for chunk in [1, 4096] {
            let events = read(header + "\n" + EventBench.sentence("lamp"), chunk: chunk)
            #expect(events.map(\.kind) == [.broken, .recognize], "\(header)")
            #expect(events.last?.text == "lamp")
        }
    }

    @Test func badDataEndsWhereItSays() {
        for data in ["{\"text\":", "{\"text\":\"a\"}}", "}{", String(repeating: "{", count: 5000)] {
            let events = read(
                EventBench.event("transcript", data: data) + EventBench.event("ping"), chunk: 100)
            #expect(events.map(\.kind) == [.broken, .ping], "\(data.prefix(20))")
        }
    }

    @Test func noLengthIsNone() {
        #expect(
            read("{\"type\":\"ping\",\"data_length\":null,\"payload_length\":0}\n").map(\.kind) == [.ping])
    }

    @Test func aLongPayloadTakesNoRoom() {
        let payload = [UInt8](repeating: UInt8(ascii: "{"), count: 300_000)
        let input = [UInt8]("{\"type\":\"audio-chunk\",\"payload_length\":300000}\n".utf8) + payload
        #expect(
            read(input + [UInt8](EventBench.event("ping").utf8), chunk: 1024).map(\.kind) == [
                .unknown, .ping,
            ])
    }

    @Test func anyBytesAreRead() {
        var dice = Dice(7)
        let marks = [UInt8]("{}[]\",:\\u0\n ntext_dalghp8\u{E9}".utf8)
        for _ in 0..<50 {
            let input = (0..<Int.random(in: 1...200, using: &dice)).map { _ in
                Bool.random(using: &dice)
                    ? marks.randomElement(using: &dice) ?? 0 : UInt8.random(in: 0...255, using: &dice)
            }
            #expect(read(input, chunk: 64).count == read(input, chunk: 1).count)
        }
    }
}
