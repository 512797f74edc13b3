import Foundation

@testable import forge

/// Runs `body` with a fresh folder that is gone afterwards.
func inTemporaryFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
    let folder = NSTemporaryDirectory() + "/forge-tests-\(UUID().uuidString)"
    try Files.makeFolder(folder)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    return try body(folder)
}

/// What a shell command prints.
func shell(_ command: String) throws -> String {
    let result = try ProcessRunner.run("/bin/sh", ["-c", command], title: "testing")
    guard result.status == 0 else { throw Failure("\(command): \(result.errorText)") }
    return result.outputText
}

/// The message of the error that `body` throws.
func message(of body: () throws -> Void) -> String? {
    do {
        try body()
        return nil
    } catch {
        return "\(error)"
    }
}

/// The repository that these tests stand in.
func testWorkspace() throws -> Workspace {
    guard let root = Workspace.enclosingRepository(of: #filePath) else { throw Failure("no repository") }
    return Workspace(root: root)
}

/// The fixture that has a head of every kind.
func everyHead() throws -> LoadedModel {
    try LoadedModel(path: try testWorkspace().path("Tests/PipitCoreTests/Fixtures/encoder/every_head.pipit"))
}
