/// Reads a JSON text a byte at a time, however long it is, and keeps nothing of it: what strings say goes to a sink.
///
/// Braces, brackets, commas, colons and strings are checked in full. Of numbers and of `true`, `false` and `null` only
/// the letters are, since whoever wants a number looks at its digits.
struct JSONScanner {
    /// What a byte was.
    enum Step: UInt8 {
        /// A blank, a mark, or a part of a string.
        case inside
        /// The start of the string that is a member's name.
        case keyStart
        /// The start of any other string.
        case stringStart
        /// The end of a member's name.
        case keyEnd
        /// The end of any other string.
        case stringEnd
        /// A byte of a number, or of a word without quotes.
        case scalar
        /// The start of an object or array.
        case open
        /// The end of one.
        case close
        /// A byte that makes it no JSON.
        case fault
    }

    /// How many objects and arrays are open.
    private(set) var depth = 0
    /// Whether each open one is an object, the innermost in the lowest bit.
    private var objects: UInt64 = 0
    private var place = Place.value
    private var isKey = false
    private var code: UInt32 = 0  // of a \u, with a one before the digits that are read
    private var highSurrogate: UInt32 = 0  // 0 where none waits for its other half

    /// What may come next.
    private enum Place: UInt8 {
        case value, firstValue, key, firstKey, colon, afterValue, string, escape, unicode, scalar
    }

    private static let maximumDepth = 64

    /// Whether one whole value was read.
    var isComplete: Bool { depth == 0 && (place == .afterValue || place == .scalar) }

    /// Takes the next byte; bytes of a string are decoded into `sink`, as UTF-8 where they were.
    mutating func next(_ byte: UInt8, into sink: inout some ByteSink) -> Step {
        switch place {
        case .string: return string(byte, into: &sink)
        case .escape: return escape(byte, into: &sink)
        case .unicode: return unicode(byte, into: &sink)
        case .scalar where Self.isScalar(byte): return .scalar
        default: break
        }
        if isBlank(byte) {
            if place == .scalar { place = .afterValue }
            return .inside
        }
        return mark(byte)
    }

    /// A byte between values.
    private mutating func mark(_ byte: UInt8) -> Step {
        let isInObject = depth > 0 && objects & 1 == 1
        switch byte {
        case UInt8(ascii: "\""):
            isKey = place == .key || place == .firstKey
            if !isKey && !takesValue { return .fault }
            place = .string
            return isKey ? .keyStart : .stringStart
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            if !takesValue || depth == Self.maximumDepth { return .fault }
            let isObject = byte == UInt8(ascii: "{")
            depth &+= 1
            objects = objects &<< 1 | (isObject ? 1 : 0)
            place = isObject ? .firstKey : .firstValue
            return .open
        case UInt8(ascii: "}"), UInt8(ascii: "]"):
            let isObject = byte == UInt8(ascii: "}")
            let isEmpty = place == (isObject ? .firstKey : .firstValue)
            if depth == 0 || isInObject != isObject || !(isEmpty || isBehindValue) { return .fault }
            depth &-= 1
            objects = objects &>> 1
            place = .afterValue
            return .close
        case UInt8(ascii: ","):
            if depth == 0 || !isBehindValue { return .fault }
            place = isInObject ? .key : .value
            return .inside
        case UInt8(ascii: ":"):
            if place != .colon { return .fault }
            place = .value
            return .inside
        default:
            if !takesValue || !Self.isScalar(byte) { return .fault }
            place = .scalar
            return .scalar
        }
    }

    private var takesValue: Bool { place == .value || place == .firstValue }
    private var isBehindValue: Bool { place == .afterValue || place == .scalar }

    private static func isScalar(_ byte: UInt8) -> Bool {
        foldedLetterOrDigit(byte) != nil || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+")
            || byte == UInt8(ascii: ".")
    }

    private mutating func string(_ byte: UInt8, into sink: inout some ByteSink) -> Step {
        if byte == UInt8(ascii: "\\") {
            place = .escape
            return .inside
        }
        endSurrogate(into: &sink)
        if byte == UInt8(ascii: "\"") {
            place = isKey ? .colon : .afterValue
            return isKey ? .keyEnd : .stringEnd
        }
        if byte < 0x20 { return .fault }
        sink.write(byte)
        return .inside
    }

    private mutating func escape(_ byte: UInt8, into sink: inout some ByteSink) -> Step {
        place = .string
        let meant: UInt8
        switch byte {
        case UInt8(ascii: "u"):
            place = .unicode
            code = 1
            return .inside
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): meant = byte
        case UInt8(ascii: "b"): meant = 0x08
        case UInt8(ascii: "f"): meant = 0x0C
        case UInt8(ascii: "n"): meant = 0x0A
        case UInt8(ascii: "r"): meant = 0x0D
        case UInt8(ascii: "t"): meant = 0x09
        default: return .fault
        }
        endSurrogate(into: &sink)
        sink.write(meant)
        return .inside
    }

    /// One of the four digits of a `\u`.
    private mutating func unicode(_ byte: UInt8, into sink: inout some ByteSink) -> Step {
        guard let folded = foldedLetterOrDigit(byte), folded <= 0x66 else { return .fault }
        code = code &<< 4 | (folded <= 0x39 ? folded &- 0x30 : folded &- 0x57)
        if code < 0x1_0000 { return .inside }
        place = .string
        let unit = code & 0xFFFF
        if unit & 0xFC00 == 0xDC00 && highSurrogate != 0 {
            sink.write(scalar: 0x1_0000 &+ (highSurrogate & 0x3FF) &<< 10 &+ unit & 0x3FF)
            highSurrogate = 0
            return .inside
        }
        endSurrogate(into: &sink)
        if unit & 0xFC00 == 0xD800 {
            highSurrogate = unit
        } else {
            sink.write(scalar: unit)
        }
        return .inside
    }

    /// Half of a pair stands for no character.
    private mutating func endSurrogate(into sink: inout some ByteSink) {
        if highSurrogate != 0 { sink.write(scalar: 0xFFFD) }
        highSurrogate = 0
    }
}

extension ByteSink {
    /// Writes a scalar as UTF-8; U+FFFD in the place of a surrogate.
    fileprivate mutating func write(scalar: UInt32) {
        let scalar = scalar & 0xFFFF_F800 == 0xD800 ? 0xFFFD : scalar
        if scalar < 0x80 { return write(UInt8(truncatingIfNeeded: scalar)) }
        var shift: UInt32 = scalar < 0x800 ? 6 : scalar < 0x1_0000 ? 12 : 18
        // Of two, three and four bytes the first begins with 110, 1110 and 11110.
        let lead: UInt32 = shift == 6 ? 0xC0 : shift == 12 ? 0xE0 : 0xF0
        write(UInt8(truncatingIfNeeded: lead | scalar &>> shift))
        while shift > 0 {
            shift &-= 6
            write(UInt8(truncatingIfNeeded: 0x80 | scalar &>> shift & 0x3F))
        }
    }
}
