/// Reads a text once, byte by byte, and stops at the end of each normalized word.
///
/// Words are what BERT's splitter makes: parted by white space; punctuation, ASCII symbols and ideographs alone.
struct WordScanner: ~Copyable {
    private let text: UnsafeBufferPointer<UInt8>
    private var position = 0
    private(set) var word: NormalizedWord

    /// - Parameters:
    ///   - text: At most 65,535 bytes; those that are not UTF-8 leave nothing.
    ///   - scratch: `NormalizedWord.scratchBytes`, aligned to 2 bytes.
    @inline(never)  // Long, and called in several places.
    init(_ text: UnsafeBufferPointer<UInt8>, scratch: UnsafeMutableRawPointer) {
        self.text = text
        word = NormalizedWord(scratch: scratch)
    }

    /// Moves on to the next word; false where there is none.
    @inline(never)  // Whoever reads words needs it, and it is long.
    mutating func next() -> Bool {
        word.clear()
        let bytes = text.span
        while position < bytes.count {
            // Most bytes are these; the rest of the loop would do the same with them.
            if let kept = foldedLetterOrDigit(bytes[position]) {
                let start = UInt16(truncatingIfNeeded: position)
                word.append(kept, start: start, end: start &+ 1)
                position &+= 1
                continue
            }
            let scalar = decodeScalar(bytes, at: position)
            let start = UInt16(truncatingIfNeeded: position)
            let after = position &+ max(1, scalar.byteCount)
            let end = UInt16(truncatingIfNeeded: after)
            switch folding(of: scalar.value) {
            case .drop: break
            case .dropStarter: word.closeOrdering()
            case .space:
                if !word.isEmpty { return true }
            case .keep(let kept): word.append(kept, start: start, end: end)
            case .alone(let kept):
                // A word before it ends here, and the scalar is read anew as the next one.
                if !word.isEmpty { return true }
                word.append(kept, start: start, end: end)
                position = after
                return true
            case .mark(let mark, let order): word.appendMark(mark, order: order, start: start, end: end)
            case .several(let expansion, let plane):
                var index = 0
                while let kept = expandedScalar(expansion, plane: plane, index: index) {
                    appendExpanded(kept, start: start, end: end)
                    index &+= 1
                }
            case .syllable(let index): appendJamo(ofSyllable: index, start: start, end: end)
            }
            position = after
        }
        return !word.isEmpty
    }

    private mutating func appendExpanded(_ scalar: UInt32, start: UInt16, end: UInt16) {
        if case .mark(let mark, let order) = folding(of: scalar) {
            word.appendMark(mark, order: order, start: start, end: end)
        } else {
            word.append(scalar, start: start, end: end)
        }
    }

    /// Decomposes a Hangul syllable as section 3.12 of the Unicode Standard does: 21 vowels, 28 finals, one of them none.
    private mutating func appendJamo(ofSyllable index: UInt32, start: UInt16, end: UInt16) {
        word.append(0x1100 &+ index / 588, start: start, end: end)
        word.append(0x1161 &+ index % 588 / 28, start: start, end: end)
        let final = index % 28
        if final > 0 { word.append(0x11A7 &+ final, start: start, end: end) }
    }
}

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
