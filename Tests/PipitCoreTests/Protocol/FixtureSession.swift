import PipitKernels

@testable import PipitCore

/// A session on one of the small random models of Fixtures, in exactly the planned memory at the very end of a page.
final class FixtureSession {
    private let file: FencedBytes
    private let arena: FencedBytes
    var session: Session

    /// - Parameters:
    ///   - name: a model of Fixtures/encoder.
    ///   - clock: what times are taken from; nil for no times.
    /// - Throws: when the model cannot be read.
    convenience init(_ name: String, clock: Session.Clock? = nil) throws {
        try self.init(file: Fixture.bytes("\(name).pipit"), clock: clock)
    }

    /// - Parameters:
    ///   - file: the bytes of a model.
    ///   - clock: what times are taken from; nil for no times.
    /// - Throws: when the model cannot be read.
    init(file: [UInt8], clock: Session.Clock? = nil) throws {
        self.file = FencedBytes(file)
        let model = try ModelFile(self.file.readOnly)
        arena = FencedBytes(count: Session.plan(for: model).totalBytes)
        arena.bytes.initializeMemory(as: UInt8.self, repeating: 0xA5)
        session = try Session(
            model: model, kernels: pipit_kernels_for_this_processor(), arena: arena.bytes, clock: clock)
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
        session.converse(
            reading: { buffer in
                let next = rest.prefix(min(chunk, buffer.count))
                rest = rest.dropFirst(next.count)
                _ = buffer.update(fromContentsOf: next)
                return next.count
            },
            writing: { bytes in
                lines.append([UInt8](bytes))
                return true
            })
        return lines
    }
}
