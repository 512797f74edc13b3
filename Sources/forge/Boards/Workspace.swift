import Foundation

/// The repository and the places in it that `forge` reads and writes.
struct Workspace {
    let root: String

    /// The repository that the current folder lies in, else the one this program was built in.
    ///
    /// - Throws: `Failure` when neither is one.
    static func current() throws -> Workspace {
        let program = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        for start in [FileManager.default.currentDirectoryPath, program] {
            if let root = enclosingRepository(of: start) { return Workspace(root: root) }
        }
        throw Failure(
            "no Pipit repository here: run forge inside one (a folder with Package.swift and Boards/)")
    }

    /// The nearest folder at or above `path` that holds the package and its boards.
    static func enclosingRepository(of path: String) -> String? {
        var folder = path
        while folder.count > 1 {
            let isRepository = ["Package.swift", "Boards", "Sources/PipitCore"].allSatisfy {
                FileManager.default.fileExists(atPath: "\(folder)/\($0)")
            }
            if isRepository { return folder }
            folder = (folder as NSString).deletingLastPathComponent
        }
        return nil
    }

    /// A path inside the repository.
    func path(_ relative: String) -> String {
        "\(root)/\(relative)"
    }

    /// The folder of board descriptors.
    var boards: String { path("Boards") }

    /// The model that goes into a program unless another is named.
    var defaultModel: String { path("Weights/home.pipit") }

    /// The model card of a model, nil for the default one: `NAME.md` beside `NAME.pipit`; nil where there is none.
    func modelCard(of model: String?) -> String? {
        let card = URL(fileURLWithPath: model ?? defaultModel).deletingPathExtension().path + ".md"
        return Files.exists(card) ? card : nil
    }

    /// Where `build` leaves a board's program: `pipit` with the default model, else a program named after its model.
    ///
    /// Another model that is called `pipit` too has its folder's name in front.
    func program(for board: Board, model: String? = nil) -> String {
        let folder = path(".build/boards/\(board.name)")
        let defaultName = "pipit"
        guard let model else { return "\(folder)/\(defaultName)" }
        let file = URL(fileURLWithPath: model).resolvingSymlinksInPath()
        if file.path == URL(fileURLWithPath: defaultModel).resolvingSymlinksInPath().path {
            return "\(folder)/\(defaultName)"
        }
        let name = (file.pathExtension == "pipit" ? file.deletingPathExtension() : file).lastPathComponent
        guard name == defaultName else { return "\(folder)/\(name)" }
        return "\(folder)/\(file.deletingLastPathComponent().lastPathComponent)-\(name)"
    }

    /// What every board's program is made of: the package, and the folders of its sources but those of the host alone.
    var programSources: [String] {
        let folders = (try? FileManager.default.contentsOfDirectory(atPath: path("Sources"))) ?? []
        let device = folders.filter { !["forge", "bench", "supervisor", "web"].contains($0) }.sorted()
        return [path("Package.swift")] + device.map { path("Sources/\($0)") }
    }

    /// A board's own build folder.
    ///
    /// It is not inside another one, so `swift run forge build …`, which may hold the lock of `.build`, does not wait
    /// for itself.
    func scratch(for board: Board) -> String {
        path(".build-boards/\(board.name)")
    }

    /// What `Toolchains/install` unpacked to emulate a board.
    func emulation(of board: Board, _ file: String) -> String {
        path(".cache/boards/\(board.name)/\(file)")
    }

    /// A file of the firmware that starts every card, as `Toolchains/install` unpacked it.
    func firmware(_ file: String) -> String {
        path(".cache/firmware/\(file)")
    }
}
