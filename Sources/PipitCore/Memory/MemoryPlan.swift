/// Where each buffer lies in the arena, decided once at start.
///
/// A line passes through the phases in order. A buffer is needed from one phase through another; buffers whose
/// phases do not overlap may share bytes. Blocks repeat their phases for each layer, so what has to survive from
/// one layer to the next is reserved over all of them.
public struct MemoryPlan {
    /// What is being done with a line; buffers are reserved over a range of these.
    public enum Phase: UInt8, Comparable {
        /// A line comes in.
        case read
        /// Text becomes word pieces.
        case tokenize
        /// Word pieces become rows.
        case embed
        /// An EmbBERT block's convolution.
        case convolve
        /// A block's attention.
        case attend
        /// A BERT block's feed-forward layer.
        case feedForward
        /// Rows become logits.
        case head
        /// Logits become a line of text.
        case reply

        /// The order in which a line passes through them.
        public static func < (a: Phase, b: Phase) -> Bool { a.rawValue < b.rawValue }
    }

    /// A buffer of the plan.
    public struct Entry {
        /// What the buffer holds.
        public let name: Literal
        /// How many bytes it has.
        public let bytes: Int
        /// The first phase that needs it.
        public let first: Phase
        /// The last phase that needs it.
        public let last: Phase
        /// Where it starts in the arena; set by `place()`.
        public internal(set) var offset = 0

        var end: Int { offset &+ bytes }

        private var isTouchedByEveryLine: Bool { first <= .tokenize && bytes < 2048 }

        func isPlaced(before other: Entry) -> Bool {
            isTouchedByEveryLine == other.isTouchedByEveryLine ? bytes > other.bytes : isTouchedByEveryLine
        }

        func overlapsInTime(_ other: Entry) -> Bool { first <= other.last && other.first <= last }
    }

    /// Names an entry of the plan that reserved it.
    public struct Slot {
        let index: Int
    }

    /// Every buffer starts at a multiple of this.
    public static let alignment = 16
    static let capacity = 48

    private var entries: InlineArray<48, Entry>
    /// How many buffers are reserved.
    public private(set) var count = 0
    /// The bytes that the arena needs; set by `place()`.
    public private(set) var totalBytes = 0

    /// Makes a plan without buffers.
    public init() {
        entries = InlineArray(repeating: Entry(name: "", bytes: 0, first: .read, last: .read))
    }

    /// Reserves a buffer; its bytes are rounded up to `alignment`.
    @inline(never)  // Thirty calls: as long as they are, copies would fill kilobytes.
    public mutating func reserve(
        _ name: Literal, bytes: Int, from first: Phase, through last: Phase
    ) -> Slot {
        entries[count] = Entry(
            name: name, bytes: aligned(bytes, to: Self.alignment), first: first, last: last)
        count &+= 1
        return Slot(index: count &- 1)
    }

    /// The buffer of `slot`.
    public subscript(slot: Slot) -> Entry { entries[slot.index] }

    /// The buffer number `index`, below `count`, in the order of reservation.
    public subscript(index: Int) -> Entry { entries[index] }
}

extension MemoryPlan {
    /// Gives every buffer its offset: the largest first, each at the lowest place that is free while it is needed.
    ///
    /// Before all others come the small ones that a line needs from its start. Every line touches them, and
    /// behind the large buffers, which hardly a line touches, they would be pages of their own.
    public mutating func place() {
        var placed = Placement(count: count)
        // By their address: each look at one of them would copy all.
        withUnsafeMutablePointer(to: &entries) { entries in
            entries.withMemoryRebound(to: Entry.self, capacity: Self.capacity) { placed.placeAll($0) }
        }
        totalBytes = placed.totalBytes
    }
}

/// Gives the buffers of a plan their places, one after the other.
private struct Placement {
    /// How many buffers there are.
    let count: Int
    /// The bytes up to the end of the last one.
    private(set) var totalBytes = 0

    init(count: Int) {
        self.count = count
    }

    /// The offset of a buffer that has no place yet.
    private static let none = -1

    mutating func placeAll(_ entries: UnsafeMutablePointer<MemoryPlan.Entry>) {
        for index in 0..<count { entries[index].offset = Self.none }
        for _ in 0..<count {
            let next = largest(entries)
            entries[next].offset = lowestFreeOffset(for: next, entries)
            totalBytes = max(totalBytes, entries[next].end)
        }
    }

    /// The first of those that have no place yet.
    private func largest(_ entries: UnsafeMutablePointer<MemoryPlan.Entry>) -> Int {
        var found = Self.none
        for index in 0..<count where entries[index].offset == Self.none {
            if found < 0 || entries[index].isPlaced(before: entries[found]) { found = index }
        }
        return found
    }

    /// Tries the start of the arena and the end of each placed buffer that is needed at the same time.
    private func lowestFreeOffset(for entry: Int, _ entries: UnsafeMutablePointer<MemoryPlan.Entry>) -> Int {
        var best = Int.max
        if isFree(0, for: entry, entries) { best = 0 }
        for index in 0..<count where isInTheWay(index, of: entry, entries) {
            let offset = entries[index].end
            if offset < best && isFree(offset, for: entry, entries) { best = offset }
        }
        return best
    }

    @inline(never)
    private func isFree(
        _ offset: Int, for entry: Int, _ entries: UnsafeMutablePointer<MemoryPlan.Entry>
    ) -> Bool {
        for index in 0..<count where isInTheWay(index, of: entry, entries) {
            if offset < entries[index].end && entries[index].offset < offset &+ entries[entry].bytes {
                return false
            }
        }
        return true
    }

    /// Whether a buffer has a place, and is needed when another one is.
    private func isInTheWay(
        _ index: Int, of entry: Int, _ entries: UnsafeMutablePointer<MemoryPlan.Entry>
    ) -> Bool {
        entries[index].offset != Self.none && entries[index].overlapsInTime(entries[entry])
    }
}
