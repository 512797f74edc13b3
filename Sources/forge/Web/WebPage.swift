import Foundation

/// The page of Sources/web/page: one file that holds the module, its style and its script.
struct WebPage {
    private let folder: String

    /// The parts of the script, each of which may use those before it.
    private static let scripts = ["engine", "reading", "teaching", "dictation", "page"]

    init(workspace: Workspace) {
        folder = workspace.path("Sources/web/page")
    }

    /// The page with a module inside.
    ///
    /// - Throws: `Failure` when a part is missing, or has a place where none of its kind goes.
    func html(module: [UInt8]) throws -> [UInt8] {
        var page = try text("page.html")
        try fill("style", of: &page, with: try text("page.css"))
        try fill("module", of: &page, with: Data(module).base64EncodedString())
        try fill(
            "script", of: &page, with: try Self.scripts.map { try text("\($0).js") }.joined(separator: "\n"))
        return Array(page.utf8)
    }

    private func text(_ name: String) throws -> String {
        String(decoding: try Files.read("\(folder)/\(name)"), as: UTF8.self)
    }

    private func fill(_ place: String, of page: inout String, with content: String) throws {
        guard !content.contains("</script"), !content.contains("</style") else {
            throw Failure("the page's \(place) would end in the middle: it has an end tag")
        }
        let parts = page.split(separator: "{{\(place)}}", omittingEmptySubsequences: false)
        guard parts.count == 2 else { throw Failure("\(folder)/page.html has not one place for \(place)") }
        page = parts[0] + content.trimmingCharacters(in: .newlines) + parts[1]
    }
}
