import PipitCore

/// What the slots of a training file are, as lines `# slot minutes duration` say.
struct TaughtSlotKinds: Equatable {
    /// A line that says it.
    struct Declaration: Equatable {
        let line: Int
        let slot: String
        /// As it is written.
        let kind: String
    }

    private(set) var declarations: [Declaration] = []

    /// The names that kinds go by.
    static let names = SlotKind.allCases.filter { $0 != .unsaid }.map { "\($0)" }

    /// Takes a line that starts with `#`; false where it says nothing of a slot, and is a remark like others.
    mutating func take(line text: String, number: Int) -> Bool {
        let words = text.dropFirst().split { $0 == " " }.map(String.init)
        guard words.count == 3, words[0].lowercased() == "slot", SlotName.isValid(words[1]) else {
            return false
        }
        declarations.append(Declaration(line: number, slot: words[1], kind: words[2].lowercased()))
        return true
    }

    /// The kinds of the slots with these names.
    func kinds(of slots: [String]) -> [String: SlotKind] {
        var kinds: [String: SlotKind] = [:]
        for declaration in declarations where slots.contains(declaration.slot) {
            kinds[declaration.slot] = TaughtSlotKinds.kind(named: declaration.kind)
        }
        return kinds
    }

    /// What is wrong with lines about slots with these names; a line about none of them may be a remark.
    func problems(with slots: [String]) -> [TaughtFile.Problem] {
        var said: [String: String] = [:]
        return declarations.filter { slots.contains($0.slot) }.compactMap { declaration in
            let earlier = said.updateValue(declaration.kind, forKey: declaration.slot)
            let message: String
            if TaughtSlotKinds.kind(named: declaration.kind) == nil {
                message =
                    "\"\(declaration.kind.abridged)\" is no kind of value; there are "
                    + TaughtSlotKinds.names.joined(separator: ", ")
            } else if let earlier, earlier != declaration.kind {
                message = "the slot \(declaration.slot) is a \(earlier) already"
            } else {
                return nil
            }
            return TaughtFile.Problem(
                line: declaration.line, message: message,
                text: "# slot \(declaration.slot) \(declaration.kind)")
        }
    }

    /// What the user should know of lines about slots that no text has.
    func remarks(on slots: [String]) -> [String] {
        let unused = declarations.filter {
            !slots.contains($0.slot) && TaughtSlotKinds.kind(named: $0.kind) != nil
        }
        return unused.isEmpty
            ? []
            : [
                "no text has the slots that are declared in " + listed(unused.map(\.line)) + ": "
                    + unused.map(\.slot).joined(separator: ", ")
            ]
    }

    private static func kind(named name: String) -> SlotKind? {
        SlotKind.allCases.first { "\($0)" == name && $0 != .unsaid }
    }
}
