import Foundation

/// Whole files, with errors that name them.
enum Files {
    /// What an input may have at most, unless its reader knows a smaller number.
    static let maximumBytes = 256 << 20
    private static let chunkBytes = 1 << 20

    /// The bytes of a regular file.
    ///
    /// - Parameters:
    ///   - path: where it is; a device or a pipe is refused, since nobody knows when they end.
    ///   - limit: how many bytes it may have; more are refused before they are read.
    /// - Returns: all of its bytes.
    /// - Throws: `Failure` that names the file and what the system says.
    static func read(_ path: String, atMost limit: Int = maximumBytes) throws -> [UInt8] {
        let calls = FileCalls.current
        // Without O_NONBLOCK a named pipe would wait for its other end.
        let file = calls.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK, 0)
        guard file >= 0 else { throw Failure("cannot read \(path): \(systemMessage())") }
        defer { _ = calls.close(file) }
        var status = stat()
        guard fstat(file, &status) == 0 else { throw Failure("cannot read \(path): \(systemMessage())") }
        let kind = FileKind(status)
        guard kind == .regular else { throw Failure("cannot read \(path): it is \(kind.name)") }
        let size = Int(status.st_size)
        let tooLarge = Failure("cannot read \(path): it has more than \(limit.grouped) bytes")
        guard size <= limit else { throw tooLarge }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(size + 1)
        while true {
            let (count, failure) = append(from: file, to: &bytes, calls)
            if count < 0 && failure == EINTR { continue }
            guard count >= 0 else { throw Failure("cannot read \(path): \(systemMessage(failure))") }
            guard bytes.count <= limit else { throw tooLarge }
            if count == 0 { return bytes }
        }
    }

    /// Reads what comes next, up to a chunk; how many bytes, or -1 and why.
    private static func append(from file: Int32, to bytes: inout [UInt8], _ calls: FileCalls) -> (Int, Int32)
    {
        var failure: Int32 = 0
        var result = 0
        bytes += [UInt8](unsafeUninitializedCapacity: chunkBytes) { buffer, count in
            result = calls.read(file, UnsafeMutableRawBufferPointer(buffer))
            failure = result < 0 ? errno : 0
            count = max(0, result)
        }
        return (result, failure)
    }

    /// Writes a file in one step, as `OutputFile` says.
    static func write(_ bytes: [UInt8], to path: String, executable: Bool = false) throws {
        try OutputFile(path).write(bytes, executable: executable)
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

    /// The first of `paths`, or of what lies in the folders among them, that was written after a file.
    ///
    /// Nil where the file is newer than all of them. A page for people does not count.
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
