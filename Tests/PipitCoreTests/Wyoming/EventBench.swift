import PipitKernels

@testable import PipitCore

/// A conversation in the Wyoming protocol, on a model of Fixtures/encoder.
final class EventBench {
    private let file: FencedBytes
    private let arena: FencedBytes
    private var conversation: WyomingConversation

    /// - Parameters:
    ///   - name: a model of Fixtures/encoder.
    ///   - lines: requests that the session answers first.
    /// - Throws: when the model cannot be read.
    convenience init(_ name: String, after lines: [String] = []) throws {
        try self.init(file: Fixture.bytes("\(name).pipit"), after: lines)
    }

    /// A conversation with the model of these bytes, after requests that the session answers first.
    init(file bytes: [UInt8], after lines: [String] = []) throws {
        file = FencedBytes(bytes)
        let model = try ModelFile(file.readOnly)
        arena = FencedBytes(count: Session.plan(for: model).totalBytes)
        var session = try Session(
            model: model, kernels: pipit_kernels_for_this_processor(), arena: arena.bytes,
            process: ProcessFacts())
        for line in lines {
            _ = Array(line.utf8).withUnsafeBufferPointer { session.answer(.bytes($0)).count }
        }
        conversation = WyomingConversation(session)
    }

    /// All events that go out while `input` comes in, in chunks of `chunk` bytes.
    func converse(_ input: [UInt8], chunk: Int = 1024) -> [[UInt8]] {
        var rest = input[...]
        var replies: [[UInt8]] = []
        while !rest.isEmpty {
            let next = rest.prefix(min(chunk, conversation.input.count))
            rest = rest.dropFirst(next.count)
            _ = conversation.input.update(fromContentsOf: next)
            conversation.receive(next.count)
            while let reply = conversation.nextReply() { replies.append([UInt8](reply)) }
        }
        return replies
    }

    /// The types of the events that go out.
    func types(_ input: String, chunk: Int = 1024) -> [String] {
        converse([UInt8](input.utf8), chunk: chunk).map { jsonObject($0)?["type"] as? String ?? "no JSON" }
    }

    /// An event as the protocol's own library writes it: a header, and the data behind it.
    static func event(_ type: String, data: String? = nil) -> String {
        guard let data else { return "{\"type\": \"\(type)\", \"version\": \"1.5.4\"}\n" }
        return "{\"type\": \"\(type)\", \"version\": \"1.5.4\", \"data_length\": \(data.utf8.count)}\n\(data)"
    }

    /// A sentence as Home Assistant sends it.
    static func sentence(_ text: String) -> String {
        event("transcript", data: "{\"text\": \"\(text)\", \"context\": {\"conversation_id\": \"01J\"}}")
    }
}
