import Foundation
import PipitCore

/// Makes a board's program: a static file with the model inside and an arena of just the size the model needs.
struct Builder {
    let workspace: Workspace
    let board: Board
    /// Whether the program speaks the Wyoming protocol where its board's others do not.
    var wantsWyoming = false

    /// What a build made.
    struct Result {
        let path: String
        let fileBytes: Int
        let arenaBytes: Int
    }

    /// How large a program's arena is.
    enum Arena {
        /// What the plan of the model inside needs.
        case needed
        /// What the board allows, for models that are used beside it.
        case allowed
    }

    /// The program that `build` left for a model, or a new one; nil is the default model.
    ///
    /// A program that holds another state of the model that is named is built anew; one that is older than something
    /// else that it is made of is named.
    func builtProgram(model: String? = nil) throws -> String {
        let path = workspace.program(for: board, model: model)
        if !Files.exists(path) {
            Console.note("forge: \(board.name) has not been built yet, so that comes first")
            _ = try build(model: model ?? workspace.defaultModel, into: path)
        } else if let model, try !holds(model, path) {
            Console.note("forge: \(path) has another model than \(model), so it is built anew")
            _ = try build(model: model, into: path)
        } else if let newer = newerInput(than: path) {
            let option = model.map { " --model \($0)" } ?? ""
            Console.note(
                "forge: \(newer) is newer than \(path); forge build \(board.name)\(option) renews it")
        }
        return path
    }

    /// Whether the program at `path` has this model inside, as it is now.
    private func holds(_ model: String, _ path: String) throws -> Bool {
        let image = try? ProgramImage(try Files.read(path), name: path)
        return try image?.model == suitedBytes(try LoadedModel(path: model))
    }

    /// What has changed since a program was built: one of the sources, the descriptor, the toolset or the model.
    func newerInput(than program: String) -> String? {
        let model = (try? Files.read(Builder.modelNote(of: program))).map {
            String(decoding: $0, as: UTF8.self)
        }
        let inputs = [
            "\(workspace.boards)/\(board.name).json", workspace.path(board.toolset),
            model ?? workspace.defaultModel,
        ]
        return Files.firstNewer(than: program, among: workspace.programSources + inputs)
    }

    /// The file beside a program that says which model went into it.
    private static func modelNote(of program: String) -> String {
        program + ".model"
    }

    /// Builds with a model.
    ///
    /// - Throws: `Failure` when the model is refused, needs more memory than the board allows, or the compiler
    ///   fails (its words go to standard error).
    func build(model modelPath: String, into path: String, arena: Arena = .needed) throws -> Result {
        guard Files.exists(modelPath) else {
            throw Failure(
                "no model \(modelPath); name one with --model, or make it as Weights/recipe/README.md says")
        }
        let loaded = try LoadedModel(path: modelPath)
        let neededBytes = try Builder.arenaBytes(for: loaded, on: board)
        let arenaBytes = arena == .needed ? neededBytes : board.arenaLimitBytes
        let embeddedPath = Builder.absolute(try suitedModel(loaded))
        var choices = ["PIPIT_ARENA_BYTES=\(arenaBytes)", "PIPIT_MODEL_PATH=\"\(embeddedPath)\""]
        if wantsWyoming || board.wyoming == true { choices.append("PIPIT_WYOMING=1") }
        let compiled = try Compilation(
            product: "pipit", board: board, workspace: workspace, choices: choices
        ).run()
        let program = try Files.read(compiled)
        try Builder.checkStandalone(try ELFFile(program, name: path), path)
        try Files.write(program, to: path, executable: true)
        try Files.write(Array(Builder.absolute(modelPath).utf8), to: Builder.modelNote(of: path))
        return Result(path: path, fileBytes: program.count, arenaBytes: arenaBytes)
    }

    private static func absolute(_ path: String) -> String {
        URL(fileURLWithPath: path).standardizedFileURL.path
    }

    /// The model with its weights as the board's kernels like them: a file beside the program, or the model's own.
    func suitedModel(_ loaded: LoadedModel) throws -> String {
        guard board.weightsLayout != nil else { return loaded.path }
        let path = workspace.path(".build/boards/\(board.name)/model.pipit")
        try Files.write(try suitedBytes(loaded), to: path)
        return path
    }

    private func suitedBytes(_ loaded: LoadedModel) throws -> [UInt8] {
        guard board.weightsLayout != nil else { return loaded.bytes }
        var draft = try ModelDraft(copying: loaded)
        draft.packWeights()
        return try draft.fileBytes()
    }

    /// Bytes of arena that the model's plan needs.
    ///
    /// - Throws: `Failure` with both numbers when the board allows less.
    static func arenaBytes(for loaded: LoadedModel, on board: Board) throws -> Int {
        let needed = Session.plan(for: loaded.model).totalBytes
        guard needed <= board.arenaLimitBytes else {
            throw Failure(
                "\(loaded.path) needs an arena of \(needed.grouped) bytes, but Boards/\(board.name).json allows "
                    + "\(board.arenaLimitBytes.grouped) (arenaLimitBytes)")
        }
        return needed
    }

    private static let interpreterSegment = 3

    private static func checkStandalone(_ program: ELFFile, _ path: String) throws {
        guard !program.segments.contains(where: { $0.type == interpreterSegment }) else {
            throw Failure(
                "\(path) is no static program: it needs a dynamic loader; check the board's toolset")
        }
    }
}
