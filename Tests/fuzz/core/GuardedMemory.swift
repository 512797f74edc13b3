import Glibc

// With AddressSanitizer what lies around is poisoned too.
#if ADDRESS_SANITIZER
    @_silgen_name("__asan_poison_memory_region")
    func poison(_ address: UnsafeRawPointer, _ count: Int)
    @_silgen_name("__asan_unpoison_memory_region")
    func unpoison(_ address: UnsafeRawPointer, _ count: Int)
#else
    func poison(_: UnsafeRawPointer, _: Int) {}
    func unpoison(_: UnsafeRawPointer, _: Int) {}
#endif

/// Memory that ends where nothing may be touched: a read or write behind its last byte ends the process.
final class GuardedMemory {
    let bytes: UnsafeMutableRawBufferPointer
    private let pages: UnsafeMutableRawPointer
    private let pagesBytes: Int

    /// Memory of `count` bytes, which starts at a multiple of 16 and ends 0 to 15 bytes before a page without access.
    init(count: Int) {
        let page = 4096
        let room = (count + page - 1) / page * page
        pagesBytes = room + page
        guard let pages = mmap(nil, pagesBytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
            pages != MAP_FAILED, mprotect(pages + room, page, PROT_NONE) == 0
        else { fail("no memory") }
        self.pages = pages
        let start = (room - count) / 16 * 16
        bytes = UnsafeMutableRawBufferPointer(start: pages + start, count: count)
        poison(pages, start)
        poison(pages + start + count, room - start - count)
    }

    convenience init(_ source: UnsafeRawBufferPointer) {
        self.init(count: source.count)
        bytes.copyMemory(from: source)
    }

    deinit {
        unpoison(pages, pagesBytes)
        munmap(pages, pagesBytes)
    }
}
