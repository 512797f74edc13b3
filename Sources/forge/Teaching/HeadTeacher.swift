import PipitCore

/// Fits heads on a frozen encoder, and writes them into a copy of its model.
struct HeadTeacher {
    /// Which examples and generic sentences heads are fitted on, by their numbers.
    struct Selection {
        let examples: [Int]
        let generic: [Int]
    }

    /// A command with what heads read of it.
    private struct Command {
        let label: String
        let traits: TextTraits
        /// A state and its tag for each word.
        let words: [(state: [Float], tag: Int)]
    }

    let base: LoadedModel
    let file: TaughtFile
    let name: String
    let hasSlots: Bool
    /// Sentences about anything.
    let genericTexts: [String]
    private let intents: IntentTeacher
    private let commands: [Command]
    private let tags: [String]

    private static let tagDecay: Float = 1e-5

    /// Reads all texts, and chooses how strongly the head of labels is held back.
    ///
    /// - Parameters:
    ///   - base: the model whose encoder reads them.
    ///   - file: the commands.
    ///   - name: the name of the head for labels.
    ///   - hasSlots: whether slots are taught too.
    ///   - generic: sentences about anything.
    ///   - skipsBad: whether lines whose slots are no whole words are left out.
    /// - Throws: `Failure` that lists the lines whose slots are no whole words of the device, unless they are left out.
    init(
        base: LoadedModel, file: TaughtFile, name: String, hasSlots: Bool, generic: [String],
        skipsBad: Bool = false
    ) throws {
        self.base = base
        genericTexts = generic
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
                    label: example.label, traits: TextTraits(example.text, by: engine),
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
        let sentences = generic.map { sentence in
            progress.update("sentences about anything")
            return TextTraits(sentence, by: engine)
        }
        progress.finish()
        self.tags = tags
        let kept = commands.filter { !bad.contains($0.line) }.map(\.command)
        self.commands = kept
        let labels = self.file.labels
        let search = Progress("choosing strengths")
        intents = IntentTeacher(
            kept.map(\.traits), labels: kept.map { labels.firstIndex(of: $0.label) ?? labels.count },
            labelCount: labels.count, generic: sentences, width: base.model.config.width
        ) { share in search.update("\(Int(share * 100)) %") }
        search.finish()
    }

    /// The name of the head for slots.
    var slotsName: String {
        name.hasPrefix("intent") ? "slots" + name.dropFirst("intent".count) : name + ".slots"
    }

    /// All examples and all generic sentences.
    var everything: Selection {
        Selection(examples: Array(file.examples.indices), generic: Array(genericTexts.indices))
    }

    /// The model with heads fitted on a part of what there is.
    ///
    /// - Parameters:
    ///   - selection: what they are fitted on.
    ///   - threshold: of the background.
    ///   - modelName: the name that the model goes by.
    ///   - title: what progress calls it.
    /// - Returns: the bytes of the model's file.
    /// - Throws: `Failure` when the model cannot be written.
    func model(
        fittedOn selection: Selection, threshold: Float, modelName: String, title: String
    ) throws -> [UInt8] {
        let progress = Progress(title)
        var draft = try ModelDraft(copying: base)
        try draft.rename(to: modelName)
        let fit = intents.fit(on: selection.examples, generic: selection.generic) {
            progress.update("intents \(Int($0 * 100)) %")
        }
        var head = DraftHead(
            kind: .sequence, name: name, labels: file.labels, outOfScope: .background, threshold: threshold,
            pooling: base.model.sentencePooling, matrices: [.headOutput: try fit.output()])
        head.matrices[.lexicon] = fit.lexicon()
        try draft.put(head)
        if hasSlots {
            let slots = fitSlots(selection.examples) { progress.update("slots \(Int($0 * 100)) %") }
            try draft.put(
                DraftHead(
                    kind: .tokenBIO, name: slotsName, labels: tags,
                    matrices: [.headOutput: try slots.section()]))
        } else {
            draft.remove(head: slotsName)
        }
        progress.finish()
        return try draft.fileBytes()
    }

    private func fitSlots(_ fitted: [Int], tick: (Double) -> Void) -> SoftmaxRegression {
        var examples = RegressionExamples(width: base.model.config.width)
        for index in fitted {
            for word in commands[index].words { examples.add(word.state, word.tag) }
        }
        return SoftmaxRegression(examples, classCount: tags.count, decay: HeadTeacher.tagDecay, tick: tick)
    }
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
