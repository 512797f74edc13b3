import Foundation

/// The files of a card that starts Pipit: firmware, kernels, device trees, settings and licences.
struct CardContent {
    /// What a board brings to a card.
    struct Part {
        let board: Board
        let card: Board.Card
        /// The program, stripped.
        let program: [UInt8]
        /// The supervisor, stripped.
        let supervisor: [UInt8]
    }

    let workspace: Workspace
    /// The model inside the programs; nil for the default one.
    let model: String?
    let parts: [Part]

    /// All files, by their paths on the card.
    func files() throws -> [(path: String, content: [UInt8])] {
        try checkParts()
        var files = try firmware()
        for part in parts { files += try boardFiles(part) }
        for name in ["pipit.txt", "taught.tsv", "readme.txt"] {
            files.append(
                (name, CardContent.withPairedLineEnds(try Files.read(workspace.path("Boards/card/\(name)")))))
        }
        files.append(("config.txt", Array(configuration.utf8)))
        files.append(("cmdline.txt", Array(CardContent.commandLine.utf8)))
        files.append(("licences/pipit.txt", try Files.read(workspace.path("LICENSE"))))
        if let card = workspace.modelCard(of: model) {
            files.append(("licences/weights.txt", try Files.read(card)))
        }
        return files
    }

    /// `console=tty1` keeps the kernel off the serial lines; what stands after `--` goes to the supervisor.
    private static let commandLine = "console=tty1 rdinit=/init panic=1 quiet loglevel=3\n"

    /// Two boards whose processors are chosen by the same names cannot share a card.
    private func checkParts() throws {
        var owners: [String: String] = [:]
        for part in parts {
            for model in part.card.modelNames {
                if let owner = owners[model] {
                    throw Failure(
                        "\(owner) and \(part.board.name) are for the same boards (\(model)): choose one")
                }
                owners[model] = part.board.name
            }
        }
    }

    private func firmware() throws -> [(path: String, content: [UInt8])] {
        var files = try ["bootcode.bin", "start_cd.elf", "fixup_cd.dat"].map { name in
            (path: name, content: try installed(workspace.firmware(name)))
        }
        files.append(("licences/raspi-firmware.txt", try installed(workspace.firmware("copyright"))))
        return files
    }

    private func boardFiles(_ part: Part) throws -> [(path: String, content: [UInt8])] {
        let name = part.board.name
        let folder = workspace.emulation(of: part.board, "card")
        let kernel = try installed(workspace.emulation(of: part.board, "kernel"))
        let initramfs = Initramfs(
            supervisor: part.supervisor, program: part.program,
            firstModules: try modules(part.card.firstModules, folder),
            usbModules: try modules(part.card.usbModules, folder))
        var files = [
            (
                path: part.card.cardKernel,
                content: part.card.compressKernel == true ? try Compressor.gzip(kernel) : kernel
            ),
            (path: "initramfs-\(name)", content: try initramfs.compressed()),
            (path: "licences/linux-\(name).txt", content: try installed("\(folder)/linux-copyright")),
        ]
        let trees = (try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/device-trees")) ?? []
        for tree in trees.sorted() { files.append((tree, try Files.read("\(folder)/device-trees/\(tree)"))) }
        return files
    }

    private func modules(_ names: String, _ folder: String) throws -> [Initramfs.Module] {
        try names.split(separator: " ").map { name in
            Initramfs.Module(name: String(name), content: try installed("\(folder)/modules/\(name).ko"))
        }
    }

    private func installed(_ path: String) throws -> [UInt8] {
        guard Files.exists(path) else { throw Failure("\(path) is missing; run Toolchains/install") }
        return try Files.read(path)
    }

    /// What the firmware reads: for all boards, then for each kind of board what is its own.
    private var configuration: String {
        let common = [
            "# Which kernel each board starts. Settings of Pipit are in pipit.txt.", "upstream_kernel=1",
            "enable_uart=1", "gpu_mem=16", "disable_splash=1", "boot_delay=0", "force_eeprom_read=0",
        ]
        let own = parts.flatMap { part in
            part.card.modelNames.flatMap { model in
                [
                    "", "[\(model)]", part.card.config, "kernel=\(part.card.cardKernel)",
                    "initramfs initramfs-\(part.board.name) followkernel",
                ]
            }
        }
        return (common + own).map { $0 + "\n" }.joined()
    }

    /// Text files of the card are for people on any system, so their lines end as Windows ends them.
    private static func withPairedLineEnds(_ bytes: [UInt8]) -> [UInt8] {
        bytes.flatMap { $0 == UInt8(ascii: "\n") ? [UInt8(ascii: "\r"), $0] : [$0] }
    }
}
