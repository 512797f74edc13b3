import Foundation

extension Command {
    /// `forge teach FILE --base MODEL -o NEW`.
    static let teach = Command(
        name: "teach",
        synopsis: "teach FILE.tsv --base MODEL -o NEW.pipit [--name intent] [--no-slots] [--report PAGE]",
        summary: "Fits heads for your own commands on a model's encoder, and writes a new model.",
        details: """
            FILE has a command a line, `text TAB label`; Sources/forge/Teaching/TRAINING_FILE.md has its syntax whole.
            Slots stand in the text, and so do optional words, alternatives and lists:
              turn on the [room: kitchen] lights      a slot
              (turn|switch) on [the] {room} lights    4 texts for each value of a list
              # list room: kitchen | hall | study     the list, whose values become slots
              # slot minutes duration                 what a slot is, so that replies have it as a value
            Lines of the label oos are examples of what is no command; one label is enough. Tables of spreadsheets
            are read as they are; files of Rasa, Snips, Rhasspy and Home Assistant are named, and so is what makes
            training files of them. A line that cannot be used stops everything and is named. Labels that only a line or two have are learnt, but cannot be judged.

            --features N       The most features of texts that the head of labels keeps. Unless given: 128 for each
                               label, from 1,024 to 2,560, or fewer where they would take more than 96 kB. Each takes 4
                               bytes and half a byte a label.
            --weights N        The most weights that all these features keep, half a byte each, those that do the most.
                               Unless given: all. Thousands of lines and dozens of labels need a quarter of them.
            --slot-weights N   The most weights of features that the head of slots keeps, of 2 bytes, and 3 a feature.
                               Unless given: 600 for each slot, from 2,000 to 12,000.
            --slots      The file has slots: all brackets are markup, and it is an error if none is a slot.
            --no-slots   Takes the words of slots, and leaves their names.
            --report PAGE  Writes the report as a drawing (.svg), or as a page with it and its text (.html).
            --skip-bad   Goes on without lines that cannot be used.

            The encoder stays as it is: a linear head reads what it makes of a text, and beside it which words and
            characters stand there. How strongly the head is held back is chosen by cross-validation. What is none of
            the commands is learnt from sentences about anything. The report judges each command by a head that did not
            see it, in five parts; in files of 1,000 lines and 20 a label, a fifth of them, and says by how many it
            judged slots: a fifth too where labels have 20 lines, or lines stand for 2,000 texts. It suggests the
            threshold of "none of these" that keeps 97 % of the commands, and writes it into the head.

            Where the base tells what a line does (its head is called act), lines that forbid, ask about or tell of a
            command get no label, unless enough of the label's own examples do the same; TRAINING_FILE.md has the rule.

            The head is called --name (intent, unless another is given, which plain lines ask), its slots are called
            slots; heads of these names in the base are replaced, all others stay. Build with -c release: a debug build
            is many times slower.
            """
    ) { arguments in
        let reading = try slotReading(&arguments)
        let skipsBad = arguments.flag("--skip-bad")
        let name = try arguments.option("--name") ?? "intent"
        let limits = try headLimits(&arguments)
        let pagePath = try arguments.option("--report")
        guard let basePath = try arguments.option("--base") else { throw Misuse("--base is missing") }
        guard let output = try arguments.option("-o") else { throw Misuse("-o is missing") }
        let path = try arguments.operand("FILE.tsv")
        try arguments.finish()

        let written = try OutputFile(output, apartFrom: [path])
        let page = try pagePath.map { try TeachingPage.output($0, apartFrom: [path, output]) }
        try HeadNames.check(name, option: "--name")
        let file = try trainingFile(path, reading, skipsBad: skipsBad)
        let hasSlots = !file.slotNames.isEmpty
        var teacher = try HeadTeacher(
            base: try LoadedModel(path: basePath), file: file, name: name, hasSlots: hasSlots,
            generic: try GenericSentences.texts(), skipsBad: skipsBad)
        teacher.limits = limits
        let modelName = ((output as NSString).lastPathComponent as NSString).deletingPathExtension
        let (report, lines) = try report(on: teacher, modelName: modelName)
        Console.say(lines.joined(separator: "\n"))
        try page?.write(TeachingPage(report, lines: lines, of: path).bytes(as: pagePath ?? ""))
        let acts = teacher.remarksOnActs
        if !acts.isEmpty {
            Console.say("\nlabels of lines that do more than ask for something, as their examples do:")
            Console.say(acts.map { "  " + $0 }.joined(separator: "\n"))
        }
        let times = teacher.labelsWithTimes
        if !times.isEmpty {
            Console.say(
                "\nlabels with times of their own, as their examples tell; of others a time says when:")
            Console.say(times.map { "  " + $0 }.joined(separator: "\n"))
        }
        let model = try withGeneral(
            try teacher.model(
                fittedOn: teacher.everything, threshold: report.threshold, modelName: modelName,
                title: "fitting everything"))
        try written.write(model)
        Console.say("\n\(output): \(model.count.grouped) bytes. Next: forge build pi-zero --model \(output)")
        return 0
    }

