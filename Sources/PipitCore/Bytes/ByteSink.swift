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
