import Foundation
import Testing

@testable import forge

@Suite struct BoardTests {
    @Test func everyDescriptorDecodes() throws {
        let workspace = try testWorkspace()
        let names = try Board.names(in: workspace)
        #expect(names.contains("host"))
        for name in names {
            let board = try Board.named(name, in: workspace)
            #expect(Files.exists(workspace.path(board.toolset)), "\(name): \(board.toolset)")
            if let machine = board.emulate.machine {
                _ = try SerialNode(device: machine.console)
                #expect(board.serial != nil)
            }
        }
    }

    /// One broken file does not stop the others.
    @Test func brokenDescriptorsAreNamedBesideTheOthers() throws {
        let source = try testWorkspace()
        try inTemporaryFolder { folder in
            let workspace = Workspace(root: folder)
            try Files.write(try Files.read(source.boards + "/host.json"), to: workspace.boards + "/host.json")
            try Files.write(Array("{".utf8), to: workspace.boards + "/broken.json")
            try Files.write([], to: workspace.boards + "/empty.json")
            try Files.makeFolder(workspace.boards + "/folder.json")
            let (boards, broken) = try Board.all(in: workspace)
            #expect(boards.map(\.name) == ["host"])
            #expect(broken.count == 3 && broken[0] == "\(workspace.boards)/broken.json: is no JSON")
            #expect(broken[2] == "cannot read \(workspace.boards)/folder.json: it is a folder")
        }
    }

    @Test func unknownBoardsAreAnsweredWithTheKnown() throws {
        let workspace = try testWorkspace()
        let known = try Board.names(in: workspace).joined(separator: ", ")
        #expect(
            message { _ = try Board.named("pi-nought", in: workspace) }
                == "no board \"pi-nought\"; there are: \(known)")
    }

    /// Every key of a descriptor stands in the table of Boards/README.md, and a shell finds it at the start of a line.
    @Test func everyFieldIsExplained() throws {
        let workspace = try testWorkspace()
        let page = String(decoding: try Files.read(workspace.path("Boards/README.md")), as: UTF8.self)
        for name in try Board.names(in: workspace) {
            let path = "\(workspace.boards)/\(name).json"
            let descriptor = try JSONReader.read(try Files.read(path), name: path)
            for (key, value) in descriptor.asObject ?? [] {
                #expect(page.contains("| `\(key)` |") || page.contains("| `\(key)."), "\(name): \(key)")
                guard ["tests", "bench", "card"].contains(key) else { continue }
                for (inner, _) in value.asObject ?? [] {
                    #expect(page.contains("| ` .\(inner)` |"), "\(name): \(key).\(inner)")
                }
            }
        }
    }

    private static let good = """
        {"name": "b", "title": "t", "triple": "x", "toolset": "t", "cpu": "c", "floatABI": "hard",
         "kernels": "scalar", "arenaLimitBytes": 10, "budgetBytes": 20, "emulate": {}}
        """

    private func complaint(replacing old: String, with new: String) -> String? {
        let text = Self.good.replacingOccurrences(of: old, with: new)
        return message { _ = try Board.decode(Array(text.utf8), expecting: "b", from: "b.json") }
    }

    @Test func badDescriptorsAreNamed() throws {
        #expect(complaint(replacing: "nothing", with: "") == nil)
        #expect(complaint(replacing: "\"cpu\": \"c\",", with: "") == "b.json: field cpu is missing")
        #expect(complaint(replacing: "10", with: "\"10\"") == "b.json: field arenaLimitBytes is no Int")
        #expect(complaint(replacing: "{\"name\"", with: "[") == "b.json: is no JSON")
        #expect(complaint(replacing: "\"b\"", with: "\"c\"")?.contains("name is \"c\"") == true)
        #expect(
            complaint(replacing: "10", with: "21")?.contains("arenaLimitBytes is 21, budgetBytes 20") == true)
        #expect(
            complaint(replacing: "{}}", with: "{\"user\": {\"cpu\": \"c\"}}}")
                == "b.json: field emulate.user.program is missing")
    }
}