    /// The model with what labels taught at run time compare texts with, where its base has none of it.
    private static func withGeneral(_ bytes: [UInt8]) throws -> [UInt8] {
        var draft = try ModelDraft(copying: try LoadedModel(bytes: bytes, path: "the model"))
        guard draft[.general] == nil else { return bytes }
        try draft.putGeneral()
        return try draft.fileBytes()
    }

    /// Judges heads by commands that they did not see.
    private static func report(
        on teacher: HeadTeacher, modelName: String
    ) throws -> (TeachingReport, lines: [String]) {
        let examples = teacher.file.examples
        let trials = TeachingTrials(examples, genericCount: teacher.genericTexts.count)
        var report = TeachingReport(hasSlots: teacher.hasSlots)
        for (number, trial) in trials.trials.enumerated() {
            let bytes = try teacher.model(
                fittedOn: trial.fitted, threshold: 1, modelName: modelName, hasSlots: trial.hasSlots,
                title: "fitting four fifths, \(number + 1) of \(trials.trials.count)")
            try report.ask(
                try HostEngine(try LoadedModel(bytes: bytes, path: "the trial")), name: teacher.name,
                slotsName: teacher.hasSlots && trial.hasSlots ? teacher.slotsName : nil,
                examples: trial.held.examples.map { examples[$0] },
                generic: trial.held.generic.map { teacher.genericTexts[$0] })
        }
        let lines = report.lines(isCrossValidation: trials.isCrossValidation, of: examples)
        return (report, lines + ValueReport(teacher.file).lines)
    }

    private static func headLimits(_ arguments: inout Arguments) throws -> HeadLimits {
        var limits = HeadLimits()
        func count(_ name: String) throws -> Int? {
            guard let text = try arguments.option(name) else { return nil }
            guard let count = Int(text), 0...65_536 ~= count else {
                throw Misuse("\(name) needs a number up to 65,536, not \"\(text)\"")
            }
            return count
        }
        limits.features = try count("--features")
        limits.weights = try count("--weights")
        limits.slotWeights = try count("--slot-weights")
        return limits
    }

    private static func slotReading(_ arguments: inout Arguments) throws -> SlotReading {
        let (isRequired, isStripped) = (arguments.flag("--slots"), arguments.flag("--no-slots"))
        if isRequired && isStripped { throw Misuse("--slots and --no-slots exclude each other") }
        return isRequired ? .required : isStripped ? .stripped : .automatic
    }

    /// Reads the commands, and says what is remarkable about them.
    ///
    /// - Throws: `Failure` when nothing can be taught with them.
    private static func trainingFile(_ path: String, _ reading: SlotReading, skipsBad: Bool) throws
        -> TaughtFile
    {
        let file = try TaughtFile(try Files.read(path), path: path, slots: reading)
        file.remarks.forEach { Console.note("forge: " + $0) }
        if !file.problems.isEmpty {
            let list = "\(path): " + TaughtFile.list(file.problems)
            guard skipsBad else { throw Failure(list) }
            Console.note("forge: " + list)
        }
        guard !file.labels.isEmpty else {
            throw Failure(
                "\(path) has no commands" + (file.examples.isEmpty ? "" : " besides those of the label oos"))
        }
        if reading == .required && file.slotNames.isEmpty {
            throw Failure("\(path) has no slots; leave --slots out")
        }
        if !file.repeats.isEmpty {
            Console.note(
                "forge: texts that repeat an earlier one with its label count once: " + listed(file.repeats))
        }
        let slots = file.slotNames
        Console.say(
            counted(file.examples.count, "command") + ", " + counted(file.labels.count, "label")
                + (slots.isEmpty
                    ? "" : ", " + counted(slots.count, "slot") + ": " + slots.joined(separator: ", ")))
        return file
    }
}
