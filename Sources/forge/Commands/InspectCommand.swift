import PipitCore

extension Command {
    /// The command `inspect MODEL`.
    static let inspect = Command(
        name: "inspect", synopsis: "inspect MODEL [--json]",
        summary: "Shows what is in a model file, after checking all of it.",
        details: """
            Prints what the model says of itself, the shape of the network, its heads with their labels, every
            section with its bytes, and the memory plan: what the arena holds and when. The file goes through the
            same checks as on the device; one that fails them is refused with the reader's own words, exit status 1.
            """
    ) { arguments in
        let wantsJSON = arguments.flag("--json")
        let path = try arguments.operand("MODEL")
        try arguments.finish()
        let inspection = try Inspection(of: try LoadedModel(path: path))
        Console.say(wantsJSON ? inspection.json.text : inspection.lines.joined(separator: "\n"))
        return 0
    }
}
