/// Completion for shells, made of the table of commands.
enum Completion {
    static let shells = ["bash", "zsh", "fish"]

    /// The script of a shell; nil for a shell that is not known.
    static func script(for shell: String, _ commands: [Command], boards: [String]) -> String? {
        let table = commands.map { (command: $0, options: CommandOptions($0)) }
        switch shell {
        case "bash": return bash(table, boards)
        case "zsh":
            return "#compdef forge\nautoload -U +X bashcompinit && bashcompinit\n" + bash(table, boards)
        case "fish": return fish(table, boards)
        default: return nil
        }
    }

    private typealias Table = [(command: Command, options: CommandOptions)]

    /// Words for each command: its options, and what may stand for its operands; else files.
    private static func bash(_ table: Table, _ boards: [String]) -> String {
        let cases = table.map { command, options in
            let words = options.options.map(\.name) + operandWords(options, table, boards)
            return "        \(command.name)) words='\(words.joined(separator: " "))' ;;"
        }
        return """
            _forge() {
                local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} words=
                if [ "$COMP_CWORD" = 1 ]; then
                    words='\((table.map(\.command.name)).joined(separator: " ")) --version --help'
                    COMPREPLY=($(compgen -W "$words" -- "$current"))
                    return
                fi
                case ${COMP_WORDS[1]} in
            \(cases.joined(separator: "\n"))
                esac
                case $previous in
                \(valued(table).joined(separator: " | "))) words= ;;
                esac
                COMPREPLY=($(compgen -W "$words" -- "$current"))
                [ ${#COMPREPLY[@]} -gt 0 ] || COMPREPLY=($(compgen -f -- "$current"))
            }
            complete -o filenames -F _forge forge

            """
    }

    private static func fish(_ table: Table, _ boards: [String]) -> String {
        var lines: [String] = []
        for (command, options) in table {
            lines.append(
                "complete -c forge -f -n __fish_use_subcommand -a \(command.name) -d '\(escaped(command.summary))'"
            )
            let condition = "'__fish_seen_subcommand_from \(command.name)'"
            let words = operandWords(options, table, boards)
            if !words.isEmpty {
                lines.append("complete -c forge -n \(condition) -a '\(words.joined(separator: " "))'")
            }
            for option in options.options {
                let name =
                    option.name.hasPrefix("--")
                    ? "-l \(option.name.dropFirst(2))" : "-s \(option.name.dropFirst())"
                let value = option.value == nil ? "" : " -r"
                let meaning = option.meaning.isEmpty ? "" : " -d '\(escaped(option.meaning))'"
                lines.append("complete -c forge -n \(condition) \(name)\(value)\(meaning)")
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The options that want a value, of all commands.
    private static func valued(_ table: Table) -> [String] {
        Set(table.flatMap { $0.options.options.filter { $0.value != nil }.map(\.name) }).sorted()
    }

    /// What may stand for a command's operands: boards, commands or shells; nothing where it is files.
    private static func operandWords(
        _ options: CommandOptions, _ table: Table, _ boards: [String]
    ) -> [String] {
        options.operands.flatMap { operand -> [String] in
            switch operand {
            case "BOARD", "BOARD…": boards
            case "COMMAND": table.map(\.command.name)
            case "SHELL": shells
            default: []
            }
        }
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("'", with: "\\'")
    }
}
