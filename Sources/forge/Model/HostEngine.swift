import PipitCore
import PipitKernels

/// The device's engine on this machine: the same model, memory plan and integers, and so the same answers.
///
///     let engine = try HostEngine(try LoadedModel(path: path))
///     let answer = engine.classify("turn it off", head: try engine.head("intent"))
///
/// What it answers stands in HostEngine+Answers.swift, the states that heads read in HostEngine+States.swift.
final class HostEngine {
    let loaded: LoadedModel
    let engine: Engine
    /// The maximum bytes of a line; longer ones are cut.
    let lineBytes: Int
    /// Count of the answered texts that had more word pieces, or bytes, than the device takes.
    private(set) var truncatedCount = 0
    private let arena: UnsafeMutableRawBufferPointer

    var model: ModelFile { loaded.model }

    /// - Parameters:
    ///   - loaded: the model.
    ///   - kernels: those to run on; the fastest of this processor unless given.
    ///   - isWhole: whether lines longer than those of the device are read whole.
    /// - Throws: `Failure` when the engine does not start.
    init(
        _ loaded: LoadedModel, kernels: UnsafePointer<pipit_kernels> = pipit_kernels_for_this_processor(),
        isWhole: Bool = false
    ) throws {
        self.loaded = loaded
        lineBytes = isWhole ? Int(UInt16.max) : LineReader.maximumBytes
        arena = .allocate(
            byteCount: Engine.plan(for: loaded.model).totalBytes, alignment: MemoryPlan.alignment)
        arena.initializeMemory(as: UInt8.self, repeating: 0)
        do {
            engine = try Engine(model: loaded.model, kernels: kernels, arena: arena)
        } catch {
            arena.deallocate()
            var sink = TextSink()
            error.describe(to: &sink)
            throw Failure("\(loaded.path): \(sink.text)")
        }
    }

    deinit {
        arena.deallocate()
    }

    /// Notes that a text was cut.
    func countTruncated() {
        truncatedCount += 1
    }
}

extension HostEngine {
    /// The number of the head of that name.
    ///
    /// - Throws: `Failure` that names the heads there are, or says that this one is of another kind.
    func head(_ name: String, of kind: TaskHead.Kind) throws -> Int {
        let index = try head(name)
        guard model.head(index).kind == kind else {
            throw Failure("\(loaded.path): @\(name) is of the kind \(model.head(index).kind), not \(kind)")
        }
        return index
    }

    /// The number of the head of that name.
    ///
    /// - Throws: `Failure` that names the heads there are.
    func head(_ name: String) throws -> Int {
        let names = (0..<model.headCount).map { String(model.head($0).name) }
        guard let index = names.firstIndex(of: name) else {
            throw Failure(
                "\(loaded.path) has no head @\(name); it has: "
                    + (names.isEmpty ? "none" : names.map { "@" + $0 }.joined(separator: ", ")))
        }
        return index
    }

    /// The labels of a head, out of scope not among them.
    func labels(ofHead index: Int) -> [String] {
        let head = model.head(index)
        return (0..<head.labelCount).map { String(head.label($0)) }
    }
}

extension HostEngine {
    /// The text as far as the device takes a line, without half a character at its end.
    static func line(_ text: String, limit: Int = LineReader.maximumBytes) -> [UInt8] {
        let bytes = Array(text.utf8)
        guard bytes.count > limit else { return bytes }
        var end = limit
        while end > 0, bytes[end] & 0xC0 == 0x80 { end -= 1 }
        return Array(bytes[..<end])
    }

    /// Gives `body` a text as one line takes it, and whether that cut it.
    func withLine<Result>(
        _ text: String, _ body: (UnsafeBufferPointer<UInt8>, _ isCut: Bool) throws -> Result
    ) rethrows -> Result {
        let line = HostEngine.line(text, limit: lineBytes)
        return try line.withUnsafeBufferPointer { try body($0, line.count < text.utf8.count) }
    }

    /// Gives `body` two texts as one line takes them, the second cut before the first.
    func withLine<Result>(
        _ first: String, _ second: String,
        _ body: (UnsafeBufferPointer<UInt8>, UnsafeBufferPointer<UInt8>, _ isCut: Bool) throws -> Result
    ) rethrows -> Result {
        let separator = " || ".utf8.count
        let head = HostEngine.line(first, limit: lineBytes - separator)
        let tail = HostEngine.line(second, limit: lineBytes - separator - head.count)
        let isCut = head.count + tail.count < first.utf8.count + second.utf8.count
        return try head.withUnsafeBufferPointer { head in
            try tail.withUnsafeBufferPointer { try body(head, $0, isCut) }
        }
    }
}
