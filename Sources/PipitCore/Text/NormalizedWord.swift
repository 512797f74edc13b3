/// The longest word that is looked up, in normalized scalars; a longer one is unknown as a whole.
let maxWordScalars = 100

/// One normalized word, and where in the text each of its scalars came from, in scratch memory of the caller's.
struct NormalizedWord: ~Copyable {
    /// How much scratch memory a word takes, aligned to 2 bytes: `maxWordScalars` times 4 bytes and two offsets.
    static var scratchBytes: Int { 8 &* maxWordScalars }

    /// UTF-8, `[byteCount]` of `4 * maxWordScalars`.
    private let bytes: UnsafeMutablePointer<UInt8>
    private(set) var byteCount = 0
    /// Byte offsets into the text of what each scalar came from, `[scalarCount]`; ends are exclusive.
    private let starts: UnsafeMutablePointer<UInt16>
    private let ends: UnsafeMutablePointer<UInt16>
    private var scalarCount = 0
    /// Canonical ordering moves no mark before this byte.
    private var orderFloor = 0
    /// The part of the text that the word covers, without what was dropped at its ends.
    private(set) var start: UInt16 = 0
    private(set) var end: UInt16 = 0
    /// Whether it has more than `maxWordScalars`; `text` holds only those.
    private(set) var isTooLong = false

    /// An empty word in `scratchBytes` of scratch memory.
    init(scratch: UnsafeMutableRawPointer) {
        bytes = scratch.bindMemory(to: UInt8.self, capacity: 4 &* maxWordScalars)
        starts = (scratch + 4 &* maxWordScalars).bindMemory(to: UInt16.self, capacity: maxWordScalars)
        ends = (scratch + 6 &* maxWordScalars).bindMemory(to: UInt16.self, capacity: maxWordScalars)
    }

    var isEmpty: Bool { scalarCount == 0 }

    /// The normalized word, until the next change.
    var text: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: bytes, count: byteCount) }

    mutating func clear() {
        byteCount = 0
        scalarCount = 0
        orderFloor = 0
        isTooLong = false
    }

    /// The first byte in the text of scalar `index`, which must be there.
    func start(ofScalar index: Int) -> UInt16 { starts[index] }

    /// The byte in the text after scalar `index`, which must be there.
    func end(ofScalar index: Int) -> UInt16 { ends[index] }

    /// Appends a scalar that came from the bytes `start ..< end` of the text.
    mutating func append(_ scalar: UInt32, start: UInt16, end: UInt16) {
        if scalarCount == 0 { self.start = start }
        self.end = end
        if scalarCount == maxWordScalars {
            isTooLong = true
            return
        }
        starts[scalarCount] = start
        ends[scalarCount] = end
        scalarCount &+= 1
        if scalar < 0x80 {
            appendByte(scalar)
        } else if scalar < 0x800 {
            appendByte(0xC0 | scalar >> 6)
            appendByte(0x80 | scalar & 0x3F)
        } else if scalar < 0x1_0000 {
            appendByte(0xE0 | scalar >> 12)
            appendByte(0x80 | scalar >> 6 & 0x3F)
            appendByte(0x80 | scalar & 0x3F)
        } else {
            appendByte(0xF0 | scalar >> 18)
            appendByte(0x80 | scalar >> 12 & 0x3F)
            appendByte(0x80 | scalar >> 6 & 0x3F)
            appendByte(0x80 | scalar & 0x3F)
        }
    }

    /// Appends a mark, moved before the marks of a higher order that it follows: canonical ordering.
    ///
    /// Offsets keep their places, as in the tokenizer that this one equals.
    @inline(never)
    mutating func appendMark(_ scalar: UInt32, order: Int, start: UInt16, end: UInt16) {
        let markStart = byteCount
        append(scalar, start: start, end: end)
        var target = markStart
        while let previous = startOfMark(endingAt: target, above: order) { target = previous }
        if target == markStart { return }
        // Turns [target ..< markStart ..< byteCount] round, a byte at a time: this is rare.
        for index in markStart..<byteCount {
            let byte = bytes[index]
            var place = index
            let destination = target &+ (index &- markStart)
            while place > destination {
                bytes[place] = bytes[place &- 1]
                place &-= 1
            }
            bytes[destination] = byte
        }
    }

    /// From here on canonical ordering moves no mark before what is there already.
    mutating func closeOrdering() { orderFloor = byteCount }

    private func startOfMark(endingAt end: Int, above order: Int) -> Int? {
        if end <= orderFloor { return nil }
        var start = end &- 1
        while start > orderFloor && !isScalarStart(bytes[start]) { start &-= 1 }
        guard case .mark(_, let other) = folding(of: decodeScalar(text.span, at: start).value), other > order
        else {
            return nil
        }
        return start
    }

    private mutating func appendByte(_ byte: UInt32) {
        bytes[byteCount] = UInt8(truncatingIfNeeded: byte)
        byteCount &+= 1
    }
}
