/// The commands that tell of the others.
extension Command {
    /// The command `help`.
    static let help = Command(
        name: "help", synopsis: "help [COMMAND]",
        summary: "Explains a command, or lists them all.",
        details: """
            COMMAND is one of the list that help alone prints. forge COMMAND --help, or -h, says the same.
            """
    ) { arguments in
        let name = try arguments.nextOperand()
        try arguments.finish()
        return Forge.help(about: name)
    }

    /// The command `completion SHELL`.
    static let completion = Command(
        name: "completion", synopsis: "completion SHELL",
        summary: "Prints what makes a shell complete forge's command lines.",
        details: """
            SHELL is bash, zsh or fish. For bash, put into ~/.bashrc:

              source <(forge completion bash)

            For zsh, put into ~/.zshrc, after compinit:

              source <(forge completion zsh)

            For fish:

              forge completion fish >~/.config/fish/completions/forge.fish
            """
    ) { arguments in
        let shell = try arguments.operand("SHELL")
        try arguments.finish()
        let boards = (try? Board.names(in: Workspace.current())) ?? []
        guard let script = Completion.script(for: shell, Forge.commands, boards: boards) else {
            throw Misuse("no shell \"\(shell)\"; there are: \(Completion.shells.joined(separator: ", "))")
        }
        Console.say(script)
        return 0
    }

    /// The command `manual`.
    static let manual = Command(
        name: "manual", synopsis: "manual",
        summary: "Prints forge's page of the manual, for man -l or a folder of pages.",
        details: """
            The page is made of what help says:

              forge manual | man -l -
            """
    ) { arguments in
        try arguments.finish()
        let page = ManualPage(
            name: "forge", summary: "builds Pipit for boards, and makes cards and releases of it",
            sections: Forge.manualSections)
        let date = try SourceDate.of(repository: Workspace.current().root)
        Console.write(Array(page.source(version: Version.text, date: date).utf8), to: 1)
        return 0
    }
}

extension Forge {
    static var manualSections: [ManualPage.Section] {
        var sections = [
            ManualPage.Section(heading: "SYNOPSIS", paragraphs: [.text("forge COMMAND [OPTION ...]")]),
            ManualPage.Section(heading: "DESCRIPTION", paragraphs: [.text(introduction)]),
        ]
        for command in commands {
            var paragraphs: [ManualPage.Paragraph] = [
                .text("forge \(command.synopsis)"), .text(command.summary),
            ]
            for block in TextLayout.blocks(of: command.details) {
                switch block {
                case .blank: break
                case .paragraph(let words): paragraphs.append(.text(words.joined(separator: " ")))
                case .line(_, let words): paragraphs.append(.lines([words.joined(separator: " ")]))
                case .entry(_, let term, let meaning):
                    paragraphs.append(.entry(term: term, meaning: meaning.joined(separator: " ")))
                }
            }
            sections.append(ManualPage.Section(heading: command.name.uppercased(), paragraphs: paragraphs))
        }
        sections.append(ManualPage.Section(heading: "EXIT STATUS", paragraphs: [.text(exitStatus)]))
        return sections
    }
}
