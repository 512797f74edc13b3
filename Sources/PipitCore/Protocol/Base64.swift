extension ByteSink {
    /// Writes `bytes` in base64 (RFC 4648, with padding).
    mutating func write(base64 bytes: UnsafeRawBufferPointer) {
        var position = 0
        while position < bytes.count {
            let left = bytes.count &- position
            var group = UInt32(bytes[position]) << 16
            if left > 1 { group |= UInt32(bytes[position &+ 1]) << 8 }
            if left > 2 { group |= UInt32(bytes[position &+ 2]) }
            write(base64Digit(group >> 18))
            write(base64Digit(group >> 12))
            write(left > 1 ? base64Digit(group >> 6) : UInt8(ascii: "="))
            write(left > 2 ? base64Digit(group) : UInt8(ascii: "="))
            position &+= 3
        }
    }
}

/// The digit for the lower six bits of `bits`.
private func base64Digit(_ bits: UInt32) -> UInt8 {
    let value = UInt8(truncatingIfNeeded: bits & 63)
    switch value {
    case 0..<26: return UInt8(ascii: "A") &+ value
    case 26..<52: return UInt8(ascii: "a") &+ (value &- 26)
    case 52..<62: return UInt8(ascii: "0") &+ (value &- 52)
    case 62: return UInt8(ascii: "+")
    default: return UInt8(ascii: "/")
    }
}
