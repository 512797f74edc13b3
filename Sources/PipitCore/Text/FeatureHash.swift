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
