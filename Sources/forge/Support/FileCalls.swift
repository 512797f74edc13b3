import Foundation

/// The system calls by which files are read and written.
///
/// Tests put others in their place, of which one after the other fails.
struct FileCalls: Sendable {
    var open: @Sendable (_ path: String, _ flags: Int32, _ mode: mode_t) -> Int32 = {
        Foundation.open($0, $1, $2)
    }
    var close: @Sendable (_ file: Int32) -> Int32 = { Foundation.close($0) }
    var read: @Sendable (_ file: Int32, _ buffer: UnsafeMutableRawBufferPointer) -> Int = {
        Foundation.read($0, $1.baseAddress, $1.count)
    }
    var write: @Sendable (_ file: Int32, _ bytes: UnsafeRawBufferPointer) -> Int = {
        Foundation.write($0, $1.baseAddress, $1.count)
    }
    var setMode: @Sendable (_ file: Int32, _ mode: mode_t) -> Int32 = { fchmod($0, $1) }
    /// Of a file or a folder.
    var synchronize: @Sendable (_ file: Int32) -> Int32 = { fsync($0) }
    var rename: @Sendable (_ old: String, _ new: String) -> Int32 = { Foundation.rename($0, $1) }
    var remove: @Sendable (_ path: String) -> Int32 = { unlink($0) }

    /// Those of the task that asks.
    @TaskLocal static var current = FileCalls()
}

/// A system call that failed, and why: taken down before another call changes `errno`.
struct SystemCallFailure: Error {
    /// What was tried, as "cannot open the draft".
    let attempt: String
    let number: Int32

    /// Takes `errno` down.
    init(_ attempt: String) {
        number = errno
        self.attempt = attempt
    }

    /// What the system calls it.
    var message: String { "\(attempt): \(systemMessage(number))" }
}
