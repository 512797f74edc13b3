@testable import PipitCore

/// A sink whose text a test reads.
struct WrittenText: ByteSink {
    private var bytes: [UInt8] = []

    var text: String { String(decoding: bytes, as: UTF8.self) }

    init() {}

    init(_ write: (inout WrittenText) -> Void) {
        write(&self)
    }

    mutating func write(_ byte: UInt8) { bytes.append(byte) }
}

/// Random numbers that are the same on every run (xorshift64*).
struct Dice: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

    mutating func next() -> UInt64 {
        state ^= state >> 12
        state ^= state << 25
        state ^= state >> 27
        return state &* 0x2545_F491_4F6C_DD1D
    }
}
