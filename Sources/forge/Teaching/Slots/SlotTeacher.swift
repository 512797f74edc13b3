import PipitCore

/// Fits a head of learnt paths for slots on a frozen encoder.
struct SlotTeacher {
    private let reader: PartReader
    private let examples: [TaughtExample]
    private let lines: [PathExamples.Line]
    private let slotNames: [String]
    /// The labels that the head of intents has, in its order; none where every line may have every slot.
    private let labels: [String]
    /// The numbers of the slots that a label has.
    private let slotsOfLabels: [String: [Int]]

    /// Lines are made from those of the file, a few from each, as far as there are no more than so many in all.
    private static let maximumLines = 6_000
    private static let maximumVariations = 6

    /// The most weights of features that a head keeps unless told otherwise: few slots need no more to be as good.
    var usualEntries: Int { min(PathFit.maximumEntries, max(2_000, 600 * slotNames.count)) }

    /// Reads the parts of all examples.
    ///
    /// - Parameters:
    ///   - reader: of the model.
    ///   - examples: at least one with a slot.
    ///   - labels: those that the head of intents has, in its order; none where every line may have every slot.
    ///   - tick: told the number of those that have been read.
    /// - Throws: `Failure` when a slot starts or ends inside of a part.
    init(
        _ reader: PartReader, _ examples: [TaughtExample], labels: [String], tick: (Int) -> Void = { _ in }
    ) throws {
        (self.reader, self.examples, self.labels) = (reader, examples, labels)
        let slotNames = Set(examples.flatMap { $0.markup.slots.map(\.name) }).sorted()
        self.slotNames = slotNames
        var slots: [String: Set<Int>] = [:]
        for example in examples {
            slots[example.label, default: []].formUnion(
                example.markup.slots.compactMap { slotNames.firstIndex(of: $0.name) })
        }
        slotsOfLabels = slots.mapValues { $0.sorted() }
        var lines: [PathExamples.Line] = []
        for example in examples {
            let allowed = labels.isEmpty ? nil : slotsOfLabels[example.label] ?? []
            lines.append(try reader.line(example.markup, slotNames: slotNames, allowed: allowed))
            tick(lines.count)
        }
        self.lines = lines
    }

    /// The head, fitted on some of the examples.
    ///
    /// - Parameters:
    ///   - fitted: their numbers.
    ///   - name: the request's name.
    ///   - strengths: of the squares of weights.
    ///   - maximumEntries: the most weights of features that it keeps.
    ///   - tick: told the share that is done.
    /// - Returns: the head with all its sections.
    /// - Throws: `Failure` when the weights cannot be quantized.
    func head(
        fittedOn fitted: [Int], name: String, strengths: PathObjective.Strengths = .init(),
        maximumEntries: Int = PathFit.maximumEntries, tick: (Double) -> Void
    ) throws -> DraftHead {
        let tags = ["O"] + slotNames.flatMap { ["B-" + $0, "I-" + $0] }
        let fittedLines = fitted.map { lines[$0] } + variations(of: fitted.map { examples[$0] })
        let fit = PathFit(
            PathExamples(fittedLines, width: reader.width, tagCount: tags.count), strengths: strengths,
            tick: tick)
        return try fit.head(
            named: name, labels: tags, maximumEntries: maximumEntries,
            slotsOfLabels: labels.map { slotsOfLabels[$0] ?? [] })
    }

    /// Lines like the fitted ones with other values.
    private func variations(of fitted: [TaughtExample]) -> [PathExamples.Line] {
        let examples = fitted.filter { !$0.markup.slots.isEmpty }
        let room = max(0, SlotTeacher.maximumLines - fitted.count) / max(examples.count, 1)
        let count = min(SlotTeacher.maximumVariations, room)
        var variations = ValueVariations(examples.map(\.markup), similar: reader.similarWords)
        var made: [PathExamples.Line] = []
        for example in examples {
            let allowed = labels.isEmpty ? nil : slotsOfLabels[example.label] ?? []
            for _ in 0..<count {
                // A value may grow together with what stands beside it; such a line teaches nothing.
                guard
                    var line = try? reader.line(
                        variations.next(of: example.markup), slotNames: slotNames, allowed: allowed)
                else { continue }
                line.isVariation = true
                made.append(line)
            }
        }
        return made
    }
}

