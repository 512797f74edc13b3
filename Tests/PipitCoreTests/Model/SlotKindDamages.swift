extension ModelRefusalTests {
    /// Damages to the slot kinds of head 4, which has the labels O, B-room, I-room, B-time and I-time; and kinds where none
    /// may be.
    static let slotKinds: [Damage] = [
        kinds("of a label less", "slot kinds: needed 5, available 4") {
            $0.setText(0x5B, 4, to: [0, 10, 0, 6])
        },
        kinds("of a label more", "slot kinds: needed 5, available 6") {
            $0.setText(0x5B, 4, to: [0, 10, 0, 6, 0, 0])
        },
        kinds("of a number that none has", "slot kind of a label: needed 3, available 11") {
            $0.edit(0x5B, 4) { $0.data[3] = 11 }
        },
        kinds("of what is no slot", "slot kind of a label: needed 0, available 1") {
            $0.edit(0x5B, 4) { $0.data[0] = 1 }
        },
        kinds("of what goes on in a slot", "slot kind of a label: needed 4, available 6") {
            $0.edit(0x5B, 4) { $0.data[4] = 6 }
        },
        kinds("of a head of intents", "ask for", code: "bad_header") { $0.edit(0x5B, 4) { $0.index = 0 } },
        kinds("of no head", "ask for", code: "bad_header") { $0.edit(0x5B, 4) { $0.index = 99 } },
    ]

    private static func kinds(
        _ what: String, _ reason: String, code: String = "bad_head",
        _ apply: @escaping @Sendable (inout EditableModel) -> Void
    ) -> Damage {
        Damage(what: "slot kinds " + what, model: "every_head", code: code, reason: reason, apply: apply)
    }
}
