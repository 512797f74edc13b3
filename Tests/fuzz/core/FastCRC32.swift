// CRC-32 as fast as memory is read: Bytes/CRC32.swift, which is small and slow, asks it first in the copy that is
// fuzzed, so that a model is checked some hundred thousand times in minutes. That the checksums are the same shows in
// the shipped model's being accepted.

@_silgen_name("fuzz_has_fast_crc")
private func hasFastCRC() -> Int32
@_silgen_name("fuzz_fast_crc")
private func fastCRC(_ crc: UInt32, _ bytes: UnsafeRawPointer, _ count: Int) -> UInt32

private let isFast = hasFastCRC() != 0

/// The remainders of all bytes.
private let remainders: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(UInt32(byte)) { crc, _ in crc & 1 == 1 ? 0xEDB8_8320 ^ crc >> 1 : crc >> 1 }
}

/// The remainder `crc` with more bytes; nil where that is not worth it.
func fastRemainder(_ crc: UInt32, _ bytes: ByteView) -> UInt32? {
    guard isFast && bytes.count >= 64 else { return nil }
    let blocks = bytes.count & ~15
    return (blocks..<bytes.count).reduce(fastCRC(crc, bytes.base, blocks)) { crc, offset in
        remainders[Int(UInt8(truncatingIfNeeded: crc) ^ bytes.u8(offset))] ^ crc >> 8
    }
}