/// Reads texts as a head of learnt paths reads them: features and hidden states of the parts of words.
final class PartReader {
    private let engine: HostEngine
    private let head: Int
    private let storage: UnsafeMutableBufferPointer<PartTraits>

    /// - Parameters:
    ///   - engine: the model.
    ///   - headName: the name that the head has, or will have.
    init(_ engine: HostEngine, headName: String) {
        self.engine = engine
        head = (try? engine.head(headName)) ?? engine.model.headCount
        storage = .allocate(capacity: engine.engine.textTokens)
    }

    deinit {
        storage.deallocate()
    }

    /// Numbers of a hidden state.
    var width: Int { engine.model.config.width }

    /// The words of the model.
    private(set) lazy var similarWords = SimilarWords(engine)

    /// What is wrong with the slots of an example; nil when nothing is.
    func problem(of example: TaughtExample) -> TaughtFile.Problem? {
        do {
            _ = try line(
                example.markup, slotNames: example.markup.slots.map(\.name), allowed: nil)
            return nil
        } catch {
            return TaughtFile.Problem(line: example.line, message: "\(error)", text: example.text)
        }
    }

    /// A line with its tags, O, then B-X and I-X for each slot.
    ///
    /// - Parameters:
    ///   - markup: a text with slots.
    ///   - slotNames: the slots there are.
    ///   - allowed: the numbers of those that the line may have; all where it is nil.
    /// - Returns: the line with features and states of its parts.
    /// - Throws: `Failure` that names a slot that starts or ends inside of a part, or that was cut off.
    func line(_ markup: SlotMarkup, slotNames: [String], allowed: [Int]?) throws -> PathExamples.Line {
        var text = markup.text
        return try text.withUTF8 { text in
            let reading = engine.engine.encode(text)
            let parts = engine.engine.parts(of: reading, for: head, in: storage)
            let bytes = (0..<parts.count).map { Int(parts[$0].part.start)..<Int(parts[$0].part.end) }
            var keys: [[UInt32]] = []
            var states: [Float] = []
            for index in 0..<parts.count {
                var own: [UInt32] = []
                parts.eachFeature(of: index) { own.append($0) }
                keys.append(own)
                states += reading.states[Int(parts[index].part.piece) + 1].floats
            }
            let slots = allowed ?? Array(slotNames.indices)
            return PathExamples.Line(
                keys: keys, states: states, tags: try markup.tagNumbers(ofParts: bytes, slotNames: slotNames),
                allowed: [0] + slots.flatMap { [2 * $0 + 1, 2 * $0 + 2] })
        }
    }
}

extension SlotMarkup {
    /// The numbers of the tags of parts that stand at these bytes: O, then B-X and I-X for each slot.
    ///
    /// - Throws: `Failure` that names a slot that starts or ends inside of a part.
    func tagNumbers(ofParts parts: [Range<Int>], slotNames: [String]) throws -> [Int] {
        var tags = [Int](repeating: 0, count: parts.count)
        for slot in slots {
            let covered = parts.indices.filter { parts[$0].overlaps(slot.bytes) }
            guard let number = slotNames.firstIndex(of: slot.name), let first = covered.first,
                let last = covered.last, parts[first].lowerBound == slot.bytes.lowerBound,
                parts[last].upperBound == slot.bytes.upperBound
            else {
                let read = covered.map { value(of: Slot(name: slot.name, bytes: parts[$0])) }.joined(
                    separator: " ")
                throw Failure(
                    "the slot \(slot.name) is \"\(value(of: slot))\", "
                        + (read.isEmpty
                            ? "which the device does not read" : "but the device reads \"\(read)\""))
            }
            for index in covered { tags[index] = 2 * number + (index == first ? 1 : 2) }
        }
        return tags
    }
}
