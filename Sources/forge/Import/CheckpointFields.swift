/// The fields of a JSON object that a checkpoint brings: one of another type is named, never passed over.
///
/// A field that is null is none.
struct CheckpointFields {
    let json: JSON
    /// The file, as errors name it.
    let name: String

    /// - Throws: `Failure` when the file holds no object.
    init(_ json: JSON, name: String) throws {
        guard json.asObject != nil else { throw Failure("\(name) is no JSON object") }
        self.json = json
        self.name = name
    }

    /// The value of a field.
    subscript(_ key: String) -> JSON? {
        guard let value = json[key] else { return nil }
        if case .null = value { return nil }
        return value
    }

    /// A truth value.
    func bool(_ key: String) throws -> Bool? {
        try typed(key, "neither true nor false", \.asBool)
    }

    /// A text.
    func text(_ key: String) throws -> String? {
        try typed(key, "no text", \.asText)
    }

    /// A number of any kind.
    func number(_ key: String) throws -> Double? {
        try typed(key, "no number", \.asNumber)
    }

    /// An object.
    func object(_ key: String) throws -> [(String, JSON)]? {
        try typed(key, "no object", \.asObject)
    }

    /// An array of texts.
    func texts(_ key: String) throws -> [String]? {
        let elements: [JSON]? = try typed(key, "no list of texts", \.asArray)
        let texts = elements?.compactMap(\.asText)
        guard texts?.count == elements?.count else { throw odd(key, "no list of texts") }
        return texts
    }

    /// A whole number that must be there, unless there is a number for where it is not.
    func integer(_ key: String, _ allowed: ClosedRange<Int>, default fallback: Int? = nil) throws -> Int {
        guard let value = self[key] else {
            if let fallback { return fallback }
            throw Failure("\(name): no whole number \(key)")
        }
        guard let number = value.asInteger else { throw odd(key, "no whole number") }
        guard allowed ~= number else {
            throw Failure(
                "\(name): \(key) \(number); \(allowed.lowerBound) to \(allowed.upperBound) fits a model file")
        }
        return number
    }

    /// Makes sure that a text, if it is there, is one of these.
    func expect(_ key: String, _ known: [String]) throws {
        guard let value = self[key] else { return }
        guard let text = value.asText, known.contains(text) else {
            throw Failure(
                "\(name): \(key) is \(value.text.abridged); \(known.joined(separator: ", ")) can be imported")
        }
    }

    /// Makes sure that a truth value, if it is there, is this one.
    func expect(_ key: String, _ needed: Bool, because reason: String) throws {
        if let value = try bool(key), value != needed {
            throw Failure("\(name): \(key) is \(value); \(reason)")
        }
    }

    private func typed<Value>(_ key: String, _ problem: String, _ read: (JSON) -> Value?) throws -> Value? {
        guard let value = self[key] else { return nil }
        guard let result = read(value) else { throw odd(key, problem) }
        return result
    }

    private func odd(_ key: String, _ problem: String) -> Failure {
        Failure("\(name): \(key) is \((self[key] ?? .null).text.abridged), which is \(problem)")
    }
}
