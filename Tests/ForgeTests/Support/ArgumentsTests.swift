import Testing

@testable import forge

@Suite struct ArgumentsTests {
    @Test func optionsMayStandAnywhere() throws {
        for line in [["--model", "F", "pi-zero", "--json"], ["pi-zero", "--json", "--model=F"]] {
            var arguments = Arguments(line)
            #expect(arguments.flag("--json") == true)
            #expect(try arguments.option("--model") == "F")
            #expect(try arguments.operand("BOARD") == "pi-zero")
            try arguments.finish()
        }
    }

    @Test func absentOptionsAreNil() throws {
        var arguments = Arguments(["pi-zero"])
        #expect(arguments.flag("--json") == false)
        #expect(try arguments.option("--model") == nil)
    }

    @Test func whatFollowsTwoHyphensIsPassedOn() throws {
        var arguments = Arguments(["pi-zero", "--", "--model", "F", "--"])
        #expect(try arguments.option("--model") == nil)
        #expect(try arguments.operand("BOARD") == "pi-zero")
        #expect(arguments.passed == ["--model", "F", "--"])
        try arguments.finish(allowingPassed: true)
        #expect(throws: Misuse.self) { try arguments.finish() }
    }

    @Test(arguments: [
        (["--model"], "--model needs a value"), (["--model", "--json"], "--model needs a value"),
        (["--model="], "--model needs a value"),
        (["--model", "a", "--model", "b"], "--model is given twice"),
    ])
    func badOptionsAreNamed(line: [String], message: String) {
        var arguments = Arguments(line)
        #expect(throws: Misuse.self) { try arguments.option("--model") }
        var again = Arguments(line)
        do { _ = try again.option("--model") } catch { #expect("\(error)" == message) }
    }

    @Test func unknownOptionsAndExtraOperandsAreNamed() throws {
        var arguments = Arguments(["a", "--wrong"])
        #expect(throws: Misuse.self) { try arguments.operand("BOARD") }
        var empty = Arguments([])
        do { _ = try empty.operand("BOARD") } catch { #expect("\(error)" == "BOARD is missing") }
        do { try Arguments(["a"]).finish() } catch { #expect("\(error)".contains("\"a\"")) }
        #expect(throws: Misuse.self) { try Arguments(["a"]).finish() }
    }

    @Test func commandLineErrorsHaveTheStatusOfMisuse() {
        #expect(Forge.run(["no-such-command"]) == 2)
        #expect(Forge.run(["build"]) == 2)
        #expect(Forge.run(["build", "--no-such-option"]) == 2)
        #expect(Forge.run(["help", "no-such-command"]) == 2)
        #expect(Forge.run(["build", "no-such-board"]) == 1)
    }

    @Test func everyCommandExplainsItself() {
        #expect(Set(Forge.commands.map(\.name)).count == Forge.commands.count)
        for command in Forge.commands {
            #expect(command.synopsis.split(separator: " ").first.map(String.init) == command.name)
            #expect(!command.details.isEmpty && command.summary.hasSuffix("."))
            #expect(Forge.run([command.name, "--help"]) == 0)
        }
    }
}
