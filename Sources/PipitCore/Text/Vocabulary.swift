/// The word pieces of a model, searched where they lie: sorted, front-coded blocks of 16 (Model/FORMAT.md).
///
/// Relies on what `ModelFile` has checked: the section has the size that its counts and `entryBytes` say, every block
/// starts where its offset says, every entry has 1 … 100 bytes and shares no more than the entry before it has.
/// Whether it is sorted and UTF-8 decides what is found, not what is read.
public struct Vocabulary {
    /// The first id of the pieces that start a word; the special tokens come before.
    let firstWord: Int
    /// The first id of the pieces that continue one; they are stored without `##`.
    let firstContinuation: Int
    /// All ids together.
    public let count: Int

    private let blockOffsets: UnsafePointer<UInt32>
    private let entries: UnsafePointer<UInt8>

    /// The vocabulary of a model, which outlives this value.
    public init(_ model: ModelFile) {
        // A model that was read has its vocabulary section: the base is there.
        self.init(section: model.vocabulary.baseAddress.unsafelyUnwrapped)
    }

    /// A view of a valid vocabulary section, aligned to 4 bytes.
    init(section: UnsafeRawPointer) {
        let header = ByteView(base: section, count: VocabularyField.byteCount)
        firstWord = header.int(VocabularyField.specials)
        firstContinuation = firstWord &+ header.int(VocabularyField.words)
        count = firstContinuation &+ header.int(VocabularyField.continuations)
        let blocks = section + header.count
        blockOffsets = blocks.assumingMemoryBound(to: UInt32.self)
        entries = (blocks + 4 &* Self.blockCount(count)).assumingMemoryBound(to: UInt8.self)
    }

    /// No piece has more bytes.
    static var maximumPieceBytes: Int { VocabularyField.maximumEntryBytes }

    /// The bits of an id that say where in its block an entry stands.
    private static var blockMask: Int { VocabularyField.entriesInBlock &- 1 }

    /// The ids of the pieces that start a word.
    package var words: Range<Int> { firstWord..<firstContinuation }

    /// Whether the piece of `id` continues a word.
    public func isContinuation(_ id: UInt16) -> Bool { Int(id) >= firstContinuation }

    /// Writes the bytes of a piece, without `##`.
    ///
    /// - Parameters:
    ///   - id: Below `count`; any other has no bytes.
    ///   - buffer: Room for `VocabularyField.maximumEntryBytes`; what does not fit is left out.
    /// - Returns: How many bytes were written.
    public func piece(of id: UInt16, into buffer: UnsafeMutableBufferPointer<UInt8>) -> Int {
        if Int(id) >= count { return 0 }
        // Every entry on the way leaves the bytes that the next one shares.
        var entry = firstEntry(ofBlock: Self.block(of: Int(id)))
        var left = Int(id) & Self.blockMask
        while true {
            for index in 0..<entry.restCount where entry.shared &+ index < buffer.count {
                buffer[entry.shared &+ index] = entry.rest[index]
            }
            if left == 0 { return min(entry.shared &+ entry.restCount, buffer.count) }
            left &-= 1
            entry = entry.next
        }
    }

    /// How many blocks hold the ids below `end`.
    static func blockCount(_ end: Int) -> Int { block(of: end &+ blockMask) }

    /// The block of an entry.
    static func block(of id: Int) -> Int { id &>> VocabularyField.entriesInBlock.trailingZeroBitCount }

    func firstEntry(ofBlock block: Int) -> FrontCodedEntry {
        FrontCodedEntry(at: entries + Int(truncatingIfNeeded: blockOffsets[block].littleEndian))
    }
}

/// A piece that a word, or what is left of it, starts with.
struct PieceMatch {
    var id: UInt16
    var byteCount: Int
}

extension Vocabulary {
    /// Finds the longest piece that `word[offset...]` starts with; a continuation piece when `offset` is not 0.
    ///
    /// The last piece that is not above the rest of the word is the longest match, if it is one at all. If not,
    /// every match is as short as what that piece has in common with the rest, so the rest is cut to that, and the
    /// search goes on below: two or three rounds where a search for each length would take one a byte.
    ///
    /// - Parameters:
    ///   - word: UTF-8 of a normalized word.
    ///   - offset: Below `word.count`.
    /// - Returns: The piece, or nil where none fits.
    @inline(never)  // Long, and called in two places.
    func longestPiece(in word: Span<UInt8>, from offset: Int) -> PieceMatch? {
        let group = offset == 0 ? firstWord..<firstContinuation : firstContinuation..<count
        // Of a group's ids, those before its first whole block are read from the group's start.
        let wholeBlocks = Self.blockCount(group.lowerBound)
        var blockLimit = Self.blockCount(group.upperBound)
        var key = word.extracting(offset..<word.count)
        while !key.isEmpty {
            var low = wholeBlocks
            while low < blockLimit {
                let middle = (low &+ blockLimit) &>> 1
                if firstEntry(ofBlock: middle).isAbove(key) {
                    blockLimit = middle
                } else {
                    low = middle &+ 1
                }
            }
            let first = low > wholeBlocks ? (low &- 1) &* VocabularyField.entriesInBlock : group.lowerBound
            let found = scan(first..<min(group.upperBound, (first | Self.blockMask) &+ 1), for: key)
            if let match = found.match { return match }
            key = key.extracting(first: found.common)
        }
        return nil
    }

    /// Whether a word is one piece.
    func holds(_ word: UnsafeBufferPointer<UInt8>) -> Bool {
        longestPiece(in: word.span, from: 0)?.byteCount == word.count
    }

    /// Reads the entries of `ids`, all of one block, up to the first that is above `key`.
    ///
    /// - Returns: The longest of them that `key` starts with, and how many bytes `key` has in common with the last
    ///   that is not above it.
    private func scan(_ ids: Range<Int>, for key: Span<UInt8>) -> (match: PieceMatch?, common: Int) {
        var match: PieceMatch?
        var common = 0
        if ids.isEmpty { return (nil, 0) }
        var entry = entry(of: ids.lowerBound)
        var id = ids.lowerBound
        while true {
            // An entry that shares more than `common` differs from the key where the one before it did.
            if entry.shared <= common {
                var same = entry.shared
                let length = entry.shared &+ entry.restCount
                while same < length && same < key.count && entry.rest[same &- entry.shared] == key[same] {
                    same &+= 1
                }
                if same == length {
                    match = PieceMatch(id: UInt16(truncatingIfNeeded: id), byteCount: length)
                } else if same == key.count || entry.rest[same &- entry.shared] > key[same] {
                    break
                }
                common = same
            }
            id &+= 1
            if id == ids.upperBound { break }
            entry = entry.next
        }
        return (match, common)
    }

    private func entry(of id: Int) -> FrontCodedEntry {
        var entry = firstEntry(ofBlock: Self.block(of: id))
        for _ in 0..<id & Self.blockMask { entry = entry.next }
        return entry
    }
}

extension FrontCodedEntry {
    /// Whether this piece, the first of a block and so stored whole, sorts after `key`.
    fileprivate func isAbove(_ key: Span<UInt8>) -> Bool {
        var index = 0
        while index < restCount && index < key.count {
            if rest[index] != key[index] { return rest[index] > key[index] }
            index &+= 1
        }
        return restCount > key.count
    }
}
