import Foundation
import Testing

@testable import forge

@Suite struct ToolTests {
    @Test func missingToolsAreNamedWithWhatInstallsThem() {
        let text = message { _ = try Tool.find("qemu-of-a-kind") }
        #expect(text?.contains("qemu-of-a-kind is not installed") == true)
        #expect(text?.contains("Toolchains/install") == true)
    }

    @Test func theSearchPathIsSearchedInOrder() throws {
        #expect(try Tool.find("sh", searchPath: "/nowhere:/bin") == "/bin/sh")
        #expect(throws: Failure.self) { try Tool.find("sh", searchPath: "/nowhere") }
    }

    @Test func missingKernelsAreNamedWithWhatInstallsThem() throws {
        let workspace = try testWorkspace()
        let boards = try Board.names(in: workspace).map { try Board.named($0, in: workspace) }
        let board = boards.first { board in
            board.emulate.machine.map { (try? Tool.find($0.program)) != nil } == true
        }
        guard let board else { return }
        let text = message { _ = try EmulatedMachine(board: board, workspace: Workspace(root: "/nowhere")) }
        #expect(text?.contains("/nowhere/.cache/boards/\(board.name)/kernel is missing") == true)
        #expect(text?.contains("Toolchains/install") == true)
    }

    @Test func programsAreRunToTheirEnd() throws {
        let result = try ProcessRunner.run(
            "/bin/sh", ["-c", "echo out; echo err >&2; exit 3"], title: "testing")
        #expect(result.status == 3 && result.outputText == "out\n" && result.errorText == "err\n")
        let killed = try ProcessRunner.run("/bin/sh", ["-c", "kill -9 $$"], title: "testing")
        #expect(killed.status == 128 + 9)
        #expect(throws: Failure.self) { try ProcessRunner.run("/nowhere/program", [], title: "testing") }
    }

    @Test func muchOutputOnBothStreamsDoesNotBlock() throws {
        let result = try ProcessRunner.run(
            "/bin/sh", ["-c", "head -c 300000 /dev/zero; head -c 300000 /dev/zero >&2"], title: "testing")
        #expect(result.output.count == 300_000 && result.errors.count == 300_000)
    }

    @Test func filesAreWrittenInOneStep() throws {
        try inTemporaryFolder { folder in
            let path = folder + "/deep/program"
            try Files.write([1, 2, 3], to: path, executable: true)
            #expect(try Files.read(path) == [1, 2, 3])
            #expect(access(path, X_OK) == 0)
            #expect(message { _ = try Files.read(folder) }?.contains("it is a folder") == true)
            #expect(message { _ = try Files.read(folder + "/none") }?.contains("No such file") == true)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/deep") == ["program"])
        }
    }

    @Test func repositoriesAreFoundFromInside() throws {
        let root = try testWorkspace().root
        #expect(Workspace.enclosingRepository(of: root + "/Sources/forge/none") == root)
        #expect(Workspace.enclosingRepository(of: "/") == nil)
    }
}
