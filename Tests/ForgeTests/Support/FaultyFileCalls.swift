import Foundation
import Synchronization

@testable import forge

/// System calls of files of which one fails, or from which on none has any effect, as after a `kill -9`.
final class FaultyFileCalls: Sendable {
    enum Fault {
        /// The call fails with this error, those behind it do not.
        case error(Int32)
        /// The process has died: nothing happens any more.
        case death
    }

    private let fault: Fault
    private let number: Int
    private let count = Mutex(0)
    /// What the call would have been that failed.
    private let found = Mutex<String?>(nil)

    /// - Parameters:
    ///   - number: of the call that fails, from 0.
    ///   - fault: how.
    init(failing number: Int, _ fault: Fault) {
        (self.number, self.fault) = (number, fault)
    }

    /// The name of the call that failed; nil where there were fewer.
    var failed: String? { found.withLock { $0 } }

    /// The calls, in place of the system's.
    var calls: FileCalls {
        let system = FileCalls()
        return FileCalls(
            open: { path, flags, mode in self.passes("open") ? system.open(path, flags, mode) : -1 },
            // Linux closes a file even where it reports an error.
            close: { file in
                let result = system.close(file)
                return self.passes("close") ? result : -1
            },
            read: { file, buffer in self.passes("read") ? system.read(file, buffer) : -1 },
            write: { file, bytes in
                // Half of it, so that the rest is another call.
                let half = UnsafeRawBufferPointer(rebasing: bytes[..<((bytes.count + 1) / 2)])
                return self.passes("write") ? system.write(file, half) : -1
            },
            setMode: { file, mode in self.passes("fchmod") ? system.setMode(file, mode) : -1 },
            synchronize: { file in self.passes("fsync") ? system.synchronize(file) : -1 },
            rename: { old, new in self.passes("rename") ? system.rename(old, new) : -1 },
            remove: { path in self.passes("unlink") ? system.remove(path) : -1 })
    }

    /// Counts a call, and says whether it happens; `errno` is set where it does not.
    private func passes(_ name: String) -> Bool {
        let index = count.withLock { value in
            value += 1
            return value - 1
        }
        guard index >= number else { return true }
        if index == number { found.withLock { $0 = name } }
        switch fault {
        case .error(let error):
            guard index == number else { return true }
            errno = error
            return false
        case .death:
            errno = EIO
            return false
        }
    }
}
