import PipitCore

extension Command {
    /// `forge general MODEL -o NEW`.
    static let general = Command(
        name: "general", synopsis: "general MODEL.pipit -o NEW.pipit",
        summary:
            "Keeps sentences about anything with a model, which labels taught at run time are compared with.",
        details: """
            @classify answers null where a text is no likelier to be a taught label than sentences about anything are.
            The model's own encoder reads them once, here; 128 are kept, and how much each feature of words tells:
            4,104 bytes and 68 for each number of a state. What the model has of it is replaced, all else stays.
            `forge teach` does the same for a base without it.
            """
    ) { arguments in
        guard let output = try arguments.option("-o") else { throw Misuse("-o is missing") }
        let path = try arguments.operand("MODEL.pipit")
        try arguments.finish()
        let file = try OutputFile(output)
        var draft = try ModelDraft(copying: try LoadedModel(path: path))
        draft[.general] = nil
        try draft.putGeneral()
        let model = try draft.fileBytes()
        try file.write(model)
        Console.say("\(output): \(model.count.grouped) bytes")
        return 0
    }
}
