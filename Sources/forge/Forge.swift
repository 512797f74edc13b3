import Foundation

/// The host program: builds Pipit for a board, runs it there, measures it and scores its answers.
@main
enum Forge {
    /// Every command, in the order in which `forge help` shows them.
    ///
    /// A new command is a new row.
    static let commands: [Command] = [
        .boards, .build, .run, .boot, .image, .flash, .release, .web, .footprint, .inspect, .eval, .teach,
        .fewShot,
        .tokenize,
        .importing,
        .embed, .spans, .general, .bench, .cost, .completion, .manual, .help,
    ]

    static func main() {
        exit(run(Array(CommandLine.arguments.dropFirst())))
    }

    static let introduction =
        "forge builds Pipit for a board, runs it there, measures it, scores its answers, teaches it commands, and makes "
        + "cards and releases of it."
    static let exitStatus =
        "0 done, 1 failed (or over the budget), 2 misused. Results go to standard output, progress and complaints to "
        + "standard error."

    /// Runs one command line and returns the exit status: 0 done, 1 failed, 2 misused.
    static func run(_ words: [String]) -> Int32 {
        guard let name = words.first, !["--help", "-h"].contains(name) else { return help(about: nil) }
        if name == "--version" {
            Console.say("forge \(Version.text)")
            return 0
        }
        guard let command = commands.first(where: { $0.name == name }) else {
            let kind = name.hasPrefix("-") ? "option" : "command"
            Console.complain("no \(kind) \"\(name)\"; forge help lists the commands")
            return 2
        }
        var arguments = Arguments(Array(words.dropFirst()))
        if arguments.flag("--help") || arguments.flag("-h") { return help(about: name) }
        do {
            return try command.run(&arguments)
        } catch let misuse as Misuse {
            Console.complain(misuse.message)
            for line in TextLayout.usage(command.synopsis) { Console.note(line) }
            return 2
        } catch {
            Console.complain("\(error)")
            return 1
        }
    }

    /// Prints what help says of a command, or the list of all.
    static func help(about name: String?) -> Int32 {
        guard let name else {
            Console.say(overview.joined(separator: "\n"))
            return 0
        }
        guard let command = commands.first(where: { $0.name == name }) else {
            Console.complain("no command \"\(name)\"; forge help lists the commands")
            return 2
        }
        let lines =
            TextLayout.usage(command.synopsis) + [""] + TextLayout.lines(of: command.summary) + [""]
            + TextLayout.lines(of: command.details)
        Console.say(lines.joined(separator: "\n"))
        return 0
    }

    private static var overview: [String] {
        func wrapped(_ text: String) -> [String] { TextLayout.lines(of: text) }
        let width = (commands.map(\.name.count).max() ?? 0) + 4
        let rows = commands.flatMap { command in
            TextLayout.wrapped(
                command.summary.split(separator: " ").map(String.init),
                first: ("  " + command.name).padded(to: width), hanging: width)
        }
        return ["usage: forge COMMAND [OPTION ...]", ""] + wrapped(introduction) + [""] + rows + [""]
            + wrapped("forge help COMMAND explains a command; forge --version prints the version.")
            + wrapped("Exit status: " + exitStatus)
    }
}
