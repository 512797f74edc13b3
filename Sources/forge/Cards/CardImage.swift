import Foundation

/// A card image for one or several boards.
struct CardImage {
    let workspace: Workspace
    let boards: [Board]

    /// Builds what goes onto the card and writes the image; returns its bytes.
    ///
    /// - Throws: `Failure` for a board that has no card, and for all that a build may fail of.
    func write(model: String?, to path: String) throws -> Int {
        let parts = try boards.map { board in
            guard let card = board.card else {
                throw Failure("there is no card image for \(board.name); boards with one: \(try withCards())")
            }
            let program = try ReleaseProgram(workspace: workspace, board: board).build(model: model)
            let supervisor = try Compilation(product: "supervisor", board: board, workspace: workspace).run()
            return CardContent.Part(
                board: board, card: card, program: try Files.read(program),
                supervisor: try StrippedProgram.bytes(of: supervisor))
        }
        let files = try CardContent(workspace: workspace, model: model, parts: parts).files()
        let date = try SourceDate.of(repository: workspace.root)
        try FatPartition(files: files, date: date).write(to: path)
        return try Files.read(path).count
    }

    private func withCards() throws -> String {
        try Board.names(in: workspace).filter { try Board.named($0, in: workspace).card != nil }
            .joined(separator: ", ")
    }
}
