import PipitCore

/// Fits a head of learnt paths for slots on a frozen encoder.
struct SlotTeacher {
    /// A command as it is taught.
    struct Command {
        let line: Int
        let markup: SlotMarkup
        let label: String
    }

    private let engine: HostEngine
    private let reader: PartReader
    private let labels: [String]
    private let slotNames: [String]
    private let commands: [Command]
    private let lines: [PathExamples.Line]
    private let slotsOfLabels: [String: [Int]]

    /// About as many lines are made from those of the file, a few from each.
    private static let wantedVariations = 6_000
    private static let maximumVariations = 6

    /// Reads the parts of all commands.
    ///
    /// - Parameters:
    ///   - base: the model.
    ///   - headName: the name that the head will have.
    ///   - commands: at least one.
    ///   - labels: those that the head of intents has, in its order; none where every line may have every slot.
    ///   - slotNames: those of the commands.
    ///   - tick: told the number of those that have been read.
    /// - Throws: `Failure` when a slot starts or ends inside of a part; it names the line.
    init(
        base: LoadedModel, headName: String, commands: [Command], labels: [String], slotNames: [String],
        tick: (Int) -> Void = { _ in }
    ) throws {
        engine = try HostEngine(base)
        reader = PartReader(engine, headName: headName)
        (self.labels, self.slotNames, self.commands) = (labels, slotNames, commands)
        var slots: [String: Set<Int>] = [:]
        for command in commands {
            slots[command.label, default: []].formUnion(
                command.markup.slots.compactMap { slotNames.firstIndex(of: $0.name) })
        }
        slotsOfLabels = slots.mapValues { $0.sorted() }
        let (reader, allowed) = (reader, labels.isEmpty ? [:] : slotsOfLabels)
        var lines: [PathExamples.Line] = []
        for command in commands {
            do {
                lines.append(
                    try reader.line(
                        command.markup, slotNames: slotNames,
                        allowed: labels.isEmpty ? nil : allowed[command.label] ?? []))
            } catch {
                throw Failure("line \(command.line): \(error)")
            }
            tick(lines.count)
        }
        self.lines = lines
    }

    /// The head, fitted on some of the commands.
    ///
    /// - Parameters:
    ///   - fitted: their numbers.
    ///   - name: the request's name.
    ///   - strengths: of the squares of weights.
    ///   - maximumEntries: the most weights of features that it keeps.
    ///   - tick: told the share that is done.
    func head(
        fittedOn fitted: [Int], name: String, strengths: PathObjective.Strengths = .init(),
        maximumEntries: Int = PathFit.maximumEntries, tick: (Double) -> Void
    ) throws -> DraftHead {
        let tags = ["O"] + slotNames.flatMap { ["B-" + $0, "I-" + $0] }
        let examples = PathExamples(
            fitted.map { lines[$0] } + (try variations(of: fitted)), width: engine.model.config.width,
            tagCount: tags.count)
        let fit = PathFit(examples, strengths: strengths, tick: tick)
        return try fit.head(
            named: name, labels: tags, maximumEntries: maximumEntries,
            slotsOfLabels: labels.map { slotsOfLabels[$0] ?? [] })
    }

    /// Lines like the fitted ones with other values.
    private func variations(of fitted: [Int]) throws -> [PathExamples.Line] {
        let withSlots = fitted.map { commands[$0] }.filter { !$0.markup.slots.isEmpty }
        let count = min(SlotTeacher.maximumVariations, SlotTeacher.wantedVariations / max(withSlots.count, 1))
        var variations = ValueVariations(withSlots.map(\.markup), similar: SimilarWords(engine))
        var made: [PathExamples.Line] = []
        for command in withSlots {
            for _ in 0..<count {
                let markup = variations.next(of: command.markup)
                // A word of the vocabulary may join what stands beside the slot; such a line teaches nothing.
                guard
                    var line = try? reader.line(
                        markup, slotNames: slotNames,
                        allowed: labels.isEmpty ? nil : slotsOfLabels[command.label] ?? [])
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

    /// A line with its tags, O, then B-X and I-X for each slot.
    ///
    /// - Parameters:
    ///   - markup: a text with slots.
    ///   - slotNames: the slots there are.
    ///   - allowed: the numbers of those that the line may have; all where it is nil.
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
                states += reading.rows[Int(parts[index].part.piece) + 1].floats
            }
            let slots = allowed ?? Array(slotNames.indices)
            return PathExamples.Line(
                keys: keys, states: states, tags: try markup.numbers(of: bytes, slotNames: slotNames),
                allowed: [0] + slots.flatMap { [2 * $0 + 1, 2 * $0 + 2] })
        }
    }
}

extension SlotMarkup {
    /// The numbers of the tags of parts that stand at these bytes.
    fileprivate func numbers(of parts: [Range<Int>], slotNames: [String]) throws -> [Int] {
        var tags = [Int](repeating: 0, count: parts.count)
        for slot in slots {
            let covered = parts.indices.filter { parts[$0].overlaps(slot.bytes) }
            guard let number = slotNames.firstIndex(of: slot.name), let first = covered.first,
                let last = covered.last, parts[first].lowerBound == slot.bytes.lowerBound,
                parts[last].upperBound == slot.bytes.upperBound
            else {
                throw Failure(
                    "the slot \(slot.name) starts or ends inside of a word or number, \"\(value(of: slot))\"")
            }
            for index in covered { tags[index] = 2 * number + (index == first ? 1 : 2) }
        }
        return tags
    }
}
