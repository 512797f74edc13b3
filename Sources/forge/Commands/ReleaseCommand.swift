extension Command {
    /// The command `release`.
    static let release = Command(
        name: "release", synopsis: "release [BOARD…] [--model FILE] [-o DIR] [--images] [--key FILE]",
        summary: "Makes tarballs, Debian packages and card images to give away.",
        details: """
            For every board, or for those that are named: a tarball with the program, units of systemd, actions,
            pages and licences; packages for Debian and Raspberry Pi OS where the board has an architecture of
            Debian; SHA256SUMS. They are left in DIR, .build/release-files unless given, and are the same bytes wherever
            they are made: SOURCE_DATE_EPOCH sets their time, that of the last commit unless given.

            --model FILE  the model inside, Weights/home.pipit unless given
            -o DIR        where the files go
            --images      a card image for the boards that have one, too
            --key FILE    signs SHA256SUMS with this secret key of minisign; Boards/RELEASE.md says how to verify
            """
    ) { arguments in
        let images = arguments.flag("--images")
        let model = try arguments.option("--model")
        let folder = try arguments.option("-o")
        let key = try arguments.option("--key")
        var names: [String] = []
        while let name = try arguments.nextOperand() { names.append(name) }
        try arguments.finish()
        let workspace = try Workspace.current()
        let boards = try (names.isEmpty ? Board.names(in: workspace) : names).map {
            try Board.named($0, in: workspace)
        }
        let version = Version.text
        let release = Release(
            workspace: workspace, model: model, folder: folder ?? workspace.path(".build/release-files"),
            version: version, date: try SourceDate.of(repository: workspace.root))
        for name in try release.make(boards: boards, images: images, key: key) {
            let path = "\(release.folder)/\(name)"
            Console.say("\(path): \(try Files.read(path).count.grouped) bytes")
        }
        return 0
    }
}
