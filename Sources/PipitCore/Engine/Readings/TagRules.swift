/// What the labels of a BIO head mean: which label B-X must stand before each I-X.
struct TagRules {
    private static let free = UInt16.max
    /// For I-X the index of B-X, else `free`, `[labels]`.
    private let beginnings: UnsafeMutableBufferPointer<UInt16>

    /// How many labels there are.
    var count: Int { beginnings.count }

    /// Reads the labels of `head`: `B-X`, `I-X`, and anything else, which is outside of all spans.
    ///
    /// - Parameters:
    ///   - head: a head of the kind `tokenBIO`.
    ///   - storage: `[labels]`, kept for as long as the rules are used.
    init(head: Head, storage: UnsafeMutableBufferPointer<UInt16>) {
        beginnings = storage
        var label = 0
        var offset = 0
        while label < storage.count, let (line, next) = head.labels.line(at: offset) {
            let name = line.characters
            storage[label] = Self.isInside(name) ? Self.beginning(of: name, at: label, in: head) : Self.free
            label &+= 1
            offset = next
        }
    }

    /// Rules that were read before, in `storage`.
    init(prepared storage: UnsafeMutableBufferPointer<UInt16>) {
        beginnings = storage
    }

    /// For a label I-X the label B-X; nil for any other.
    ///
    /// An I-X without its B-X names itself, so nothing leads to it.
    func beginning(of label: Int) -> Int? {
        let beginning = beginnings[label]
        return beginning == Self.free ? nil : Int(beginning)
    }

    /// What follows the `B-` of a label that begins a span; nil for any other label.
    static func spanName(_ label: Bytes) -> Bytes? {
        guard label.count >= 2, label[0] == UInt8(ascii: "B"), label[1] == UInt8(ascii: "-") else {
            return nil
        }
        return Bytes(rebasing: label[2...])
    }

    private static func isInside(_ label: Bytes) -> Bool {
        label.count >= 2 && label[0] == UInt8(ascii: "I") && label[1] == UInt8(ascii: "-")
    }

    private static func beginning(of inside: Bytes, at label: Int, in head: Head) -> UInt16 {
        let wanted = Bytes(rebasing: inside[2...])
        var index = 0
        var offset = 0
        while let (line, next) = head.labels.line(at: offset) {
            if let name = spanName(line.characters), sameBytes(name, wanted) {
                return UInt16(truncatingIfNeeded: index)
            }
            index &+= 1
            offset = next
        }
        return UInt16(truncatingIfNeeded: label)
    }
}
