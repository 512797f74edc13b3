import Foundation

@testable import PipitCore

/// A sink that keeps all it is given.
struct CollectedBytes: ByteSink {
    var bytes: [UInt8] = []

    mutating func write(_ byte: UInt8) { bytes.append(byte) }

    var string: String { String(decoding: bytes, as: UTF8.self) }
}

/// A generator that gives the same numbers on every run (SplitMix64).
struct SeededNumbers: RandomNumberGenerator {
    var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// The object on one line of JSON; nil when it is none, or more than one line.
func jsonObject(_ line: [UInt8]) -> [String: Any]? {
    guard line.last == UInt8(ascii: "\n"), line.dropLast().allSatisfy({ $0 >= 0x20 }) else { return nil }
    guard String(validating: line, as: UTF8.self) != nil else { return nil }
    return try? JSONSerialization.jsonObject(with: Data(line)) as? [String: Any]
}
