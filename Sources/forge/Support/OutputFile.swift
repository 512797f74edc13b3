import Foundation

/// A file that is to be written: whether it can be is found out when the value is made, before any work.
///
/// Readers see the old file or the new one, never half of it, and so does who looks after the power failed: the bytes
/// go into a draft beside the file, which is synchronized, takes the file's place, and then the folder is synchronized.
struct OutputFile {
    let path: String
    private let folder: String
    /// The permissions of the file that is there; nil where there is none.
    private let mode: mode_t?

    private static let maximumNameBytes = 255
    private static let attempts = 8

    /// Looks at the place where the file is to be.
    ///
    /// - Parameters:
    ///   - path: where it goes; folders that are missing are made when it is written.
    ///   - inputs: files that are read, none of which may be this one.
    /// - Throws: `Failure` when something else than a file is there, or the folder takes none.
    init(_ path: String, apartFrom inputs: [String] = []) throws {
        self.path = path
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        let name = parts.last.map(String.init) ?? ""
        guard !["", ".", ".."].contains(name) else {
            throw Failure("cannot write \(path.isEmpty ? "a file without a name" : path): it names a folder")
        }
        guard name.utf8.count <= OutputFile.maximumNameBytes, !path.utf8.contains(0) else {
            throw Failure(
                "cannot write \(path.abridged): a name has at most \(OutputFile.maximumNameBytes) bytes")
        }
        let above = parts.dropLast().joined(separator: "/")
        folder = parts.count == 1 ? "." : above.isEmpty ? "/" : above
        mode = try OutputFile.modeOfFile(at: path)
        try OutputFile.checkFolder(folder, for: path)
        for input in inputs where OutputFile.isSame(path, input) {
            throw Failure("cannot write \(path): it is \(input), which is read")
        }
    }

    /// Writes the file, or leaves what is there as it is.
    ///
    /// Permissions of a file that is there stay.
    func write(_ bytes: [UInt8], executable: Bool = false) throws {
        do {
            if !Files.exists(folder) { try Files.makeFolder(folder) }
            let (draft, file) = try openDraft(executable ? 0o777 : 0o666)
            do {
                try fill(file, with: bytes, executable: executable)
                guard FileCalls.current.rename(draft, path) == 0 else {
                    throw SystemCallFailure("renaming the draft")
                }
            } catch {
                _ = FileCalls.current.remove(draft)
                throw error
            }
        } catch let failure as SystemCallFailure {
            throw Failure("cannot write \(path): \(failure.message)")
        }
        try synchronizeFolder()
    }

    /// A new file beside the one that is to be written, under a name that nobody can know before.
    private func openDraft(_ mode: mode_t) throws -> (path: String, file: Int32) {
        for _ in 0..<OutputFile.attempts {
            let number = String(UInt64.random(in: .min ... .max), radix: 36)
            let draft = "\(folder)/.forge-\(number)"
            let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
            let file = FileCalls.current.open(draft, flags, mode)
            if file >= 0 { return (draft, file) }
            guard errno == EEXIST || errno == EINTR else { break }
        }
        throw SystemCallFailure("opening a draft in \(folder)")
    }

    /// Writes all bytes to the draft, synchronizes and closes it.
    private func fill(_ file: Int32, with bytes: [UInt8], executable: Bool) throws {
        let calls = FileCalls.current
        do {
            try bytes.withUnsafeBytes { buffer in
                var rest = buffer
                while rest.count > 0 {
                    let count = calls.write(file, rest)
                    if count < 0 && errno == EINTR { continue }
                    guard count > 0 else { throw SystemCallFailure("writing the draft") }
                    rest = UnsafeRawBufferPointer(rebasing: rest[count...])
                }
            }
            if let mode {
                let wanted = executable ? mode | (mode & 0o444) >> 2 : mode
                guard calls.setMode(file, wanted) == 0 else {
                    throw SystemCallFailure("keeping its permissions")
                }
            }
            guard calls.synchronize(file) == 0 else { throw SystemCallFailure("synchronizing the draft") }
        } catch {
            _ = calls.close(file)
            throw error
        }
        guard calls.close(file) == 0 else { throw SystemCallFailure("closing the draft") }
    }

    /// Lets the new name outlast a power failure, where the file system can.
    private func synchronizeFolder() throws {
        let calls = FileCalls.current
        let file = calls.open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0)
        var failure = file < 0 ? SystemCallFailure("opening its folder") : nil
        if file >= 0 {
            if calls.synchronize(file) != 0, errno != EINVAL {
                failure = SystemCallFailure("synchronizing its folder")
            }
            _ = calls.close(file)
        }
        if let failure {
            throw Failure("\(path) is written, but may not outlast a power failure: \(failure.message)")
        }
    }

    /// The permissions of the file at `path`, nil where nothing is.
    private static func modeOfFile(at path: String) throws -> mode_t? {
        var status = stat()
        guard lstat(path, &status) == 0 else {
            if errno == ENOENT { return nil }
            throw Failure("cannot write \(path): \(systemMessage())")
        }
        let kind = FileKind(status)
        guard kind == .regular else {
            let way = kind == .link ? "; name the file that it points to" : ", which is not replaced"
            throw Failure("cannot write \(path): it is \(kind.name)\(way)")
        }
        return status.st_mode & 0o7777
    }

    /// Makes sure that files can be made in a folder, or in the nearest one above that is there.
    private static func checkFolder(_ folder: String, for path: String) throws {
        var nearest = folder
        while !Files.exists(nearest), nearest.contains("/"), nearest != "/" {
            let above = nearest.split(separator: "/", omittingEmptySubsequences: false).dropLast()
            nearest = above.isEmpty || above == [""] ? "/" : above.joined(separator: "/")
        }
        if !Files.exists(nearest) { nearest = "." }
        var status = stat()
        guard stat(nearest, &status) == 0, FileKind(status) == .folder else {
            throw Failure("cannot write \(path): \(nearest) is no folder")
        }
        guard access(nearest, W_OK | X_OK) == 0 else {
            throw Failure("cannot write \(path): \(nearest): \(systemMessage())")
        }
    }

    private static func isSame(_ path: String, _ other: String) -> Bool {
        var (first, second) = (stat(), stat())
        guard stat(path, &first) == 0, stat(other, &second) == 0 else { return false }
        return first.st_dev == second.st_dev && first.st_ino == second.st_ino
    }
}

/// What a name in a folder stands for.
enum FileKind {
    case regular, folder, link, device, pipe, socket

    init(_ status: stat) {
        switch status.st_mode & S_IFMT {
        case S_IFREG: self = .regular
        case S_IFDIR: self = .folder
        case S_IFLNK: self = .link
        case S_IFIFO: self = .pipe
        case S_IFSOCK: self = .socket
        default: self = .device
        }
    }

    /// What a message says that it is.
    var name: String {
        switch self {
        case .regular: "a file"
        case .folder: "a folder"
        case .link: "a symbolic link"
        case .device: "a device"
        case .pipe: "a named pipe"
        case .socket: "a socket"
        }
    }
}
