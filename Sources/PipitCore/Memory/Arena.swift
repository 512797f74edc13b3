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

    /// The elements of `slot`.
    func buffer<Element: BitwiseCopyable>(
        _ slot: MemoryPlan.ArraySlot<Element>, of plan: MemoryPlan
    ) -> UnsafeMutableBufferPointer<Element> {
        let start = buffer(slot.slot, of: plan).start(as: Element.self)
        return UnsafeMutableBufferPointer(start: start, count: slot.count)
    }
}

extension MemoryPlan {
    /// Names an entry for `count` elements; the plan itself rounds its bytes up.
    struct ArraySlot<Element: BitwiseCopyable> {
        fileprivate let slot: Slot
        fileprivate let count: Int
    }

    /// Reserves a buffer for `count` elements.
    mutating func reserve<Element: BitwiseCopyable>(
        _ name: Literal, _ count: Int, from first: Phase, through last: Phase
    ) -> ArraySlot<Element> {
        let bytes = count &* MemoryLayout<Element>.stride
        return ArraySlot(slot: reserve(name, bytes: bytes, from: first, through: last), count: count)
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
