import Glibc

// An arena of a plan with gaps between its buffers: with AddressSanitizer they are poisoned, without it they are
// looked at afterwards, and the arena ends where nothing may be touched.

/// What a buffer and a gap hold before anything is written: nothing may count on zeros.
private let untouched: UInt8 = 0xA5

/// The memory of the last session, which mostly is as large as that of the next.
nonisolated(unsafe) private var lastMemory: GuardedMemory?

/// The memory of a session; there is one at a time.
final class FuzzedArena {
    let bytes: UnsafeMutableRawBufferPointer
    private let memory: GuardedMemory
    private let plan: MemoryPlan

    init(_ plan: MemoryPlan) {
        self.plan = plan
        if let last = lastMemory, last.bytes.count == plan.totalBytes {
            memory = last
        } else {
            memory = GuardedMemory(count: plan.totalBytes)
            lastMemory = memory
        }
        bytes = memory.bytes
        guard let base = bytes.baseAddress else { return }
        unpoison(base, bytes.count)
        memset(base, Int32(untouched), bytes.count)
        poison(base, bytes.count)
        for index in 0..<plan.count { unpoison(base + plan[index].offset, plan[index].bytes) }
    }

    /// Makes sure that nothing was written between the buffers.
    func checkGaps() {
        #if !ADDRESS_SANITIZER
            let buffers = (0..<plan.count).map { plan[$0] }.filter { $0.bytes > 0 }
                .sorted { $0.offset < $1.offset }
            var end = 0
            for buffer in buffers {
                if buffer.offset < end { fail("two buffers of the arena share bytes") }
                for offset in end..<buffer.offset where bytes[offset] != untouched {
                    fail("byte \(offset), before a buffer of the arena, was written")
                }
                end = buffer.offset + buffer.bytes
            }
            for offset in end..<bytes.count where bytes[offset] != untouched {
                fail("byte \(offset), behind the arena's buffers, was written")
            }
        #endif
    }
}
