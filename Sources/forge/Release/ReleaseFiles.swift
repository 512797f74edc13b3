import Foundation

/// What goes with every program that is given away.
struct ReleaseFiles {
    let workspace: Workspace
    /// The model inside the programs; nil for the default one.
    let model: String?
    let version: String
    let date: SourceDate
    /// Whether the program speaks to Home Assistant.
    let speaksWyoming: Bool

    /// A file of the release.
    struct File {
        let path: String
        let content: [UInt8]
        var isExecutable = false
    }

    /// The programs: `pipit` and `pipit-act`.
    func programs(_ program: [UInt8]) throws -> [File] {
        [
            File(path: "pipit", content: program, isExecutable: true),
            File(
                path: "pipit-act", content: try Files.read(workspace.path("Boards/acting/pipit-act")),
                isExecutable: true),
        ]
    }

    /// Units of systemd.
    func units() throws -> [File] {
        let folders = ["Boards/systemd"] + (speaksWyoming ? ["Boards/home-assistant"] : [])
        return try folders.flatMap { try folder($0) }.filter { !$0.path.hasSuffix(".md") }
    }

    /// Actions for `pipit-act`.
    func examples() throws -> [File] {
        try folder("Boards/acting/examples").map {
            File(path: $0.path, content: $0.content, isExecutable: true)
        }
    }

    /// Pages for people, the model card among them.
    func pages() throws -> [File] {
        let pages = [
            "Sources/PipitCore/Protocol/PROTOCOL.md", "Sources/PipitCore/Teaching/TEACHING.md",
            "Boards/acting/ACTING.md", "Boards/systemd/SYSTEMD.md",
        ]
        let home = speaksWyoming ? ["Boards/home-assistant/HOME-ASSISTANT.md"] : []
        return try ((pages + home).map(workspace.path) + [modelCard].compactMap { $0 }).map {
            File(path: ($0 as NSString).lastPathComponent, content: try Files.read($0))
        }
    }

    /// The path of the model card, nil where the model has none.
    var modelCard: String? { workspace.modelCard(of: model) }

    /// The licence of the program, with what the weights are made of.
    func licence() throws -> File {
        File(path: "LICENSE", content: try Files.read(workspace.path("LICENSE")))
    }

    /// Pages of the manual, `pipit.1` and `pipit-act.1`.
    ///
    /// `help` is what the program prints for `--help`.
    func manual(help: String) throws -> [File] {
        let act = try ProcessRunner.run(
            workspace.path("Boards/acting/pipit-act"), ["--help"], title: "asking pipit-act")
        return [
            ManualPage(
                name: "pipit", summary: "understands lines of text in two megabytes", help: help,
                also: ["pipit-act(1)", "/usr/share/doc/pipit/PROTOCOL.md.gz"]),
            ManualPage(
                name: "pipit-act", summary: "runs programs of your own for Pipit's intents",
                help: act.outputText,
                also: ["pipit(1)", "/usr/share/doc/pipit/ACTING.md"]),
        ].map { page in
            File(path: "\(page.name).1", content: Array(page.source(version: version, date: date).utf8))
        }
    }

    private func folder(_ path: String) throws -> [File] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: workspace.path(path))) ?? []
        return try names.sorted().map {
            File(path: $0, content: try Files.read(workspace.path("\(path)/\($0)")))
        }
    }
}
