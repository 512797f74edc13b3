import PipitCore

/// Fits heads on a frozen encoder, and writes them into a copy of its model.
struct HeadTeacher {
    /// A command with what the encoder makes of it: hidden states as floats.
    private struct Command {
        let label: String
        /// `[width]`.
        let sentence: [Float]
    }

    let base: LoadedModel
    let file: TaughtFile
    let name: String
    let hasSlots: Bool
    /// The name of the head for slots.
    let slotsName: String
    /// The generic sentences with their pooled states.
    private let generic: [(text: String, state: [Float])]
    private let commands: [Command]
    /// Nil where there are no slots.
    private let slots: SlotTeacher?

    private static let intentDecay: Float = 1e-4
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
    ///   - skipsBad: whether lines whose slots start or end inside of a part of a word are left out.
    /// - Throws: `Failure` that lists the lines whose slots start or end inside of a part of a word, unless they are left out.
    init(base: LoadedModel, file: TaughtFile, name: String, hasSlots: Bool, skipsBad: Bool = false) throws {
        self.base = base
        self.name = name
        self.hasSlots = hasSlots
        let engine = try HostEngine(base)
        let progress = Progress("reading \(file.examples.count) commands")
        let slotsName = name.hasPrefix("intent") ? "slots" + name.dropFirst("intent".count) : name + ".slots"
        let parts = PartReader(engine, headName: slotsName)
        let problems = hasSlots ? file.examples.compactMap(parts.problem) : []
        if !problems.isEmpty {
            guard skipsBad else { throw Failure(TaughtFile.list(problems)) }
            Console.note("forge: " + TaughtFile.list(problems))
        }
        // A template goes as a whole.
        let file = file.without(lines: Set(problems.map(\.line)))
        var commands: [Command] = []
        for example in file.examples {
            commands.append(
                Command(label: example.label, sentence: engine.sentenceState(of: example.text)))
            progress.update("\(commands.count)")
        }
        slots = hasSlots ? try SlotTeacher(parts, file.examples, labels: file.labels) : nil
        (self.file, self.slotsName) = (file, slotsName)
        generic = genericSentences.map { ($0, engine.sentenceState(of: $0)) }
        progress.finish()
        self.commands = commands
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
        if let slots {
            try draft.put(
                try slots.head(fittedOn: fitted, name: slotsName) {
                    progress.update("slots \(Int($0 * 100)) %")
                })
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
