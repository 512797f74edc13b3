/// A strict reader of one line of JSON: an object, valid UTF-8, and a line feed behind it.
struct JSONLine {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var isValid: Bool {
        mutating get {
            let controls = bytes.count { $0 < 0x20 }
            guard bytes.last == UInt8(ascii: "\n"), controls == 1, bytes.first == UInt8(ascii: "{") else {
                return false
            }
            let isText = bytes.withUnsafeBufferPointer { isValidUTF8($0) }
            guard isText, value(depth: 0) else { return false }
            return position == bytes.count - 1
        }
    }

    private var next: UInt8 { position < bytes.count ? bytes[position] : 0 }

    private mutating func take(_ text: StaticString) -> Bool {
        for index in 0..<text.utf8CodeUnitCount
        where bytes.count <= position + index
            || bytes[position + index] != text.utf8Start[index]
        { return false }
        position += text.utf8CodeUnitCount
        return true
    }

    private mutating func value(depth: Int) -> Bool {
        if depth > 8 { return false }
        switch next {
        case UInt8(ascii: "{"): return items(depth, "{", "}", hasNames: true)
        case UInt8(ascii: "["): return items(depth, "[", "]", hasNames: false)
        case UInt8(ascii: "\""): return string()
        case UInt8(ascii: "t"): return take("true")
        case UInt8(ascii: "n"): return take("null")
        default: return number()
        }
    }

    private mutating func items(_ depth: Int, _ open: StaticString, _ close: StaticString, hasNames: Bool)
        -> Bool
    {
        guard take(open) else { return false }
        if take(close) { return true }
        repeat {
            if hasNames { guard string(), take(":") else { return false } }
            guard value(depth: depth + 1) else { return false }
        } while take(",")
        return take(close)
    }

    private mutating func string() -> Bool {
        guard take("\"") else { return false }
        while next != UInt8(ascii: "\"") {
            if next < 0x20 || next == 0x7F { return false }
            if take("\\") {
                if take("u00") {
                    position += 2
                } else if !"\"\\nrt".utf8.contains(next) {
                    return false
                } else {
                    position += 1
                }
            } else {
                position += 1
            }
        }
        return take("\"")
    }

    private mutating func number() -> Bool {
        _ = take("-")
        let start = position
        while next &- 48 < 10 { position += 1 }
        if position == start || (bytes[start] == 48 && position > start + 1) { return false }
        guard take(".") else { return true }
        let fraction = position
        while next &- 48 < 10 { position += 1 }
        return position > fraction
    }
}
