/// What the features of a word part are made of: numbers that stand for its letters, read once a text.
///
/// FEATURES.md says how each is made.
public struct PartTraits: BitwiseCopyable {
    /// Where it stands.
    public let part: WordPart
    /// The hash of its folded bytes.
    let word: UInt32
    /// Its letters, digits and marks as classes, runs of one class as one.
    let shape: UInt32
    /// Its first three folded bytes.
    let prefix: UInt32
    /// Its last three folded bytes.
    let suffix: UInt32
    /// What the model's head of values takes it for, a bit a tag: the lower half where that is likely, the upper half
    /// where it is the likeliest; 0 where no such head was asked.
    var values: UInt32 = 0

    /// The traits of a part of `text`.
    ///
    /// - Parameters:
    ///   - part: where it stands.
    ///   - text: UTF-8.
    ///   - scratch: `NormalizedWord.scratchBytes`, aligned to 2 bytes.
    init(of part: WordPart, in text: UnsafeBufferPointer<UInt8>, scratch: UnsafeMutableRawPointer) {
        self.part = part
        let bytes = UnsafeBufferPointer(rebasing: text[Int(part.start)..<Int(part.end)])
        var hash = FeatureHash(kind: .word)
        var (count, prefix, suffix) = (0, UInt32(0), UInt32(0))
        var scanner = WordScanner(bytes, scratch: scratch)
        while scanner.next() {
            for byte in scanner.word.text {
                hash.add(byte)
                if count < 3 { prefix = prefix &<< 8 | UInt32(byte) }
                suffix = suffix &<< 8 & 0xFF_FFFF | UInt32(byte)
                count &+= 1
            }
        }
        word = hash.state
        self.prefix = prefix
        self.suffix = suffix
        shape = Self.shape(of: bytes)
    }

    /// One number for the run of classes: digit, capital of ASCII, any other letter, or the mark itself.
    private static func shape(of bytes: UnsafeBufferPointer<UInt8>) -> UInt32 {
        var (shape, last) = (UInt32(0), UInt8(0))
        for byte in bytes {
            let symbol: UInt8 =
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt8(ascii: "0")
                case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt8(ascii: "A")
                case UInt8(ascii: "a")...UInt8(ascii: "z"), 0x80...: UInt8(ascii: "a")
                default: byte
                }
            if symbol != last { shape = shape &* 31 &+ UInt32(symbol) }
            last = symbol
        }
        return shape
    }
}

/// The traits of all parts of a text, in a buffer that is reused.
public struct PartList {
    private let storage: UnsafeMutableBufferPointer<PartTraits>
    /// How many parts there are.
    public private(set) var count = 0

    /// Reads the parts of a text, as many as have room in `storage`.
    init(_ reading: borrowing Reading, storage: UnsafeMutableBufferPointer<PartTraits>) {
        self.storage = storage
        var parts = WordPartReader(text: reading.text, pieces: reading.pieces)
        count = withUnsafeTemporaryAllocation(byteCount: NormalizedWord.scratchBytes, alignment: 2) {
            scratch in
            var count = 0
            while count < storage.count, let part = parts.next() {
                // Room was asked for, so there is a base.
                let start = scratch.baseAddress.unsafelyUnwrapped
                storage[count] = PartTraits(of: part, in: reading.text, scratch: start)
                count &+= 1
            }
            return count
        }
    }

    /// The traits of part `index`, below `count`.
    public subscript(_ index: Int) -> PartTraits { storage[index] }

    /// Notes what the head of values takes part `index` for.
    func setValues(_ values: UInt32, of index: Int) {
        storage[index].values = values
    }
}
