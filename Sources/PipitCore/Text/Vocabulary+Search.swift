/// A piece that a word, or what is left of it, starts with.
struct PieceMatch {
    var id: UInt16
    var byteCount: Int
}

extension Vocabulary {
    /// Finds the longest piece that `word[offset...]` starts with; a continuation piece when `offset` is not 0.
    ///
    /// The greatest piece that is not above the rest of the word is the longest match, if it is one at all. If not,
    /// every match is as short as what that piece has in common with the rest, so the rest is cut to that, and the
    /// search goes on below: two or three rounds where a search for each length would take one a byte.
    ///
    /// - Parameters:
    ///   - word: UTF-8 of a normalized word.
    ///   - offset: Below `word.count`.
    /// - Returns: The piece, or nil where none fits.
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
