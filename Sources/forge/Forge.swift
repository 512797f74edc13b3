import Foundation

/// The host program: builds Pipit for a board, runs it there, measures it and scores its answers.
@main
enum Forge {
    /// Every command, in the order in which `forge help` shows them.
    ///
    /// A new command is a new row.
    static let commands: [Command] = [
        .boards, .build, .run, .boot, .image, .flash, .release, .footprint, .inspect, .eval, .teach, .fewShot,
        .tokenize,
        .importing,
        .embed, .spans, .general, .bench, .cost,
    ]

    static func main() {
        exit(run(Array(CommandLine.arguments.dropFirst())))
    }

    /// Runs one command line and returns the exit status: 0 done, 1 failed, 2 misused.
    static func run(_ words: [String]) -> Int32 {
        guard let name = words.first, !["help", "--help", "-h"].contains(name) else {
            return help(about: words.dropFirst().first)
        }
        guard let command = commands.first(where: { $0.name == name }) else {
            let known = commands.map(\.name).joined(separator: ", ")
            Console.complain("no command \"\(name)\"; there are: \(known), help")
            return 2
        }
        var arguments = Arguments(Array(words.dropFirst()))
        if arguments.flag("--help") {
            return help(about: name)
        }
        do {
            return try command.run(&arguments)
        } catch let misuse as Misuse {
            Console.complain("\(misuse.message)\nusage: forge \(command.synopsis)")
            return 2
        } catch {
            Console.complain("\(error)")
            return 1
        }
    }

    private static func help(about name: String?) -> Int32 {
        guard let name else {
            Console.say(overview)
            return 0
        }
        guard let command = commands.first(where: { $0.name == name }) else {
            Console.complain("no command \"\(name)\"")
            return 2
        }
        Console.say("usage: forge \(command.synopsis)\n\n\(command.summary)\n\n\(command.details)")
        return 0
    }

    private static var overview: String {
        let width = commands.map(\.synopsis.count).max() ?? 0
        let rows = commands.map { command in
            "  " + command.synopsis.padded(to: width) + "  " + command.summary
        }
        return """
            forge builds Pipit for a board, runs it there, measures it and scores its answers.

            \(rows.joined(separator: "\n"))
              \("help [COMMAND]".padded(to: width))  Explains a command.

            Exit status: 0 done, 1 failed (or over the budget), 2 misused. Results go to standard output,
            progress and complaints to standard error.
            """
    }
}
