import Foundation

/// A card image as the firmware of a board reads it: which kernel and which file system it would start.
struct BootableCard {
    /// The kernel's file on the card.
    let kernel: String
    /// The first file system's file on the card.
    let initramfs: String
    /// What the kernel is told.
    let commandLine: String
    private let image: String
    private let mcopy: String

    /// Where the first partition starts, as `forge image` makes it.
    private static let partition = "@@1048576"

    /// Reads `config.txt` and `cmdline.txt` of an image.
    ///
    /// - Throws: `Failure` where the image cannot be read or has nothing for the board.
    init(image: String, board: Board) throws {
        guard Files.exists(image) else { throw Failure("cannot read \(image): there is no such file") }
        self.image = image
        let mcopy = try Tool.find("mcopy")
        self.mcopy = mcopy
        let (kernel, initramfs, commandLine) = try TemporaryFolder.with { folder in
            let configuration = try BootableCard.text("config.txt", of: image, mcopy, folder)
            let chosen = BootableCard.chosen(in: configuration, for: board.card?.modelNames ?? [])
            guard let kernel = chosen["kernel"], let initramfs = chosen["initramfs"] else {
                throw Failure("\(image) has no kernel for \(board.name)")
            }
            return (kernel, initramfs, try BootableCard.text("cmdline.txt", of: image, mcopy, folder))
        }
        (self.kernel, self.initramfs) = (kernel, initramfs)
        self.commandLine = commandLine.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// The settings of `config.txt` that a board of one of these models takes.
    static func chosen(in configuration: String, for models: [String]) -> [String: String] {
        var values: [String: String] = [:]
        var isOurs = true
        for line in configuration.split(whereSeparator: \.isNewline) {
            if line.hasPrefix("[") {
                isOurs = line == "[all]" || models.contains { line == "[\($0)]" }
            } else if isOurs, !line.hasPrefix("#") {
                let words = line.split(maxSplits: 1) { "= ".contains($0) }.map(String.init)
                guard words.count == 2 else { continue }
                values[words[0]] = words[1].split(separator: " ").first.map(String.init)
            }
        }
        return values
    }

    /// Copies a file of the card into a folder; returns its path there.
    func extract(_ file: String, into folder: String) throws -> String {
        try BootableCard.copy(file, of: image, mcopy, folder)
    }

    /// A copy of the whole card, of a size that the emulator takes: a power of two.
    func paddedCopy(in folder: String) throws -> String {
        let bytes = try Files.read(image)
        var size = 1 << 20
        while size < bytes.count { size *= 2 }
        let path = "\(folder)/card.img"
        try Files.write(bytes, to: path)
        guard truncate(path, off_t(size)) == 0 else {
            throw Failure("no room for \(size.grouped) bytes at \(path): \(systemMessage())")
        }
        return path
    }

    private static func text(_ file: String, of image: String, _ mcopy: String, _ folder: String) throws
        -> String
    {
        String(decoding: try Files.read(try copy(file, of: image, mcopy, folder)), as: UTF8.self)
    }

    private static func copy(_ file: String, of image: String, _ mcopy: String, _ folder: String) throws
        -> String
    {
        let target = "\(folder)/\(file)"
        let result = try ProcessRunner.run(
            mcopy, ["-n", "-i", image + partition, "::\(file)", target], title: "reading \(image)")
        guard result.status == 0 else {
            throw Failure("\(image): no file \(file) can be read: \(result.errorText)")
        }
        return target
    }
}
