/// A JSON value, to print or as it was read; objects keep the order in which they were written down.
enum JSON: Sendable {
    case null
    case bool(Bool)
    case integer(Int)
    /// Printed with six decimals.
    case number(Double)
    case string(String)
    case array([JSON])
    case object([(String, JSON)])

    /// The value on one line.
    var text: String {
        switch self {
        case .null: "null"
        case .bool(let value): value ? "true" : "false"
        case .integer(let value): String(value)
        case .number(let value): value.isFinite ? value.fixed(6) : "null"
        case .string(let value): JSON.quoted(value)
        case .array(let values): "[" + values.map(\.text).joined(separator: ",") + "]"
        case .object(let fields):
            "{" + fields.map { JSON.quoted($0.0) + ":" + $0.1.text }.joined(separator: ",") + "}"
        }
    }

    /// The value as people write it: a string without its quotes.
    var plainText: String {
        guard case .string(let value) = self else { return text }
        return value
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case "\r": result += "\\r"
            case "\0"..<" ", "\u{7F}":
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}

extension JSON {
    /// The value of a key of an object; nil for everything else.
    subscript(_ key: String) -> JSON? {
        guard case .object(let fields) = self else { return nil }
        return fields.first { $0.0 == key }?.1
    }

    /// The text of a string.
    var asText: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// The value of an integer.
    var asInteger: Int? {
        if case .integer(let value) = self { value } else { nil }
    }

    /// The value of any number.
    var asNumber: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .number(let value): value
        default: nil
        }
    }

    /// The value of a truth value.
    var asBool: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }

    /// The elements of an array.
    var asArray: [JSON]? {
        if case .array(let values) = self { values } else { nil }
    }

    /// The keys and values of an object.
    var asObject: [(String, JSON)]? {
        if case .object(let fields) = self { fields } else { nil }
    }
}
