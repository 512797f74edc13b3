extension Command {
    /// The command `image BOARD…`.
    static let image = Command(
        name: "image", synopsis: "image BOARD… -o IMAGE [--model FILE]",
        summary: "Makes a card image that boots into Pipit, for one board or for several.",
        details: """
            The image holds the firmware of Raspberry Pi, a kernel of Debian, and Pipit under a supervisor that talks
            on the USB port and on the pins; Boards/CARD.md says what the card's files do. No root is needed, and the
            same sources make the same bytes. FILE is the model inside, Weights/home.pipit unless given. Write the
            image to a card with forge flash, or with any other program that writes images.
            """
    ) { arguments in
        let model = try arguments.option("--model")
        guard let path = try arguments.option("-o") else { throw Misuse("-o IMAGE is missing") }
        var names = [try arguments.operand("BOARD")]
        while let name = try arguments.nextOperand() { names.append(name) }
        try arguments.finish()
        let workspace = try Workspace.current()
        let boards = try names.map { try Board.named($0, in: workspace) }
        let bytes = try CardImage(workspace: workspace, boards: boards).write(model: model, to: path)
        Console.say("\(path): \(bytes.grouped) bytes for \(names.joined(separator: ", "))")
        return 0
    }
}
