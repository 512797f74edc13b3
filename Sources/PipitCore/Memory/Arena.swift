/// The one block of memory that everything lives in: a base address and a capacity, never grown.
public struct Arena {
    /// A multiple of 64 on a board; the plan's offsets keep the alignment of `MemoryPlan.alignment`.
    let base: UnsafeMutableRawPointer
    /// How many bytes there are.
    public let capacity: Int

    /// Takes the block; nil when it is empty or does not start at a multiple of `MemoryPlan.alignment`.
    public init?(_ bytes: UnsafeMutableRawBufferPointer) {
        guard let base = bytes.baseAddress, Int(bitPattern: base) % MemoryPlan.alignment == 0 else {
            return nil
        }
        self.base = base
        capacity = bytes.count
    }

    /// The buffer of `slot`, as `plan` placed it; the plan must fit: `plan.totalBytes <= capacity`.
    @inline(never)
    public func buffer(_ slot: MemoryPlan.Slot, of plan: MemoryPlan) -> UnsafeMutableRawBufferPointer {
        let entry = plan[slot]
        return UnsafeMutableRawBufferPointer(start: base + entry.offset, count: entry.bytes)
    }
}

extension UnsafeMutableRawBufferPointer {
    /// The start of a planned buffer, for values of one type; the arena has no other use of these bytes meanwhile.
    @inline(__always)
    func start<Value: BitwiseCopyable>(as type: Value.Type) -> UnsafeMutablePointer<Value> {
        // A planned buffer always has an address: the arena is not empty.
        baseAddress.unsafelyUnwrapped.assumingMemoryBound(to: type)
    }
}
