import PipitCore

/// Fits heads on a frozen encoder, and writes them into a copy of its model.
struct HeadTeacher {
    /// A command with what the encoder makes of it: hidden states as floats.
    private struct Command {
        let label: String
        /// `[width]`.
        let sentence: [Float]
        /// A state and its tag for each word.
        let words: [(state: [Float], tag: Int)]
    }

    let base: LoadedModel
    let file: TaughtFile
    let name: String
    let hasSlots: Bool
    /// The generic sentences with their pooled states.
    private let generic: [(text: String, state: [Float])]
    private let commands: [Command]
    private let tags: [String]

    private static let intentDecay: Float = 1e-4
    private static let tagDecay: Float = 1e-5
    /// What all generic sentences together count, as a part of the commands.
    private static let genericShare: Float = 0.5
    /// Generic sentences whose cosine with a command is above it are left out.
    private static let maximumSimilarity: Float = 0.8

    /// Reads the hidden states of all texts.
    ///
    /// - Parameters:
    ///   - base: the model whose encoder reads them.
    ///   - file: the commands.
    ///   - name: the name of the head for labels.
    ///   - hasSlots: whether slots are taught too.
    ///   - skipsBad: whether lines whose slots are no whole words are left out.
    /// - Throws: `Failure` that lists the lines whose slots are no whole words of the device, unless they are left out.
    init(base: LoadedModel, file: TaughtFile, name: String, hasSlots: Bool, skipsBad: Bool = false) throws {
        self.base = base
        self.name = name
        self.hasSlots = hasSlots
        let tags = ["O"] + file.slotNames.flatMap { ["B-" + $0, "I-" + $0] }
        let engine = try HostEngine(base)
        let progress = Progress("reading \(file.examples.count) commands")
        var problems: [TaughtFile.Problem] = []
        var commands: [(line: Int, command: Command)] = []
        for example in file.examples {
            let words = hasSlots ? engine.words(of: example.text) : []
            do {
                let numbers = try example.markup.tags(ofWords: words.map(\.bytes)).map {
                    tags.firstIndex(of: $0) ?? 0
                }
                let command = Command(
                    label: example.label, sentence: engine.sentenceState(of: example.text),
                    words: zip(words, numbers).map { ($0.state, $1) })
                commands.append((example.line, command))
            } catch {
                problems.append(
                    TaughtFile.Problem(line: example.line, message: "\(error)", text: example.text))
            }
            progress.update("\(commands.count)")
        }
        if !problems.isEmpty {
            guard skipsBad else { throw Failure(TaughtFile.list(problems)) }
            Console.note("forge: " + TaughtFile.list(problems))
        }
        // A template goes as a whole.
        let bad = Set(problems.map(\.line))
        self.file = file.without(lines: bad)
        generic = genericSentences.map { ($0, engine.sentenceState(of: $0)) }
        progress.finish()
        self.tags = tags
        self.commands = commands.filter { !bad.contains($0.line) }.map(\.command)
    }

    /// The name of the head for slots.
    var slotsName: String {
        name.hasPrefix("intent") ? "slots" + name.dropFirst("intent".count) : name + ".slots"
    }

    /// The generic sentences.
    var genericTexts: [String] { generic.map(\.text) }

    /// The model with heads fitted on some of the commands and of the generic sentences.
    ///
    /// - Parameters:
    ///   - fitted: indices of the commands.
    ///   - genericFitted: indices of the generic sentences.
    ///   - threshold: of the out-of-scope class.
    ///   - modelName: the name that the model goes by.
    ///   - title: what progress calls it.
    /// - Returns: the bytes of the model's file.
    /// - Throws: `Failure` when the model cannot be written.
    func model(
        fittedOn fitted: [Int], generic genericFitted: [Int], threshold: Float, modelName: String,
        title: String
    ) throws -> [UInt8] {
        let progress = Progress(title)
        var draft = try ModelDraft(copying: base)
        try draft.rename(to: modelName)
        let intents = fitIntents(fitted, genericFitted) { progress.update("intents \(Int($0 * 100)) %") }
        try draft.put(
            DraftHead(
                kind: .sequence, name: name, labels: file.labels, hasOutOfScope: true, threshold: threshold,
                pooling: base.model.sentencePooling, matrices: [.headOutput: try intents.section()]))
        if hasSlots {
            let slots = fitSlots(fitted) { progress.update("slots \(Int($0 * 100)) %") }
            try draft.put(
                DraftHead(
                    kind: .tokenBIO, name: slotsName, labels: tags, slotKinds: file.slotKinds,
                    matrices: [.headOutput: try slots.section()]))
        } else {
            draft.remove(head: slotsName)
        }
        progress.finish()
        return try draft.fileBytes()
    }

