/// A slot as the files of other programs write it inline.
struct ForeignSlot {
    let name: String
    let value: String
    /// Where the text goes on.
    let end: Int

    /// Reads what stands between `[` and `]`, at `inside`, and behind it; nil where that is nobody's slot.
    ///
    /// - Throws: `MarkupError` when it is Rasa's JSON, but names no entity.
    init?(_ bytes: [UInt8], inside: Range<Int>) throws {
        let value = String(decoding: bytes[inside], as: UTF8.self)
        let start = inside.upperBound + 1
        guard start < bytes.count, !value.contains("["), !value.contains("|") else { return nil }
        switch bytes[start] {
        case UInt8(ascii: "("):
            guard let close = bytes[start...].firstIndex(of: UInt8(ascii: ")")) else { return nil }
            let behind = String(decoding: bytes[start + 1..<close], as: UTF8.self)
            if let slot = ForeignSlot.snipsName(value) {
                guard !behind.contains("|"), !behind.contains("[") else { return nil }
                (name, self.value, end) = (slot, behind, close + 1)
                return
            }
            let entity = behind.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)[0]
            guard SlotName.isValid(String(entity)), !behind.contains("|") else { return nil }
            (name, self.value, end) = (String(entity), value, close + 1)
        case UInt8(ascii: "{"):
            let after = MarkupScan.skipBlanks(bytes, from: start + 1)
            guard after < bytes.count, bytes[after] == UInt8(ascii: "\""),
                let close = bytes[start...].firstIndex(of: UInt8(ascii: "}"))
            else { return nil }
            let json = Array(bytes[start...close])
            guard case .object(let members)? = try? JSONReader.read(json, name: "the slot"),
                case .string(let entity)? = members.first(where: { $0.0 == "entity" })?.1
            else {
                let column = String(decoding: bytes[..<start], as: UTF8.self).unicodeScalars.count + 1
                throw MarkupError(
                    column: column, message: "no {\"entity\": \"name\"} behind [\(value.abridged)]")
            }
            var name = entity
            if case .string(let role)? = members.first(where: { $0.0 == "role" })?.1 { name += "." + role }
            (self.name, self.value, end) = (name, value, close + 1)
        default: return nil
        }
    }

    /// The slot of Snips' `slot:entity`.
    private static func snipsName(_ inside: String) -> String? {
        let names = inside.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard names.count == 2, names.allSatisfy(SlotName.isValid) else { return nil }
        return names[0]
    }
}
