import Foundation

/// An archive of a folder, the same bytes for the same files and date.
struct Tarball {
    /// The archive's one folder.
    let folder: String
    let files: [ReleaseFiles.File]
    let date: SourceDate

    /// Writes the archive, compressed by xz.
    func write(to path: String) throws {
        try TemporaryFolder.with { temporary in
            for file in files {
                try Files.write(
                    file.content, to: "\(temporary)/\(folder)/\(file.path)", executable: file.isExecutable)
            }
            let archive = "\(temporary)/archive.tar"
            let result = try ProcessRunner.run(
                try Tool.find("tar"),
                [
                    "--sort=name", "--owner=0", "--group=0", "--numeric-owner", "--mtime=@\(date.seconds)",
                    "--mode=u+rwX,go+rX,go-w", "-C", temporary, "-cf", archive, folder,
                ], title: "packing \(folder)")
            guard result.status == 0 else { throw Failure("tar failed: \(result.errorText)") }
            try Files.write(try Compressor.xz(try Files.read(archive)), to: path)
        }
    }
}
