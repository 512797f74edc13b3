import Foundation
import PipitCore

extension Command {
    /// `forge spans FILE --name NAME --base MODEL -o NEW`.
    static let spans = Command(
        name: "spans", synopsis: "spans FILE.tsv --name NAME --base MODEL -o NEW.pipit",
        summary: "Fits a head that finds spans in texts, whatever their label, and writes a new model.",
        details: """
            FILE is a file of `forge teach`, a text and a label a line with inline slots; the labels do not count here.
            The encoder stays as it is: a head of learnt paths is fitted on its quantized hidden states and on the words
            around. A head of that name in the base is replaced, all others stay.

            A head called values has a use of its own: what it finds are features of the slots that `forge teach`
            fits on the new model, so a few examples name what it knows to be a value. --entries is the number of
            weights of lexical features, 2 bytes each and 3 a feature, that the head keeps.
            """
    ) { arguments in
        guard let basePath = try arguments.option("--base") else { throw Misuse("--base is missing") }
        guard let output = try arguments.option("-o") else { throw Misuse("-o is missing") }
        guard let name = try arguments.option("--name") else { throw Misuse("--name is missing") }
        let entries = try arguments.option("--entries").map { value in
            guard let count = Int(value), 0...PathFit.maximumEntries ~= count else {
                throw Misuse("--entries is 0 to \(PathFit.maximumEntries)")
            }
            return count
        }
        let path = try arguments.operand("FILE.tsv")
        try arguments.finish()

        let written = try OutputFile(output, apartFrom: [path])
        try HeadNames.check(name, option: "--name")
        let file = try TaughtFile(try Files.read(path), path: path, slots: .required)
        guard file.problems.isEmpty else { throw Failure("\(path): " + TaughtFile.list(file.problems)) }
        guard !file.slotNames.isEmpty else { throw Failure("\(path) has no slots") }
        let base = try LoadedModel(path: basePath)
        let reader = PartReader(try HostEngine(base), headName: name)
        let problems = file.examples.compactMap(reader.problem)
        guard problems.isEmpty else { throw Failure("\(path): " + TaughtFile.list(problems)) }
        let reading = Progress("reading \(file.examples.count) texts")
        let teacher = try SlotTeacher(reader, file.examples, labels: []) { reading.update("\($0)") }
        reading.finish()
        let progress = Progress("fitting")
        var draft = try ModelDraft(copying: base)
        try draft.put(
            try teacher.head(
                fittedOn: Array(file.examples.indices), name: name,
                maximumEntries: entries ?? PathFit.maximumEntries
            ) { progress.update("\(Int($0 * 100)) %") })
        progress.finish()
        let model = try draft.fileBytes()
        try written.write(model)
        Console.say("\(output): \(model.count.grouped) bytes, with @\(name)")
        return 0
    }
}
