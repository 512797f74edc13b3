extension ModelRefusalTests {
    /// Damages to the slot kinds of head 4, which has the labels O, B-room, I-room, B-time and I-time; and kinds where none
    /// may be.
    static let slotKinds: [Damage] = [
        kinds("of a label less", "bytes, one a label: needed 5, available 4") {
            $0.setText(0x5B, 4, to: [0, 10, 0, 6])
        },
        kinds("of a label more", "bytes, one a label: needed 5, available 6") {
            $0.setText(0x5B, 4, to: [0, 10, 0, 6, 0, 0])
        },
        kinds("of a number that none has", "slot kind of a label: needed 3, available 13") {
            $0.edit(0x5B, 4) { $0.data[3] = 13 }
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
