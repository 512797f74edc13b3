import Foundation

/// A board's program as it is given away: stripped, and the same bytes wherever it is built.
///
/// It has an arena of all that the board allows, so that a larger model than the one inside can be used beside it.
/// Memory of the arena that nothing touches costs nothing.
struct ReleaseProgram {
    let workspace: Workspace
    let board: Board

    /// Builds with a model, nil for the default one; returns the program's path.
    func build(model: String?) throws -> String {
        let builder = Builder(workspace: workspace, board: board)
        let name = (workspace.program(for: board, model: model) as NSString).lastPathComponent
        let built = workspace.path(".build/release-programs/\(board.name)/\(name).unstripped")
        _ = try builder.build(model: model ?? workspace.defaultModel, into: built, arena: .allowed)
        let path = workspace.path(".build/release-programs/\(board.name)/\(name)")
        try Files.write(try StrippedProgram.bytes(of: built), to: path, executable: true)
        return path
    }
}
