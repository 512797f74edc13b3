import PipitCore

/// How large heads may become.
struct HeadLimits {
    /// The most features of texts that the head of labels keeps, 4 bytes and half a byte a label each; nil: 128 for
    /// each label, at least 1,024 and at most 2,560, or fewer where they would take more than 96 kB.
    var features: Int?
    /// The most weights that these features keep, half a byte each; nil: all.
    var weights: Int?
    /// The most weights of features that the head of slots keeps, 2 bytes each and 3 a feature; nil: 600 for each slot, at
    /// least 2,000 and at most 12,000.
    var slotWeights: Int?
}

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
        /// What it does, where the base can tell and it is not asking for something.
        let act: Int?
        /// Whether it says when, or for how long.
        let tellsTime: Bool
    }

    let base: LoadedModel
    let file: TaughtFile
    let name: String
    let hasSlots: Bool
    /// Sentences about anything.
    let genericTexts: [String]
    /// The name of the head for slots.
    let slotsName: String
    /// The most features that the heads keep: of labels, and weights of those of slots.
    var limits = HeadLimits()
    private let intents: IntentTeacher
    private let commands: [Command]
    /// Nil where there are no slots.
    private let slots: SlotTeacher?
    /// The names of the acts that the base knows; none where it knows none.
    private let actNames: [String]

    /// Reads all texts, and chooses how strongly the head of labels is held back.
    ///
    /// - Parameters:
    ///   - base: the model whose encoder reads them.
    ///   - file: the commands.
    ///   - name: the name of the head for labels.
    ///   - hasSlots: whether slots are taught too.
    ///   - generic: sentences about anything.
    ///   - skipsBad: whether lines whose slots start or end inside of a part of a word are left out.
    /// - Throws: `Failure` that lists the lines whose slots start or end inside of a part of a word, unless they are
    ///   left out.
    init(
        base: LoadedModel, file: TaughtFile, name: String, hasSlots: Bool, generic: [String],
        skipsBad: Bool = false
    ) throws {
        self.base = base
        genericTexts = generic
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
                Command(
                    label: example.label, traits: TextTraits(example.text, by: engine),
                    act: engine.act(of: example.text), tellsTime: engine.tellsTime(example.text)))
            progress.update("\(commands.count)")
        }
        let sentences = generic.map { sentence in
            progress.update("sentences about anything")
            return TextTraits(sentence, by: engine)
        }
        progress.finish()
        slots = hasSlots ? try SlotTeacher(parts, file.examples, labels: file.labels) : nil
        (self.file, self.slotsName, self.commands) = (file, slotsName, commands)
        actNames = engine.engine.actHead.map { engine.labels(ofHead: $0) } ?? []
        let labels = file.labels
        let search = Progress("choosing strengths")
        intents = IntentTeacher(
            commands.map(\.traits), labels: commands.map { labels.firstIndex(of: $0.label) ?? labels.count },
            labelCount: labels.count, generic: sentences, width: base.model.config.width
        ) { share in search.update("\(Int(share * 100)) %") }
        search.finish()
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
    ///   - hasSlots: whether slots are fitted, where there are any.
    ///   - title: what progress calls it.
    /// - Returns: the bytes of the model's file.
    /// - Throws: `Failure` when the model cannot be written.
    func model(
        fittedOn selection: Selection, threshold: Float, modelName: String, hasSlots: Bool = true,
        title: String
    ) throws -> [UInt8] {
        let progress = Progress(title)
        var draft = try ModelDraft(copying: base)
        try draft.rename(to: modelName)
        let fit = intents.fit(
            on: selection.examples, generic: selection.generic, maximumFeatures: limits.features,
            maximumWeights: limits.weights
        ) {
            progress.update("intents \(Int($0 * 100)) %")
        }
        var head = DraftHead(
            kind: .sequence, name: name, labels: file.labels, flag: .background, threshold: threshold,
            pooling: base.model.sentencePooling, matrices: [.headOutput: try fit.output()])
        head.matrices[.lexicon] = fit.lexicon()
        if !actNames.isEmpty { head.matrices[.labelActs] = labelActs(of: selection.examples).content }
        if name == "intent" { head.commandWords = commandWords.packed }
        try draft.put(head)
        if hasSlots, let slots {
            var head = try slots.head(
                fittedOn: selection.examples, name: slotsName,
                maximumEntries: limits.slotWeights ?? slots.usualEntries
            ) {
                progress.update("slots \(Int($0 * 100)) %")
            }
            head.slotKinds = file.slotKinds
            head.slotLists = try file.slotLists.packed()
            try draft.put(head)
        } else {
            draft.remove(head: slotsName)
        }
        progress.finish()
        return try draft.fileBytes()
    }
}

extension HeadTeacher {
    private func labelActs(of selected: [Int]) -> LabelActsFit {
        let (labels, labelsWithTimes) = (file.labels, file.labelsWithTimes)
        let examples = selected.compactMap { number in
            labels.firstIndex(of: commands[number].label).map {
                LabelActsFit.Example(
                    label: $0, act: commands[number].act, tellsTime: commands[number].tellsTime)
            }
        }
        return LabelActsFit(
            examples: examples, labelCount: labels.count, actCount: actNames.count,
            forbidding: actNames.firstIndex(of: "forbidden"),
            withTimes: Set(labels.indices.filter { labelsWithTimes.contains(labels[$0]) }))
    }

    /// What words do where a line holds several commands.
    private var commandWords: CommandWordsFit {
        let labels = Set(file.labels)
        return CommandWordsFit(file.examples.map { ($0.text, labels.contains($0.label) ? $0.label : nil) })
    }

    /// Labels that ask for something, and not at once: a time in a line is a part of it.
    var labelsWithTimes: [String] {
        // Without acts the model does not say which labels these are.
        if actNames.isEmpty { return [] }
        return zip(file.labels, labelActs(of: everything.examples).acts).compactMap { $1.isEmpty ? $0 : nil }
    }

    /// A line for each label that more than asking for it may have: "door_state: question".
    var remarksOnActs: [String] {
        zip(file.labels, labelActs(of: everything.examples).acts).compactMap { label, acts in
            let names = actNames.enumerated().dropFirst().filter { acts.contains(ActSet(only: $0.offset)) }
                .map(
                    \.element)
            return names.isEmpty ? nil : label + ": " + names.joined(separator: ", ")
        }
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
