/// Where text goes, a byte at a time: a line being built, standard error, a test's array.
///
/// The core builds no strings; whatever it has to say, it writes to a sink of the caller's.
public protocol ByteSink {
    /// Takes one byte.
    mutating func write(_ byte: UInt8)
}

extension ByteSink {
    /// Writes the UTF-8 bytes of a literal.
    @inlinable
    public mutating func write(_ text: Literal) {
        write(text.bytes)
    }

    /// Writes `bytes` as they are.
    @inlinable
    public mutating func write(_ bytes: UnsafeBufferPointer<UInt8>) {
        for byte in bytes { write(byte) }
    }

    /// Writes an unsigned number in decimal digits.
    @inline(never)  // Long, and called in several places.
    public mutating func write(decimal number: UInt32) {
        var divisor: UInt32 = 1
        while number / divisor >= 10 { divisor &*= 10 }
        while divisor > 0 {
            write(UInt8(truncatingIfNeeded: 48 &+ number / divisor % 10))
            divisor /= 10
        }
    }

    /// Writes a number in decimal digits, with a minus sign when it is negative.
    public mutating func write(decimal number: Int32) {
        if number < 0 { write(UInt8(ascii: "-")) }
        write(decimal: number.magnitude)
    }

    /// Writes a number as `0x` and at least `digits` hexadecimal digits.
    public mutating func write(hexadecimal number: UInt32, digits: Int = 2) {
        write("0x")
        var place = 8
        while place > 0 {
            place &-= 1
            let rest = number >> UInt32(truncatingIfNeeded: place &* 4)
            if rest == 0 && place >= digits { continue }
            let digit = UInt8(truncatingIfNeeded: rest & 15)
            write(digit < 10 ? 48 &+ digit : 87 &+ digit)
        }
    }
}

/// How many decimals a number is printed with: the power of ten that makes it whole.
enum Decimals: UInt32 {
    case four = 10_000
    case nine = 1_000_000_000
}

extension ByteSink {
    /// Writes `value` with its decimals, rounded once from its exact binary value, ties to even.
    ///
    /// No number and anything from 2^32 up are written as `null`, which is what JSON has for them. A value that
    /// rounds to zero has no sign. Works on the bits: no conversion here could trap.
    mutating func write(fixed value: Float, _ decimals: Decimals = .four) {
        let bits = value.bitPattern
        let exponent = max((bits >> 23) & 0xFF, 1)
        guard exponent < 127 + 32 else {
            write("null")
            return
        }
        let mantissa = UInt64(bits & 0x7F_FFFF) | (bits & 0x7F80_0000 == 0 ? 0 : 0x80_0000)
        // value = mantissa · 2^(exponent − 150). Times 10^9 it is below 2^54, and below 2^62 once shifted left.
        let unit = UInt64(decimals.rawValue)
        let scaled = mantissa &* unit
        let units =
            exponent >= 150 ? scaled << UInt64(exponent &- 150) : halve(scaled, times: 150 &- exponent)
        if bits >> 31 == 1 && units != 0 { write(UInt8(ascii: "-")) }
        write(decimal: UInt32(truncatingIfNeeded: units / unit))
        write(UInt8(ascii: "."))
        let fraction = UInt32(truncatingIfNeeded: units % unit)
        var place = decimals.rawValue / 10
        while place > max(fraction, 1) {
            write(UInt8(ascii: "0"))
            place /= 10
        }
        write(decimal: fraction)
    }
}

/// `value` / 2^`times` for a value below 2^62, rounded to the nearest, ties to even.
private func halve(_ value: UInt64, times: UInt32) -> UInt64 {
    if times == 0 { return value }
    if times > 62 { return 0 }
    let quotient = value >> UInt64(times)
    let rest = value & ((1 << UInt64(times)) &- 1)
    let half: UInt64 = 1 << UInt64(times &- 1)
    return rest > half || (rest == half && quotient & 1 == 1) ? quotient &+ 1 : quotient
}
