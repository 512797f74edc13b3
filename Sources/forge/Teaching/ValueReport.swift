import PipitCore

/// Which slots of a training file say values that the device reads.
struct ValueReport {
    /// The distinct values of a slot, in order of appearance, with their lines.
    private struct Slot {
        let name: String
        let kind: SlotKind
        var values: [(text: String, line: Int)] = []
    }

    private let slots: [Slot]

    /// How many distinct values show what an undeclared slot is.
    private static let enough = 3

    init(_ file: TaughtFile) {
        let kinds = file.slotKinds
        var slots = file.slotNames.map { Slot(name: $0, kind: kinds[$0] ?? .unsaid) }
        for example in file.examples {
            for slot in example.markup.slots {
                guard let index = slots.firstIndex(where: { $0.name == slot.name }) else { continue }
                let text = example.markup.value(of: slot)
                if slots[index].values.contains(where: { $0.text == text }) { continue }
                slots[index].values.append((text, example.line))
            }
        }
        self.slots = slots
    }

    /// For people; nothing where no slot is declared, or looks like one that could be.
    var lines: [String] {
        slots.compactMap { slot in
            switch slot.kind {
            case .words, .command, .quote: nil
            case .unsaid: ValueReport.suggestion(slot)
            default: ValueReport.result(slot)
            }
        }
    }

    private static func result(_ slot: Slot) -> String {
        let missed = slot.values.filter { members(of: $0.text, as: slot.kind).isEmpty }
        let read = slot.values.count - missed.count
        return "slot \(slot.name), \(slot.kind): \(read) of " + counted(slot.values.count, "value") + " read"
            + (missed.isEmpty
                ? ""
                : "; not "
                    + missed.prefix(5).map { "\"\($0.text.abridged)\" (line \($0.line))" }
                    .joined(separator: ", ") + (missed.count > 5 ? " …" : ""))
    }

    private static func suggestion(_ slot: Slot) -> String? {
        let kinds = Set(slot.values.map { kind(of: $0.text) })
        guard slot.values.count >= enough, kinds.count == 1, let kind = kinds.first, let kind else {
            return nil
        }
        return
            "slot \(slot.name): all values are of the kind \(kind); a line # slot \(slot.name) \(kind) says so"
    }

    /// The kind that words without one say.
    private static func kind(of text: String) -> String? {
        let members = members(of: text, as: .unsaid)
        return members.isEmpty ? nil : String(members.dropFirst().prefix { $0 != "\"" })
    }

    private static func members(of text: String, as kind: SlotKind) -> String {
        var text = text
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 1024) { storage in
            text.withUTF8 {
                String(decoding: SlotValues.members(of: $0, as: kind, into: storage), as: UTF8.self)
            }
        }
    }
}
