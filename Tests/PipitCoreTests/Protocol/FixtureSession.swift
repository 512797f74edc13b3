import PipitKernels

@testable import PipitCore

/// A session on one of the small random models of Fixtures, in exactly the planned memory at the very end of a page.
final class FixtureSession {
    private let file: FencedBytes
    private let arena: FencedBytes
    var session: Session

    /// - Parameters:
    ///   - name: a model of Fixtures/encoder.
    ///   - process: what replies tell of the process; nothing as a rule.
    /// - Throws: when the model cannot be read.
    convenience init(_ name: String, process: ProcessFacts = ProcessFacts()) throws {
        try self.init(file: Fixture.bytes("\(name).pipit"), process: process)
    }

    /// - Parameters:
    ///   - file: the bytes of a model.
    ///   - process: what replies tell of the process; nothing as a rule.
    /// - Throws: when the model cannot be read.
    init(file: [UInt8], process: ProcessFacts = ProcessFacts()) throws {
        self.file = FencedBytes(file)
        let model = try ModelFile(self.file.readOnly)
        arena = FencedBytes(count: Session.plan(for: model).totalBytes)
        arena.bytes.initializeMemory(as: UInt8.self, repeating: 0xA5)
        session = try Session(
            model: model, kernels: pipit_kernels_for_this_processor(), arena: arena.bytes,
            process: process)
    }

    /// The reply to one line, with its line feed.
    func reply(_ line: String) -> String {
        var line = line
        return line.withUTF8 { String(decoding: session.answer(.bytes($0)), as: UTF8.self) }
    }

    /// The reply to one line as a JSON object; empty when it is none.
    func object(_ line: [UInt8]) -> [String: Any] {
        line.withUnsafeBufferPointer { jsonObject([UInt8](session.answer(.bytes($0)))) ?? [:] }
    }

    func object(_ line: String) -> [String: Any] {
        object([UInt8](line.utf8))
    }

    /// All lines that go out while `input` comes in, in chunks of `chunk` bytes.
    func converse(_ input: [UInt8], chunk: Int) -> [[UInt8]] {
        var rest = input[...]
        var lines: [[UInt8]] = []
        lines.append([UInt8](session.ready()))
        while !rest.isEmpty {
            let next = rest.prefix(min(chunk, session.input.count))
            rest = rest.dropFirst(next.count)
            _ = session.input.update(fromContentsOf: next)
            session.receive(next.count)
            while let reply = session.nextReply() { lines.append([UInt8](reply)) }
        }
        if let reply = session.lastReply() { lines.append([UInt8](reply)) }
        return lines
    }
}
