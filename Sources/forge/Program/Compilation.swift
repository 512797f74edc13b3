import Foundation

/// The build of one product of the package for a board, by `swift build`, in the board's own folder.
struct Compilation {
    let product: String
    let board: Board
    let workspace: Workspace
    /// What Package.swift lets a build choose, as `NAME=VALUE`.
    var choices: [String] = []

    /// Compiles and links; returns the path of the program.
    ///
    /// - Throws: `Failure` when the compiler fails; its words go to standard error.
    func run() throws -> String {
        let scratch = workspace.scratch(for: board)
        // SwiftPM does not notice an edited toolset.
        let programs = ["bench", "pipit", "supervisor"].map { "\(scratch)/release/\($0)" }.filter(
            Files.exists)
        if programs.contains(where: {
            Files.firstNewer(than: $0, among: [workspace.path(board.toolset)]) != nil
        }) {
            try Files.removeFolder(scratch)
        }
        let result = try ProcessRunner.run(
            try Tool.find("env"), choices + [try Tool.find("swift")] + arguments,
            title: "building \(product) for \(board.name)")
        guard result.status == 0 else {
            Console.note(result.outputText + result.errorText)
            throw Failure(
                "the build of \(product) for \(board.name) failed; the compiler's words stand above")
        }
        return "\(scratch)/release/\(product)"
    }

    private var arguments: [String] {
        [
            "build", "--package-path", workspace.root, "--scratch-path", workspace.scratch(for: board),
            "--configuration", "release", "--product", product, "--triple", board.triple,
            "--toolset", workspace.path(board.toolset),
        ] + (board.linkTimeOptimization == true ? ["--experimental-lto-mode", "full"] : [])
    }
}
