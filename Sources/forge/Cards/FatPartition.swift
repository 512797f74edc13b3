import Foundation

/// A card's bytes: a table of partitions, and one partition with files in FAT32.
///
/// Made without root by mtools, mkfs.fat and sfdisk. The same files and date make the same bytes.
struct FatPartition {
    /// The folders and files: paths with `/`, in any order.
    let files: [(path: String, content: [UInt8])]
    let date: SourceDate

    private static let mebibyte = 1 << 20
    /// FAT32 wants 65,525 clusters of at least 512 bytes; a smaller one would be read as FAT16.
    private static let leastMebibytes = 36
    /// Room for what people put on the card: a model, and lines that they teach.
    private static let freeMebibytes = 24
    private static let firstSector = 2048
    private static let sectorBytes = 512
    /// "PIPI": a fixed number in the place of a random one.
    private static let identifier = "50495049"

    /// Where the partition starts in the card's bytes.
    static let offset = firstSector * sectorBytes

    /// Writes the card's bytes to a file.
    func write(to path: String) throws {
        try TemporaryFolder.with { folder in
            let tree = "\(folder)/files"
            for file in files { try Files.write(file.content, to: "\(tree)/\(file.path)") }
            try touch(tree)
            let contentMebibytes = files.map(\.content.count).reduce(0, +) / FatPartition.mebibyte + 1
            let mebibytes = max(FatPartition.leastMebibytes, contentMebibytes + FatPartition.freeMebibytes)
            let card = "\(folder)/card"
            try makeEmpty(card, mebibytes: mebibytes + 1)
            try partition(card)
            let place = "\(card)@@\(FatPartition.offset)"
            try run(
                "mkfs.fat",
                [
                    "-F", "32", "-s", "1", "-i", FatPartition.identifier, "-n", "PIPIT", "--invariant",
                    "--offset", "\(FatPartition.firstSector)", card, "\(mebibytes * 1024)",
                ])
            let top = Set(files.map { String($0.path.split(separator: "/")[0]) }).sorted()
            try run("mcopy", ["-i", place, "-s", "-m"] + top.map { "\(tree)/\($0)" } + ["::"])
            try moveFile(card, to: path)
        }
    }

    private func touch(_ tree: String) throws {
        let paths = FileManager.default.enumerator(atPath: tree)?.compactMap { $0 as? String } ?? []
        let time = Date(timeIntervalSince1970: Double(date.seconds))
        for path in paths {
            try FileManager.default.setAttributes([.modificationDate: time], ofItemAtPath: "\(tree)/\(path)")
        }
    }

    private func makeEmpty(_ path: String, mebibytes: Int) throws {
        try Files.write([], to: path)
        guard truncate(path, off_t(mebibytes * FatPartition.mebibyte)) == 0 else {
            throw Failure("no room for \(mebibytes) MiB at \(path): \(systemMessage())")
        }
    }

    /// One partition of FAT32, from the first mebibyte to the end.
    private func partition(_ card: String) throws {
        let table = """
            label: dos
            label-id: 0x\(FatPartition.identifier)
            start=\(FatPartition.firstSector), type=c, bootable

            """
        try Files.write(Array(table.utf8), to: card + ".table")
        try run("sfdisk", ["-q", "--no-reread", "--no-tell-kernel", card], input: .file(card + ".table"))
    }

    private func moveFile(_ card: String, to path: String) throws {
        try Files.write(try Files.read(card), to: path)
    }

    private func run(_ tool: String, _ arguments: [String], input: ChildProcess.Stream = .null) throws {
        let path = try Tool.find(tool, alsoIn: ["/usr/sbin", "/sbin"])
        let environment = ["TZ=UTC", "LC_ALL=C", "SOURCE_DATE_EPOCH=\(date.seconds)", "MTOOLS_SKIP_CHECK=1"]
        let result = try ProcessRunner.run(
            try Tool.find("env"), environment + [path] + arguments, input: input,
            title: "making the card image")
        guard result.status == 0 else {
            throw Failure("\(tool) failed: \(result.errorText)\(result.outputText)")
        }
    }
}
