/// The hash of one lexical feature: 32-bit FNV-1a over a kind and bytes, mixed at the end.
///
/// FEATURES.md has the arithmetic and the kinds. A value grows byte by byte, so that the n-grams that start at one place
/// share their beginnings:
///
///     var hash = FeatureHash(kind: .characters)
///     hash.add(0x20)
///     hash.key  // of " ", 24 bits
public struct FeatureHash: Equatable {
    /// What the bytes of a feature mean; features of two kinds never are the same feature.
    public struct Kind: Equatable, Sendable {
        /// The first byte that is hashed.
        public let byte: UInt8

        /// A kind of the caller's; FEATURES.md lists those in use.
        public init(_ byte: UInt8) {
            self.byte = byte
        }
    }

    private(set) var state: UInt32

    /// The hash of no bytes at all.
    public init(kind: Kind) {
        state = 0x811C_9DC5
        add(kind.byte)
    }

    /// Hashes one more byte.
    public mutating func add(_ byte: UInt8) {
        state = (state ^ UInt32(byte)) &* 0x0100_0193
    }

    /// Hashes bytes, first to last.
    @inline(never)  // Long, and called in several places.
    public mutating func add(_ bytes: UnsafeBufferPointer<UInt8>) {
        for byte in bytes { add(byte) }
    }

    /// The upper 24 bits of what was hashed, mixed as MurmurHash3 ends: FNV-1a alone leaves them uneven for short texts.
    public var key: UInt32 {
        var mixed = state ^ state &>> 16
        mixed = mixed &* 0x85EB_CA6B
        mixed ^= mixed &>> 13
        mixed = mixed &* 0xC2B2_AE35
        mixed ^= mixed &>> 16
        return mixed &>> 8
    }
}

extension FeatureHash.Kind {
    /// One or two words of a text.
    public static let words = FeatureHash.Kind(1)
    /// 3 or 4 characters of a word of a text.
    public static let characters = FeatureHash.Kind(2)
    /// Three words of a text in a row, or its first one.
    public static let order = FeatureHash.Kind(3)
}

/// Which features of a text are asked for.
package enum TextFeatureSet {
    /// Single words and runs of four characters.
    case brief
    /// One or two words, 3 or 4 characters.
    case plain
    /// Those of `plain` and those of the kind `order`.
    case ordered
}

/// Gives `body` the key of every feature of a text, as FEATURES.md lists them, repeats included.
///
/// - Parameters:
///   - text: UTF-8.
///   - wanted: which of them.
///   - body: called with keys in the order of the text.
package func forEachTextFeature(
    of text: UnsafeBufferPointer<UInt8>, _ wanted: TextFeatureSet = .plain, _ body: (UInt32) -> Void
) {
    withUnsafeTemporaryAllocation(byteCount: NormalizedWord.scratchBytes, alignment: 2) { scratch in
        // Room was asked for, so there is a base.
        forEachTextFeature(of: text, wanted, scratch: scratch.baseAddress.unsafelyUnwrapped, body)
    }
}

@inline(never)  // Long, and called in several places.
private func forEachTextFeature(
    of text: UnsafeBufferPointer<UInt8>, _ wanted: TextFeatureSet, scratch: UnsafeMutableRawPointer,
    _ body: (UInt32) -> Void
) {
    var scanner = WordScanner(text, scratch: scratch)
    var previous: FeatureHash?
    var order = WordOrder()
    while scanner.next() {
        let word = scanner.word.text
        if wanted != .brief, var pair = previous {
            pair.add(wordEdge)
            pair.add(word)
            body(pair.key)
        }
        var single = FeatureHash(kind: .words)
        single.add(word)
        body(single.key)
        previous = single
        if wanted == .ordered { order.add(word, body) }
        forEachCharacterFeature(of: word, from: wanted == .brief ? 4 : 3, body)
    }
    if wanted == .ordered { order.end(body) }
}

/// The words before the one that comes, as the features of the kind `order` begin.
private struct WordOrder {
    /// The last word; at first the empty one that stands before a text.
    private var one = FeatureHash(kind: .order)
    /// The last two words; nil before the first.
    private var two: FeatureHash?

    mutating func add(_ word: UnsafeBufferPointer<UInt8>, _ body: (UInt32) -> Void) {
        if var three = two {
            three.add(wordEdge)
            three.add(word)
            body(three.key)
        }
        var pair = one
        pair.add(wordEdge)
        pair.add(word)
        if two == nil { body(pair.key) }
        two = pair
        one = FeatureHash(kind: .order)
        one.add(word)
    }

    /// The feature of the empty word behind a text.
    mutating func end(_ body: (UInt32) -> Void) {
        guard var three = two else { return }
        three.add(wordEdge)
        body(three.key)
    }
}

/// What stands before and behind a word, and between two.
private let wordEdge: UInt8 = 0x20

/// The n-grams of one word: from each character on, the `shortest` to four that begin there.
private func forEachCharacterFeature(
    of word: UnsafeBufferPointer<UInt8>, from shortest: Int, _ body: (UInt32) -> Void
) {
    var start = -1  // the edge before the word
    while start < word.count {
        var hash = FeatureHash(kind: .characters)
        var position = start
        for length in 1...4 {
            if position > word.count { break }
            addCharacter(of: word, at: &position, to: &hash)
            if length >= shortest { body(hash.key) }
        }
        start = start < 0 ? 0 : endOfCharacter(of: word, at: start)
    }
}

/// Hashes the character at `position`, which may be an edge, and moves on to the next one.
private func addCharacter(
    of word: UnsafeBufferPointer<UInt8>, at position: inout Int, to hash: inout FeatureHash
) {
    if position < 0 || position == word.count {
        hash.add(wordEdge)
        position &+= 1
        return
    }
    let end = endOfCharacter(of: word, at: position)
    while position < end {
        hash.add(word[position])
        position &+= 1
    }
}

private func endOfCharacter(of word: UnsafeBufferPointer<UInt8>, at start: Int) -> Int {
    var end = start &+ 1
    while end < word.count && !isScalarStart(word[end]) { end &+= 1 }
    return end
}
