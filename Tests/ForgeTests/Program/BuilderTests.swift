import Testing

@testable import forge

@Suite struct BuilderTests {
    private func board(arenaLimitBytes: Int) throws -> Board {
        let text = """
            {"name": "b", "title": "t", "triple": "x", "toolset": "t", "cpu": "c", "floatABI": "hard",
             "kernels": "scalar", "arenaLimitBytes": \(arenaLimitBytes), "budgetBytes": 2000000, "emulate": {}}
            """
        return try Board.decode(Array(text.utf8), expecting: "b", from: "b.json")
    }

    @Test func theArenaIsWhatThePlanNeeds() throws {
        let loaded = try everyHead()
        let needed = try Builder.arenaBytes(for: loaded, on: try board(arenaLimitBytes: 1_000_000))
        #expect(needed > 0 && needed % 16 == 0)
        #expect(try Builder.arenaBytes(for: loaded, on: try board(arenaLimitBytes: needed)) == needed)
        let refusal = message {
            _ = try Builder.arenaBytes(for: loaded, on: try board(arenaLimitBytes: needed - 1))
        }
        #expect(refusal?.contains("needs an arena of \(needed.grouped) bytes") == true)
        #expect(refusal?.contains("allows \((needed - 1).grouped)") == true)
    }

    @Test func aMissingModelIsNamed() throws {
        let builder = Builder(workspace: Workspace(root: "/nowhere"), board: try board(arenaLimitBytes: 1))
        let refusal = message { _ = try builder.build(model: "/nowhere/m.pipit", into: "/nowhere/pipit") }
        #expect(refusal?.contains("no model /nowhere/m.pipit") == true)
    }

    @Test func aModelOfOnesOwnHasAProgramOfItsOwn() throws {
        let workspace = Workspace(root: "/w")
        let board = try board(arenaLimitBytes: 1)
        let folder = "/w/.build/boards/b/"
        #expect(workspace.program(for: board) == folder + "pipit")
        #expect(workspace.program(for: board, model: "/w/Weights/pipit.pipit") == folder + "pipit")
        #expect(workspace.program(for: board, model: "/w/Weights/../Weights/pipit.pipit") == folder + "pipit")
        #expect(workspace.program(for: board, model: "/w/home.pipit") == folder + "home")
        #expect(workspace.program(for: board, model: "home.of.mine") == folder + "home.of.mine")
        #expect(workspace.program(for: board, model: "/else/pipit.pipit") == folder + "else-pipit")
    }
}
