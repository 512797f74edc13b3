import Foundation

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Bytes that end where memory ends: reading or writing past the last one (rounded up to 16) stops the process.
final class FencedBytes {
    private let mapping: UnsafeMutableRawPointer
    private let mappedBytes: Int
    let bytes: UnsafeMutableRawBufferPointer

    /// Zeroed bytes that start at a multiple of 16, right before a page that nobody may touch.
    init(count: Int) {
        let page = Int(sysconf(Int32(_SC_PAGESIZE)))
        let padded = (count + 15) & ~15
        let usable = (padded + page - 1) / page * page
        mappedBytes = usable + page
        guard
            let start = mmap(nil, mappedBytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
            start != MAP_FAILED
        else { fatalError("no memory for a test") }
        mapping = start
        mprotect(start + usable, page, PROT_NONE)
        bytes = UnsafeMutableRawBufferPointer(start: start + usable - padded, count: count)
    }

    convenience init(_ contents: [UInt8]) {
        self.init(count: contents.count)
        bytes.copyBytes(from: contents)
    }

    deinit { munmap(mapping, mappedBytes) }

    var readOnly: UnsafeRawBufferPointer { UnsafeRawBufferPointer(bytes) }
}
