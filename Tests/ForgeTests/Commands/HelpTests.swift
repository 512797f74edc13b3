import Foundation
import Testing

@testable import forge

@Suite struct HelpTests {
    @Test func everyLineOfHelpFitsATerminal() {
        for command in Forge.commands {
            let lines =
                TextLayout.usage(command.synopsis) + TextLayout.lines(of: command.summary)
                + TextLayout.lines(of: command.details)
            for line in lines where line.count > TextLayout.width {
                Issue.record("\(command.name): \(line)")
            }
        }
    }

    @Test func textIsLaidOutInParagraphsAndTables() {
        let text = """
            One two
            three.
              term    its meaning,
                      goes on
              another

            --flag X  does
            """
        #expect(
            TextLayout.blocks(of: text) == [
                .paragraph(["One", "two", "three."]),
                .entry(indentation: 2, term: "term", meaning: ["its", "meaning,", "goes", "on"]),
                .line(indentation: 2, words: ["another"]), .blank,
                .entry(indentation: 0, term: "--flag X", meaning: ["does"]),
            ])
        #expect(TextLayout.lines(of: text)[0] == "One two three.")
        let wide = TextLayout.wrapped(Array(repeating: "word", count: 40), first: "", hanging: 4)
        #expect(wide.allSatisfy { $0.count <= 80 } && wide[1].hasPrefix("    word"))
    }

    @Test func usageKeepsAnOptionWithItsValue() {
        let lines = TextLayout.usage(
            "boot BOARD [--model FILE] [--console] [--image IMAGE] [--other VALUE] [-- ARGUMENTS]")
        #expect(lines.count == 2 && lines.allSatisfy { $0.count <= 80 })
        #expect(lines[1].trimmingCharacters(in: .whitespaces).hasPrefix("["))
    }

    @Test func optionsAreThoseOfTheHelp() throws {
        let options = CommandOptions(.flash)
        #expect(options.operands == ["BOARD", "DEVICE"])
        #expect(options.options.map(\.name) == ["--image", "--model", "--yes", "--force"])
        #expect(options.options.map { $0.value != nil } == [true, true, false, false])
        #expect(options.options[3].meaning.hasPrefix("writes although"))
        #expect(CommandOptions(.importing).options.map(\.name).contains("--task"))
        #expect(CommandOptions(.image).options.first == .init(name: "-o", value: "IMAGE", meaning: ""))
    }

    /// Every option of a completion is one that the command takes: a word after it, and no "no option".
    @Test func completionsAreScriptsThatNameEveryCommand() throws {
        for shell in Completion.shells {
            let script = try #require(Completion.script(for: shell, Forge.commands, boards: ["pi-zero"]))
            for command in Forge.commands {
                #expect(script.contains(command.name), "\(shell): \(command.name)")
            }
            #expect(script.contains("pi-zero"))
        }
        #expect(Completion.script(for: "csh", Forge.commands, boards: []) == nil)
    }

    @Test func bashCompletesCommandsOptionsAndBoards() throws {
        try inTemporaryFolder { folder in
            let script = try #require(
                Completion.script(for: "bash", Forge.commands, boards: ["pi-zero", "pi-5"]))
            try Files.write(Array(script.utf8), to: "\(folder)/completion")
            func completed(_ words: String) throws -> String {
                let count = words.split(separator: " ").count
                return try shell(
                    "bash -c 'source \(folder)/completion; COMP_WORDS=(\(words)); COMP_CWORD=\(count - 1); _forge; "
                        + "echo ${COMPREPLY[@]}'"
                ).trimmingCharacters(in: .whitespacesAndNewlines)
            }
            #expect(try completed("forge im") == "image import")
            #expect(try completed("forge flash --f") == "--force")
            #expect(try completed("forge build pi") == "pi-zero pi-5")
            #expect(try completed("forge completion f") == "fish")
        }
    }

    @Test(.enabled(if: (try? Tool.find("fish")) != nil))
    func fishCompletesCommandsOptionsAndBoards() throws {
        try inTemporaryFolder { folder in
            let script = try #require(
                Completion.script(for: "fish", Forge.commands, boards: ["pi-zero", "pi-5"]))
            try Files.write(Array(script.utf8), to: "\(folder)/completion")
            func completed(_ line: String) throws -> [Substring] {
                // A line for each word, and what it means behind a tab.
                try shell(
                    "cd \(folder); HOME=\(folder) fish --no-config -c 'source completion; complete -C \"\(line)\"'"
                ).split(separator: "\n").map { $0.prefix { $0 != "\t" } }
            }
            #expect(try completed("forge im") == ["image", "import"])
            #expect(try completed("forge flash --f") == ["--force"])
            #expect(try completed("forge build pi") == ["pi-5", "pi-zero"])
            #expect(try completed("forge build --model comp") == ["completion"])
        }
    }

    /// zsh completes in a terminal alone; zpty is one, and waits for what is to come.
    @Test(.enabled(if: (try? Tool.find("zsh")) != nil))
    func zshCompletesCommandsOptionsAndBoards() throws {
        try inTemporaryFolder { folder in
            let script = try #require(
                Completion.script(for: "zsh", Forge.commands, boards: ["pi-zero", "pi-5"]))
            try Files.write(Array(script.utf8), to: "\(folder)/completion")
            let typing = """
                zmodload zsh/zpty
                zpty terminal zsh -f -i
                said() { zpty -r terminal said "*$1*" }
                typed() { zpty -w -n terminal $'\\C-u'"$1"$'\\t' }
                zpty -w terminal "PS1=; autoload -Uz compinit; compinit -u -D; source completion; print load''ed"
                said loaded
                typed 'forge im'; said 'image*import'
                typed 'forge flash --f'; said --force
                typed 'forge build pi-z'; said pi-zero
                typed 'forge build --model comp'; said completion
                zpty -d terminal
                print all
                """
            try Files.write(Array(typing.utf8), to: "\(folder)/typing")
            let said = try shell("cd \(folder); HOME=\(folder) TERM=dumb timeout 60 zsh -f typing")
            #expect(said == "all\n")
        }
    }

    @Test func theManualHasEveryCommandAndEscapesWhatManWouldTake() throws {
        let page = ManualPage(name: "forge", summary: "-x", sections: Forge.manualSections)
        let source = page.source(version: "1", date: SourceDate(seconds: 0))
        #expect(source.hasPrefix(".TH FORGE 1 1970-01-01 \"pipit 1\"\n.SH NAME\nforge \\- \\-x\n"))
        for command in Forge.commands { #expect(source.contains(".SH \(command.name.uppercased())")) }
        #expect(ManualPage.escaped(".a-b\\") == "\\&.a\\-b\\e")
    }

    @Test func aProgramsHelpBecomesItsPage() {
        let help = "usage: p [OPTION]\nDoes it.\n\n  --a X    means\n  --long-option\n           goes on\n"
        let source = ManualPage(name: "p", summary: "s", help: help, also: ["q(1)"])
            .source(version: "1", date: SourceDate(seconds: 0))
        #expect(source.contains(".TP\n.B \\-\\-a X\nmeans\n.TP\n.B \\-\\-long\\-option\ngoes on\n"))
    }

    @Test func theDateOfAReleaseIsTheCommitsUnlessGiven() throws {
        let root = try testWorkspace().root
        #expect(try SourceDate.of(repository: root, environment: ["SOURCE_DATE_EPOCH": "5"]).seconds == 5)
        #expect(try SourceDate.of(repository: root, environment: [:]).seconds > 1_700_000_000)
        #expect(
            message { _ = try SourceDate.of(repository: root, environment: ["SOURCE_DATE_EPOCH": "x"]) }
                == "SOURCE_DATE_EPOCH is \"x\", not a number of seconds since 1970")
        #expect(SourceDate(seconds: 0).mailText == "Thu, 01 Jan 1970 00:00:00 +0000")
    }

    @Test func exitStatusesTellMisuseFromSuccess() {
        #expect(Forge.run(["--version"]) == 0)
        #expect(Forge.run(["help", "help"]) == 0)
        #expect(Forge.run(["build", "-h"]) == 0)
        #expect(Forge.run(["nonsense"]) == 2)
        #expect(Forge.run(["--nonsense"]) == 2)
        #expect(Forge.run(["completion", "csh"]) == 2)
    }
}
