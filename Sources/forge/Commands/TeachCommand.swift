import Foundation

extension Command {
    /// `forge teach FILE --base MODEL -o NEW`.
    static let teach = Command(
        name: "teach", synopsis: "teach FILE.tsv [--slots] --base MODEL -o NEW.pipit [--name intent]",
        summary: "Fits heads for your own commands on a model's encoder, and writes a new model.",
        details: """
            FILE has a command a line, `text TAB label`; with --slots the texts have inline slots:
            turn on the [room: kitchen] lights. Lines of the label oos are examples of what is no command. Empty lines
            and lines that start with # do not count. A line that cannot be used stops everything and is named;
            --skip-bad goes on without it. Labels that only a line or two have are learnt, but cannot be judged.

            The encoder stays as it is: a linear head is fitted on its quantized rows. A fifth of each label is held
            back first, for the report and for the threshold of "none of these", which keeps 97 % of it; then
            everything is fitted. What is none of the commands is learnt from 378 sentences about anything.

            The head is called --name (intent, unless another is given, which plain lines ask), its slots are called
            slots; heads of these names in the base are replaced, all others stay. Build with -c release: a debug build
            is many times slower.
            """
    ) { arguments in
        let hasSlots = arguments.flag("--slots")
        let skipsBad = arguments.flag("--skip-bad")
        let name = try arguments.option("--name") ?? "intent"
        guard let basePath = try arguments.option("--base") else { throw Misuse("--base is missing") }
        guard let output = try arguments.option("-o") else { throw Misuse("-o is missing") }
        let path = try arguments.operand("FILE.tsv")
        try arguments.finish()

        let file = TaughtFile(try Files.read(path), hasSlots: hasSlots)
        if !file.problems.isEmpty {
            let list = "\(path): " + TaughtFile.list(file.problems)
            guard skipsBad else { throw Failure(list) }
            Console.note("forge: " + list)
        }
        guard file.labels.count >= 2 else {
            throw Failure("\(path) has \(file.labels.count) labels besides oos; 2 are needed at least")
        }
        if hasSlots && file.slotNames.isEmpty { throw Failure("\(path) has no slots; leave --slots out") }
        if !file.repeats.isEmpty {
            Console.note(
                "\(file.repeats.count) lines repeat an earlier one and count once: " + listed(file.repeats))
        }
        Console.say(
            "\(file.examples.count) commands, \(file.labels.count) labels"
                + (hasSlots
                    ? ", \(file.slotNames.count) slots: " + file.slotNames.joined(separator: ", ") : ""))

        let teacher = try HeadTeacher(
            base: try LoadedModel(path: basePath), file: file, name: name, hasSlots: hasSlots)
        let modelName = ((output as NSString).lastPathComponent as NSString).deletingPathExtension
        let parts = HeldBack(labels: file.examples.map(\.label))
        let generic = HeldBack(labels: teacher.genericTexts.map { _ in "" })
        let trial = try teacher.model(
            fittedOn: parts.fitted, generic: generic.fitted, threshold: 1, modelName: modelName,
            title: "fitting four fifths")
        let report = try TeachingReport(
            try HostEngine(try LoadedModel(bytes: trial, path: "the trial")), name: name,
            slotsName: hasSlots ? teacher.slotsName : nil, examples: parts.held.map { file.examples[$0] },
            generic: generic.held.map { teacher.genericTexts[$0] }, all: file.examples)
        Console.say(report.lines.joined(separator: "\n"))

        let model = try teacher.model(
            fittedOn: Array(file.examples.indices), generic: Array(teacher.genericTexts.indices),
            threshold: report.threshold, modelName: modelName, title: "fitting everything")
        try Files.write(model, to: output)
        Console.say("\n\(output): \(model.count.grouped) bytes. Next: forge build pi-zero --model \(output)")
        return 0
    }
}

/// The first ten numbers of lines.
private func listed(_ lines: [Int]) -> String {
    lines.prefix(10).map(String.init).joined(separator: ", ") + (lines.count > 10 ? " …" : "")
}
