import PipitCore
import PipitKernels

/// The engine of the device, on this machine: the same model, plan and answers.
final class ModelRunner {
    /// What a sequence head says of a text.
    struct Answer {
        /// The label; nil when the text is out of scope.
        let label: String?
        /// The best label, even then.
        let bestLabel: String
        /// Probability of being out of scope; 0 where the head has no such class.
        let outOfScopeScore: Double
    }

    /// Spans of bytes that a tagging head finds in a text.
    struct NamedRange {
        let name: String
        let bytes: Range<Int>
    }

    let loaded: LoadedModel
    let engine: Engine
    /// The most bytes of a line; longer ones are cut.
    let lineBytes: Int
    private let arena: UnsafeMutableRawBufferPointer

    /// Count of the texts that had more word pieces, or bytes, than the device takes.
    private(set) var truncatedCount = 0

    /// - Parameters:
    ///   - loaded: the model.
    ///   - isWhole: whether lines longer than those of the device are read whole.
    /// - Throws: `Failure` when the engine does not start.
    init(_ loaded: LoadedModel, isWhole: Bool = false) throws {
        lineBytes = isWhole ? Int(UInt16.max) : LineReader.maximumBytes
        let bytes = Engine.plan(for: loaded.model).totalBytes
        let arena = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes, alignment: 64)
        arena.initializeMemory(as: UInt8.self, repeating: 0)
        do {
            engine = try Engine(
                model: loaded.model, kernels: pipit_kernels_for_this_processor(), arena: arena)
        } catch {
            arena.deallocate()
            var sink = TextSink()
            error.describe(to: &sink)
            throw Failure("\(loaded.path): \(sink.text)")
        }
        self.loaded = loaded
        self.arena = arena
    }

    deinit {
        arena.deallocate()
    }

    /// The number of the head of that name.
    ///
    /// - Throws: `Failure` that names the heads there are, or says that this one is of another kind.
    func head(_ name: String, of kind: Head.Kind) throws -> Int {
        let index = try head(name)
        guard loaded.model.head(index).kind == kind else {
            throw Failure(
                "\(loaded.path): @\(name) is of the kind \(loaded.model.head(index).kind), not \(kind)")
        }
        return index
    }

    /// The number of the head of that name.
    ///
    /// - Throws: `Failure` that names the heads there are.
    func head(_ name: String) throws -> Int {
        let names = (0..<loaded.model.headCount).map { String(loaded.model.head($0).name) }
        guard let index = names.firstIndex(of: name) else {
            throw Failure(
                "\(loaded.path) has no head @\(name); it has: "
                    + (names.isEmpty ? "none" : names.map { "@" + $0 }.joined(separator: ", ")))
        }
        return index
    }

    /// What head number `index` answers.
    func kind(ofHead index: Int) -> Head.Kind {
        loaded.model.head(index).kind
    }

    /// The labels of a head, out of scope not among them.
    func labels(ofHead index: Int) -> [String] {
        let head = loaded.model.head(index)
        return (0..<head.labelCount).map { String(head.label($0)) }
    }

    /// Asks a sequence head, or a tagging head, or both, of one encoded text.
    func read(_ text: String, sequenceHead: Int?, taggingHead: Int?) -> (answer: Answer?, spans: [NamedRange])
    {
        let line = ModelRunner.line(text, limit: lineBytes)
        return line.withUnsafeBufferPointer { bytes in
            let reading = engine.encode(bytes)
            if reading.isTruncated || bytes.count < text.utf8.count { countTruncated() }
            let answer = sequenceHead.map { classify(reading, head: $0) }
            let ranges = taggingHead.map { spans(reading, head: $0) }
            return (answer, ranges ?? [])
        }
    }

    /// Whether a head has a class for what is out of scope.
    func knowsOutOfScope(head index: Int) -> Bool {
        loaded.model.head(index).hasOutOfScope
    }

    /// Notes that a text was cut.
    func countTruncated() {
        truncatedCount += 1
    }

    private func classify(_ reading: Reading, head index: Int) -> Answer {
        answer(engine.classify(reading, head: index), ofHead: index)
    }

    /// A classification in words.
    func answer(_ classification: Classification, ofHead index: Int) -> Answer {
        let label = String(loaded.model.head(index).label(classification.label))
        return Answer(
            label: classification.isOutOfScope ? nil : label, bestLabel: label,
            outOfScopeScore: Double(classification.outOfScope ?? 0))
    }

    private func spans(_ reading: Reading, head index: Int) -> [NamedRange] {
        let head = loaded.model.head(index)
        let spans = engine.tag(reading, head: index)
        return (0..<spans.count).map { position in
            let span = spans[position]
            let label = String(head.label(Int(span.label)))
            return NamedRange(name: String(label.dropFirst(2)), bytes: Int(span.start)..<Int(span.end))
        }
    }

    /// The text as far as the device takes a line, without half a character at its end.
    static func line(_ text: String, limit: Int = LineReader.maximumBytes) -> [UInt8] {
        let bytes = Array(text.utf8)
        guard bytes.count > limit else { return bytes }
        var end = limit
        while end > 0, bytes[end] & 0xC0 == 0x80 { end -= 1 }
        return Array(bytes[..<end])
    }
}
