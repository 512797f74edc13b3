import PipitKernels

// Punctuation around slots and entities, which is no part of their values.

extension TextSpans {
    /// Takes quotes, brackets and sentence punctuation off both ends of all spans; one that has nothing else goes.
    @inline(never)
    mutating func trimPunctuation() {
        let all = count
        removeAll()
        for index in 0..<all {
            var span = self[index]
            trim(&span)
            if span.start < span.end { append(span) }
        }
    }

    @inline(never)  // Long, and called in several places.
    func trim(_ span: inout TextSpan) {
        while span.start < span.end {
            let length = edgeBytes(at: Int(span.start))
            if length == 0 || isDecimalPoint(Int(span.start), before: Int(span.end)) { break }
            span.start &+= UInt16(truncatingIfNeeded: length)
        }
        while span.start < span.end {
            var last = Int(span.end) &- 1
            while last > Int(span.start) && !isScalarStart(text[last]) { last &-= 1 }
            if edgeBytes(at: last) == 0 || isPartOf(span, at: last) { break }
            span.end = UInt16(truncatingIfNeeded: last)
        }
    }

    /// Bytes of the scalar at `offset` where it is punctuation that may stand around a value; else 0.
    @inline(never)  // Both ends need it.
    private func edgeBytes(at offset: Int) -> Int {
        let scalar = decodeScalar(text.span, at: offset)
        return scalarKind(of: scalar.value) == .punctuation && !isPartOfValues(scalar.value)
            ? scalar.byteCount : 0
    }

    /// Whether punctuation may begin or end a value: signs, units, and what stands in addresses and names.
    private func isPartOfValues(_ scalar: UInt32) -> Bool {
        let isFullWidth = scalar &- 0xFF01 < 0x5E
        switch isFullWidth ? scalar &- 0xFEE0 : scalar {
        // #$%& *+-/ =@ \^_ |~
        case 0x23...0x26, 0x2A, 0x2B, 0x2D, 0x2F, 0x3D, 0x40, 0x5C, 0x5E, 0x5F, 0x7C, 0x7E: return true
        case 0x2010...0x2015, 0x2030...0x2038: return true  // dashes; per mille, primes
        default: return false
        }
    }

    /// Whether the point of ".5" stands at `offset`.
    private func isDecimalPoint(_ offset: Int, before end: Int) -> Bool {
        text[offset] == UInt8(ascii: ".") && offset &+ 1 < end && text[offset &+ 1] &- UInt8(ascii: "0") < 10
    }

    /// Whether the last scalar of a span belongs to what stands before it: a bracket to the one that it closes, the last
    /// point of "p.m." to the other.
    private func isPartOf(_ span: TextSpan, at last: Int) -> Bool {
        let partner: UInt8
        switch text[last] {
        case UInt8(ascii: ")"): partner = UInt8(ascii: "(")
        case UInt8(ascii: "]"): partner = UInt8(ascii: "[")
        case UInt8(ascii: "}"): partner = UInt8(ascii: "{")
        case UInt8(ascii: "."):
            let first = last &- 3
            return first >= Int(span.start) && text[last &- 2] == UInt8(ascii: ".")
                && text[last &- 1] != UInt8(ascii: ".")
        default: return false
        }
        for offset in Int(span.start)..<last where text[offset] == partner { return true }
        return false
    }
}
