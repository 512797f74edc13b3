/// Checks the vocabulary section: counts, blocks, front coding, order and UTF-8.
struct VocabularySection {
    private let bytes: ByteView
    /// The last entry, `[VocabularyField.maximumEntryBytes]`, in memory of its own: in this value it would be copied for
    /// each entry.
    private let entry: UnsafeMutablePointer<UInt8>
    private var entryBytes = 0
    /// Whether the last entry may have bytes that are no ASCII.
    private var mayBeLong = false

    private init(_ bytes: ByteView, entry: UnsafeMutablePointer<UInt8>) {
        self.bytes = bytes
        self.entry = entry
    }

    /// Checks a whole section for a config of `size` word pieces.
    static func check(_ bytes: ByteView, size: Int) throws(ModelError) {
        try withUnsafeTemporaryAllocation(of: UInt8.self, capacity: VocabularyField.maximumEntryBytes) {
            (entry) throws(ModelError) -> Void in
            // Room was asked for, so there is a base.
            var section = VocabularySection(bytes, entry: entry.baseAddress.unsafelyUnwrapped)
            try section.check(size: size)
        }
    }

    private mutating func check(size: Int) throws(ModelError) {
        let needed = UInt32(truncatingIfNeeded: size)
        let headerBytes = VocabularyField.byteCount
        let blockEntries = VocabularyField.entriesInBlock
        if bytes.count < headerBytes {
            throw .badVocabulary(
                problem: "bytes of the header", id: 0, needed: UInt32(headerBytes),
                available: UInt32(bytes.count))
        }
        let specials = UInt64(bytes.u32(VocabularyField.specials))
        let words = UInt64(bytes.u32(VocabularyField.words))
        let sum = specials &+ words &+ UInt64(bytes.u32(VocabularyField.continuations))
        if sum != UInt64(needed) {
            throw .badVocabulary(
                problem: "entries", id: 0, needed: needed, available: UInt32(clamping: sum))
        }
        let blocks = (size &+ blockEntries &- 1) / blockEntries
        let start = headerBytes &+ blocks &* 4
        let sectionBytes = UInt64(start) &+ UInt64(bytes.u32(VocabularyField.entryBytes))
        if sectionBytes != UInt64(bytes.count) {
            throw .badVocabulary(
                problem: "bytes", id: 0, needed: UInt32(clamping: sectionBytes),
                available: UInt32(bytes.count))
        }
        let entries = bytes.slice(start, bytes.count &- start)
        let firstWord = Int(specials)
        let firstContinuation = Int(specials &+ words)
        var offset = 0
        for id in 0..<size {
            let startsGroup = id == 0 || id == firstWord || id == firstContinuation
            if id % blockEntries == 0 {
                let block = bytes.u32(headerBytes &+ id / blockEntries &* 4)
                if block != UInt32(offset) { throw refuse(id, "offset of the block", UInt32(offset), block) }
            }
            offset = try checkEntry(
                id, entries, offset, mayShare: !startsGroup && id % blockEntries != 0,
                isSorted: !startsGroup && id > firstWord)
        }
        if offset != entries.count {
            throw refuse(size, "bytes of all entries", UInt32(offset), UInt32(entries.count))
        }
    }

    /// Decodes one entry over the one before it; returns the offset of the next.
    private mutating func checkEntry(
        _ id: Int, _ entries: ByteView, _ offset: Int, mayShare: Bool, isSorted: Bool
    ) throws(ModelError) -> Int {
        let left = entries.count &- offset
        let headerBytes = left > 0 ? FrontCodedEntry.headerBytes(entries.u8(offset)) : 1
        if headerBytes > left { throw refuse(id, "bytes left", UInt32(headerBytes), UInt32(left)) }
        let start = entries.base.assumingMemoryBound(to: UInt8.self) + offset
        let stored = FrontCodedEntry(at: start)
        let (shared, rest) = (stored.shared, stored.restCount)
        if rest > left &- headerBytes {
            throw refuse(id, "bytes left", UInt32(rest), UInt32(left &- headerBytes))
        }
        let maximumShared = mayShare ? entryBytes : 0
        if shared > maximumShared {
            throw refuse(id, "shared bytes", UInt32(maximumShared), UInt32(shared))
        }
        let count = shared &+ rest
        let maximumBytes = VocabularyField.maximumEntryBytes
        if count == 0 || count > maximumBytes {
            throw refuse(id, VocabularyField.maximumEntryBytesRule, UInt32(maximumBytes), UInt32(count))
        }
        let tail = entries.slice(offset &+ headerBytes, rest)
        if isSorted && !isGreater(tail, at: shared) { throw refuse(id, "order by bytes", UInt32(id), 0) }
        var all: UInt8 = shared > 0 && mayBeLong ? 0x80 : 0
        for index in 0..<rest {
            entry[shared &+ index] = tail.u8(index)
            all |= tail.u8(index)
        }
        entryBytes = count
        mayBeLong = all >= 0x80
        if mayBeLong && !isValidUTF8(Bytes(start: entry, count: count)) {
            throw refuse(id, "UTF-8", UInt32(id), 0)
        }
        return offset &+ headerBytes &+ rest
    }

    /// Whether the entry that keeps `shared` bytes of the last one and goes on with `tail` comes after it.
    private func isGreater(_ tail: ByteView, at shared: Int) -> Bool {
        for index in 0..<tail.count {
            let place = shared &+ index
            if place >= entryBytes { return true }
            if tail.u8(index) != entry[place] { return tail.u8(index) > entry[place] }
        }
        return false
    }

    private func refuse(
        _ id: Int, _ problem: Literal, _ needed: UInt32, _ available: UInt32
    ) -> ModelError {
        .badVocabulary(
            problem: problem, id: UInt32(truncatingIfNeeded: id), needed: needed, available: available)
    }
}
