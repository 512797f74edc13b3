import Foundation

/// Reads JSON that nobody vouches for: RFC 8259 to the letter, and no key twice in an object.
///
/// Foundation's reader takes the last of two equal keys in silence, behind which a header can say two things.
struct JSONReader {
    private let bytes: [UInt8]
    /// What the text is called in errors.
    private let name: String
    private var place = 0

    private static let maximumDepth = 32

    /// The value that `bytes` hold.
    ///
    /// - Throws: `Failure` with the byte at which they stop making sense.
    static func read(_ bytes: [UInt8], name: String) throws -> JSON {
        var reader = JSONReader(bytes: bytes, name: name)
        let value = try reader.value(depth: 0)
        reader.skipBlanks()
        guard reader.place == bytes.count else { throw reader.failure("more than one value") }
        return value
    }

    private init(bytes: [UInt8], name: String) {
        self.bytes = bytes
        self.name = name
    }

    private func failure(_ problem: String) -> Failure {
        Failure("\(name): \(problem) at byte \(place)")
    }

    private var next: UInt8? { place < bytes.count ? bytes[place] : nil }

    private mutating func skipBlanks() {
        while let byte = next, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { place += 1 }
    }

    /// Takes this sign, if it is the next.
    private mutating func take(_ sign: Unicode.Scalar) -> Bool {
        guard next == UInt8(ascii: sign) else { return false }
        place += 1
        return true
    }

    private mutating func expect(_ sign: Unicode.Scalar) throws {
        guard take(sign) else {
            throw failure(next == nil ? "the text ends where \"\(sign)\" is needed" : "no \"\(sign)\"")
        }
    }

    private mutating func value(depth: Int) throws -> JSON {
        guard depth <= JSONReader.maximumDepth else {
            throw failure("more than \(JSONReader.maximumDepth) levels")
        }
        skipBlanks()
        guard let byte = next else { throw failure("the text ends where a value is needed") }
        switch byte {
        case UInt8(ascii: "{"): return .object(try object(depth: depth + 1))
        case UInt8(ascii: "["): return .array(try array(depth: depth + 1))
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        default: throw failure("no value")
        }
    }

    private mutating func word(_ text: String, _ value: JSON) throws -> JSON {
        guard bytes[place...].starts(with: text.utf8) else { throw failure("no value") }
        place += text.utf8.count
        return value
    }

    private mutating func object(depth: Int) throws -> [(String, JSON)] {
        try expect("{")
        var fields: [(String, JSON)] = []
        var keys: Set<String> = []
        skipBlanks()
        if take("}") { return fields }
        repeat {
            skipBlanks()
            let key = try string()
            guard keys.insert(key).inserted else { throw failure("the key \"\(key)\" a second time") }
            skipBlanks()
            try expect(":")
            fields.append((key, try value(depth: depth)))
            skipBlanks()
        } while take(",")
        try expect("}")
        return fields
    }

    private mutating func array(depth: Int) throws -> [JSON] {
        try expect("[")
        var values: [JSON] = []
        skipBlanks()
        if take("]") { return values }
        repeat {
            values.append(try value(depth: depth))
            skipBlanks()
        } while take(",")
        try expect("]")
        return values
    }
}

extension JSONReader {
    /// A number: an integer where it is written as one and fits, which no detour over a float could promise.
    private mutating func number() throws -> JSON {
        let start = place
        _ = take("-")
        let isZero = take("0")
        if !isZero { try digits() }
        var isInteger = true
        if take(".") {
            isInteger = false
            try digits()
        }
        if take("e") || take("E") {
            isInteger = false
            if !take("+") { _ = take("-") }
            try digits()
        }
        let text = String(decoding: bytes[start..<place], as: UTF8.self)
        if isInteger, let value = Int(text) { return .integer(value) }
        guard let value = Double(text), value.isFinite else { throw failure("a number out of range") }
        return .number(value)
    }

    private mutating func digits() throws {
        let start = place
        while let byte = next, UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte { place += 1 }
        guard place > start else { throw failure("no digit") }
    }

    private mutating func string() throws -> String {
        try expect("\"")
        var text: [UInt8] = []
        while !take("\"") {
            guard let byte = next else { throw failure("the text ends inside a string") }
            guard byte >= UInt8(ascii: " ") else { throw failure("a control character in a string") }
            place += 1
            if byte == UInt8(ascii: "\\") {
                text += String(try escape()).utf8
            } else {
                text.append(byte)
            }
        }
        guard let string = String(validating: text, as: UTF8.self) else {
            throw failure("a string that is not UTF-8")
        }
        return string
    }

    /// What follows a backslash.
    private mutating func escape() throws -> Unicode.Scalar {
        let plain: [UInt8: Unicode.Scalar] = [
            UInt8(ascii: "\""): "\"", UInt8(ascii: "\\"): "\\", UInt8(ascii: "/"): "/",
            UInt8(ascii: "b"): "\u{8}",
            UInt8(ascii: "f"): "\u{C}", UInt8(ascii: "n"): "\n", UInt8(ascii: "r"): "\r",
            UInt8(ascii: "t"): "\t",
        ]
        guard let byte = next else { throw failure("the text ends inside a string") }
        place += 1
        if let scalar = plain[byte] { return scalar }
        guard byte == UInt8(ascii: "u") else { throw failure("an unknown escape") }
        let first = try codeUnit()
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard first < 0xDC00, take("\\"), take("u") else { throw failure("half of a surrogate pair") }
        let second = try codeUnit()
        guard 0xDC00...0xDFFF ~= second else { throw failure("half of a surrogate pair") }
        let value = 0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)
        guard let scalar = Unicode.Scalar(value) else { throw failure("no character") }
        return scalar
    }

    /// Four hexadecimal digits.
    private mutating func codeUnit() throws -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = next, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw failure("no hexadecimal digit")
            }
            value = value << 4 | UInt32(digit)
            place += 1
        }
        return value
    }
}
