import Foundation

/// A release: for every board a tarball, packages of Debian, card images, their sums, and a signature of these.
struct Release {
    let workspace: Workspace
    /// Nil for the model that ships.
    let model: String?
    let folder: String
    let version: String
    let date: SourceDate

    /// Builds everything for some boards; returns the names of the files.
    func make(boards: [Board], images: Bool, key: String?) throws -> [String] {
        try Files.makeFolder(folder)
        var names: [String] = []
        for board in boards { names += try makeBoard(board) }
        if images {
            let withCards = boards.filter { $0.card != nil }
            guard !withCards.isEmpty else { throw Failure("none of these boards has a card image") }
            names.append(try makeImage(for: withCards))
        }
        try Files.write(
            try Checksums.lines(by: "sha256sum", of: names.sorted(), in: folder), to: "\(folder)/SHA256SUMS")
        names.append("SHA256SUMS")
        if let key {
            try sign(with: key)
            names.append("SHA256SUMS.minisig")
        }
        return names
    }

    private func makeBoard(_ board: Board) throws -> [String] {
        let path = try ReleaseProgram(workspace: workspace, board: board).build(model: model)
        let program = try Files.read(path)
        let files = ReleaseFiles(
            workspace: workspace, model: model, version: version, date: date,
            speaksWyoming: board.wyoming == true)
        let manual = try files.manual(help: try help(of: path, on: board))
        let name = "pipit-\(version)-\(board.name)"
        try Tarball(folder: name, files: try contents(files, program, manual), date: date)
            .write(to: "\(folder)/\(name).tar.xz")
        let architectures = (board.debian ?? "").split(separator: " ").map(String.init)
        for architecture in architectures {
            try DebianPackage(architecture: architecture, program: program, manual: manual, files: files)
                .write(to: "\(folder)/pipit_\(version)_\(architecture).deb")
        }
        return ["\(name).tar.xz"] + architectures.map { "pipit_\(version)_\($0).deb" }
    }

    private func contents(
        _ files: ReleaseFiles, _ program: [UInt8], _ manual: [ReleaseFiles.File]
    ) throws -> [ReleaseFiles.File] {
        func within(_ folder: String, _ files: [ReleaseFiles.File]) -> [ReleaseFiles.File] {
            files.map {
                ReleaseFiles.File(
                    path: "\(folder)/\($0.path)", content: $0.content, isExecutable: $0.isExecutable)
            }
        }
        return try files.programs(program) + [files.licence()] + manual + within("systemd", files.units())
            + within("examples", files.examples()) + within("pages", files.pages())
    }

    /// What the program prints for `--help`, on the board's emulated processor where it needs one.
    private func help(of program: String, on board: Board) throws -> String {
        let words = try board.emulate.user.map { [try Tool.find($0.program), "-cpu", $0.cpu] } ?? []
        let line = words + [program, "--help"]
        let result = try ProcessRunner.run(line[0], Array(line.dropFirst()), title: "asking \(program)")
        guard result.status == 0 else { throw Failure("\(program) --help failed: \(result.errorText)") }
        return result.outputText
    }

    private func makeImage(for boards: [Board]) throws -> String {
        let name = "pipit-\(version)-card.img.xz"
        try TemporaryFolder.with { temporary in
            let image = "\(temporary)/card.img"
            _ = try CardImage(workspace: workspace, boards: boards).write(model: model, to: image)
            try Files.write(try Compressor.xz(try Files.read(image)), to: "\(folder)/\(name)")
        }
        return name
    }

    private func sign(with key: String) throws {
        guard Files.exists(key) else { throw Failure("cannot read the key \(key): there is no such file") }
        let child = try ChildProcess(
            try Tool.find("minisign"),
            ["-S", "-s", key, "-m", "\(folder)/SHA256SUMS", "-t", "pipit \(version)"],
            input: .inherited, output: .null, errors: .inherited)
        guard child.wait() == 0 else { throw Failure("minisign did not sign with \(key)") }
    }
}
