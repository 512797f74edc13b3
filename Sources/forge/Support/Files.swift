import Foundation

/// Whole files, with errors that name them.
enum Files {
    /// The bytes of a file.
    static func read(_ path: String) throws -> [UInt8] {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw Failure("cannot read \(path): \(systemMessage())") }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0, status.st_mode & S_IFMT != S_IFDIR else {
            throw Failure("cannot read \(path): it is a folder")
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Int(status.st_size))
        while let more = FileDescriptor.read(file), !more.isEmpty { bytes += more }
        return bytes
    }

    /// Writes a file in one step: readers see the old one or the new one, never half of it.
    static func write(_ bytes: [UInt8], to path: String, executable: Bool = false) throws {
        let folder = (path as NSString).deletingLastPathComponent
        if !folder.isEmpty { try makeFolder(folder) }
        let draft = "\(path).\(getpid())"
        let file = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, executable ? 0o755 : 0o644)
        guard file >= 0 else { throw Failure("cannot write \(path): \(systemMessage())") }
        let isWritten = FileDescriptor.write(bytes, to: file)
        let message = systemMessage()
        close(file)
        guard isWritten, rename(draft, path) == 0 else {
            unlink(draft)
            throw Failure("cannot write \(path): \(message)")
        }
    }

    /// Makes a folder and those above it.
    static func makeFolder(_ path: String) throws {
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            throw Failure("cannot make the folder \(path): \(error.localizedDescription)")
        }
    }

    /// When a file was last written, in nanoseconds; nil when it is not there.
    static func modificationTime(_ path: String) -> Int? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        return status.st_mtim.tv_sec * 1_000_000_000 + status.st_mtim.tv_nsec
    }

    /// The first of `paths`, or of what lies in the folders among them, that was written after a file; nil where the
    /// file is newer than all of them. A page for people does not count.
    static func firstNewer(than file: String, among paths: [String]) -> String? {
        guard let written = modificationTime(file) else { return paths.first }
        for path in paths {
            let inside = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []
            for candidate in [path] + inside.sorted().map({ "\(path)/\($0)" })
            where !candidate.hasSuffix(".md") {
                if let time = modificationTime(candidate), time > written { return candidate }
            }
        }
        return nil
    }

    /// Removes a folder and all in it.
    static func removeFolder(_ path: String) throws {
        do {
            try FileManager.default.removeItem(atPath: path)
        } catch {
            throw Failure("cannot remove the folder \(path): \(error.localizedDescription)")
        }
    }

    /// Whether something is there.
    static func exists(_ path: String) -> Bool {
        access(path, F_OK) == 0
    }
}
