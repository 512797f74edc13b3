import Foundation
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
        #expect(workspace.program(for: board, model: "/w/Weights/home.pipit") == folder + "pipit")
        #expect(workspace.program(for: board, model: "/w/Weights/../Weights/home.pipit") == folder + "pipit")
        #expect(workspace.program(for: board, model: "/w/home.pipit") == folder + "home")
        #expect(workspace.program(for: board, model: "home.of.mine") == folder + "home.of.mine")
        #expect(workspace.program(for: board, model: "/else/pipit.pipit") == folder + "else-pipit")
    }

    /// A repository with a program that is newer than all that it is made of.
    private func inRepository(_ body: (Builder, _ program: String) throws -> Void) throws {
        try inTemporaryFolder { root in
            let workspace = Workspace(root: root)
            let builder = Builder(workspace: workspace, board: try board(arenaLimitBytes: 1))
            let program = workspace.program(for: builder.board)
            for input in Self.inputs { try Files.write([], to: root + "/" + input) }
            for path in ["Sources/forge/Forge.swift", "Sources/PipitCore/PAGE.md", "other/model.pipit"] {
                try Files.write([], to: root + "/" + path)
            }
            try Files.write([], to: program)
            _ = try shell(
                "find \(root) -exec touch -d '20 seconds ago' {} + && touch -d '10 seconds ago' \(program)")
            #expect(builder.newerInput(than: program) == nil)
            try body(builder, program)
        }
    }

    private static let inputs = [
        "Package.swift", "Sources/PipitCore/Model/TaskHead.swift", "Sources/PipitNew/shim.c",
        "Sources/pipit/Pipit.swift",
        "Boards/b.json", "t", "Weights/home.pipit",
    ]

    @Test(arguments: inputs)
    func aProgramIsOldOnceAnInputChanges(input: String) throws {
        try inRepository { builder, program in
            try Files.write([1], to: builder.workspace.path(input))
            // A changed folder is newer as well, and is found first.
            let newer = try #require(builder.newerInput(than: program))
            #expect(builder.workspace.path(input).hasPrefix(newer))
        }
    }

    @Test func whatIsNotInTheProgramDoesNotCount() throws {
        try inRepository { builder, program in
            let root = builder.workspace.root
            for path in ["Sources/forge/Forge.swift", "other/model.pipit"] {
                try Files.write([1], to: root + "/" + path)
            }
            #expect(builder.newerInput(than: program) == nil)
            // The page itself does not count; a rewritten one would touch its folder.
            let page = open(root + "/Sources/PipitCore/PAGE.md", O_WRONLY)
            #expect(FileDescriptor.write([1], to: page))
            close(page)
            #expect(builder.newerInput(than: program) == nil)
        }
    }

    @Test func theModelThatWentInCounts() throws {
        try inRepository { builder, program in
            let model = builder.workspace.path("other/model.pipit")
            try Files.write(Array(model.utf8), to: program + ".model")
            try Files.write([1], to: builder.workspace.defaultModel)
            #expect(builder.newerInput(than: program) == nil)
            try Files.write([1], to: model)
            #expect(builder.newerInput(than: program) == model)
        }
    }
}