    private func fitIntents(_ fitted: [Int], _ genericFitted: [Int], tick: (Double) -> Void)
        -> SoftmaxRegression
    {
        let labels = file.labels
        var examples = RegressionExamples(width: base.model.config.width)
        for index in fitted {
            let number = labels.firstIndex(of: commands[index].label) ?? labels.count
            examples.add(commands[index].sentence, number)
        }
        let inScope = fitted.filter { commands[$0].label != TaughtExample.outOfScopeLabel }
        let dissimilar = genericFitted.map { generic[$0].state }.filter { state in
            !inScope.contains { cosine(commands[$0].sentence, state) > HeadTeacher.maximumSimilarity }
        }
        let share = HeadTeacher.genericShare * Float(inScope.count) / Float(max(dissimilar.count, 1))
        for state in dissimilar { examples.add(state, labels.count, share: share) }
        return SoftmaxRegression(
            examples, classCount: labels.count + 1, decay: HeadTeacher.intentDecay, tick: tick)
    }

    private func fitSlots(_ fitted: [Int], tick: (Double) -> Void) -> SoftmaxRegression {
        var examples = RegressionExamples(width: base.model.config.width)
        for index in fitted {
            for word in commands[index].words { examples.add(word.state, word.tag) }
        }
        return SoftmaxRegression(examples, classCount: tags.count, decay: HeadTeacher.tagDecay, tick: tick)
    }
}

private func cosine(_ a: [Float], _ b: [Float]) -> Float {
    var (product, left, right) = (Float(0), Float(0), Float(0))
    for (x, y) in zip(a, b) {
        product += x * y
        left += x * x
        right += y * y
    }
    return product / max((left * right).squareRoot(), 1e-12)
}

extension SoftmaxRegression {
    /// The output of a head, in 8 bits.
    fileprivate func section() throws -> SectionContent {
        try Quantizer.linear8(try FloatMatrix(rows: classCount, columns: width, values: weights), bias: bias)
    }
}

extension SlotMarkup {
    /// The BIO tags of the device's words, which stand at these bytes.
    ///
    /// - Throws: `Failure` that names a slot that is no whole words.
    func tags(ofWords words: [Range<Int>]) throws -> [String] {
        var tags = [String](repeating: "O", count: words.count)
        for slot in slots {
            let covered = words.indices.filter { words[$0].overlaps(slot.bytes) }
            guard let first = covered.first, let last = covered.last,
                words[first].lowerBound == slot.bytes.lowerBound,
                words[last].upperBound <= slot.bytes.upperBound
            else {
                let read = covered.map { value(of: Slot(name: slot.name, bytes: words[$0])) }.joined(
                    separator: " ")
                throw Failure(
                    "the slot \(slot.name) is \"\(value(of: slot))\", "
                        + (read.isEmpty
                            ? "which the device does not read" : "but the device reads \"\(read)\""))
            }
            for index in covered { tags[index] = (index == first ? "B-" : "I-") + slot.name }
        }
        return tags
    }
}

extension ModelDraft {
    /// Gives the model another name in its info.
    fileprivate mutating func rename(to name: String) throws {
        guard let info = self[.info] else { throw Failure("the base has no info") }
        let lines = String(decoding: info.bytes, as: UTF8.self).split(separator: "\n").map { line in
            line.hasPrefix("name\t") ? "name\t" + name : String(line)
        }
        self[.info] = SectionContent(Array((lines.joined(separator: "\n") + "\n").utf8))
    }
}
