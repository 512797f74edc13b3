import Foundation

/// Reads and writes of file descriptors that signals and short transfers do not disturb.
enum FileDescriptor {
    /// Writes all bytes; false when the other end is gone.
    static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        bytes.withUnsafeBytes { buffer in
            var rest = UnsafeRawBufferPointer(buffer)
            while let base = rest.baseAddress, rest.count > 0 {
                let count = Foundation.write(descriptor, base, rest.count)
                if count < 0 {
                    if errno == EINTR { continue }
                    if errno == EAGAIN {
                        wait(for: descriptor, Int16(POLLOUT))
                        continue
                    }
                    return false
                }
                rest = UnsafeRawBufferPointer(rebasing: rest[count...])
            }
            return true
        }
    }

    /// Reads what is there, at most 64 kB; empty at the end of the input, nil when nothing is ready.
    static func read(_ descriptor: Int32) -> [UInt8]? {
        while true {
            var failure: Int32 = 0
            let bytes = [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, count in
                let result = Foundation.read(descriptor, buffer.baseAddress, buffer.count)
                failure = result < 0 ? errno : 0
                count = max(0, result)
            }
            switch failure {
            case 0: return bytes
            case EINTR: continue
            case EAGAIN: return nil
            default: return []
            }
        }
    }

    /// Waits until one of the descriptors is readable or closed, or the time is over; says which are.
    static func readable(_ descriptors: [Int32], within seconds: Double) -> [Bool] {
        var entries = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        let milliseconds = Int32(min(max(seconds, 0) * 1000, 3_600_000))
        guard poll(&entries, nfds_t(entries.count), milliseconds) > 0 else {
            return descriptors.map { _ in false }
        }
        return entries.map { $0.revents != 0 }
    }

    private static func wait(for descriptor: Int32, _ events: Int16) {
        var entry = pollfd(fd: descriptor, events: events, revents: 0)
        _ = poll(&entry, 1, 1000)
    }
}
