/// One decoded Unicode scalar.
struct DecodedScalar {
    var value: UInt32
    /// How many bytes it takes, 1 … 4; 0 where the bytes are no well-formed UTF-8.
    var byteCount: Int
}

/// Decodes the scalar that starts at `offset`, which lies inside `bytes`.
///
/// Well-formed as the Unicode Standard's table 3-7 has it: the second byte's range excludes overlong forms,
/// surrogates and everything above U+10FFFF.
func decodeScalar(_ bytes: Span<UInt8>, at offset: Int) -> DecodedScalar {
    let lead = bytes[offset]
    if lead < 0x80 { return DecodedScalar(value: UInt32(lead), byteCount: 1) }
    return decodeLongScalar(bytes, at: offset)
}

/// Decodes a scalar that is not ASCII.
@inline(never)  // Long, and called in several places.
private func decodeLongScalar(_ bytes: Span<UInt8>, at offset: Int) -> DecodedScalar {
    let malformed = DecodedScalar(value: 0xFFFD, byteCount: 0)
    let lead = bytes[offset]
    let byteCount: Int
    var secondMinimum: UInt8 = 0x80
    var secondMaximum: UInt8 = 0xBF
    switch lead {
    case 0xC2...0xDF: byteCount = 2
    case 0xE0...0xEF:
        byteCount = 3
        if lead == 0xE0 { secondMinimum = 0xA0 }
        if lead == 0xED { secondMaximum = 0x9F }
    case 0xF0...0xF4:
        byteCount = 4
        if lead == 0xF0 { secondMinimum = 0x90 }
        if lead == 0xF4 { secondMaximum = 0x8F }
    default: return malformed
    }
    if byteCount > bytes.count &- offset { return malformed }
    let second = bytes[offset &+ 1]
    if second < secondMinimum || second > secondMaximum { return malformed }
    // The lead byte of n bytes holds 7 − n bits of the value.
    let leadBits = UInt32(lead) & (0x7F &>> UInt32(truncatingIfNeeded: byteCount))
    var value = leadBits &<< 6 | UInt32(second & 0x3F)
    var index = 2
    while index < byteCount {
        let next = bytes[offset &+ index]
        if next & 0xC0 != 0x80 { return malformed }
        value = value &<< 6 | UInt32(next & 0x3F)
        index &+= 1
    }
    return DecodedScalar(value: value, byteCount: byteCount)
}

/// Whether a byte of well-formed UTF-8 is the first of its scalar.
func isScalarStart(_ byte: UInt8) -> Bool { byte & 0xC0 != 0x80 }

/// Whether `text` is well-formed UTF-8 from its first to its last byte.
@inline(never)  // Long, and called in several places.
public func isValidUTF8(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    let bytes = text.span
    var offset = 0
    while offset < bytes.count {
        let byteCount = decodeScalar(bytes, at: offset).byteCount
        if byteCount == 0 { return false }
        offset &+= byteCount
    }
    return true
}
