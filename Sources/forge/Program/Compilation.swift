import Foundation

/// The build of one product of the package for a board, by `swift build`, in a folder of its own.
struct Compilation {
    let product: String
    let board: Board
    /// Where it is built.
    let scratch: String
    let workspace: Workspace
    /// Further flags of the C compiler.
    var definitions: [String] = []

    /// Compiles and links; returns the path of the program.
    ///
    /// - Throws: `Failure` when the compiler fails; its words go to standard error.
    func run() throws -> String {
        let program = "\(scratch)/release/\(product)"
        // SwiftPM does not notice an edited toolset.
        if Files.exists(program),
            Files.firstNewer(than: program, among: [workspace.path(board.toolset)]) != nil
        {
            try Files.removeFolder(scratch)
        }
        let result = try ProcessRunner.run(
            try Tool.find("swift"), arguments, title: "building \(product) for \(board.name)")
        guard result.status == 0 else {
            Console.note(result.outputText + result.errorText)
            throw Failure(
                "the build of \(product) for \(board.name) failed; the compiler's words stand above")
        }
        return program
    }

    private var arguments: [String] {
        [
            "build", "--package-path", workspace.root, "--scratch-path", scratch,
            "--configuration", "release", "--product", product, "--triple", board.triple,
            "--toolset", workspace.path(board.toolset),
        ] + (board.linkTimeOptimization == true ? ["--experimental-lto-mode", "full"] : [])
            + definitions.flatMap { ["-Xcc", "-D\($0)"] }
    }
}
