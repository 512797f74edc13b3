extension ModelRefusalTests {
    /// Damages to the word bias of a tied head, and word biases where none may be.
    static let wordBiases: [Damage] = [
        bias("of one word less", "columns: needed 160, available 159") {
            $0.edit(0x55, 4) {
                $0.columns -= 1
                $0.data.removeLast(4)
            }
        },
        bias("of two rows", "rows: needed 1, available 2") {
            $0.edit(0x55, 4) {
                $0.rows = 2
                $0.data += $0.data
            }
        },
        bias("in 8 bits", "format: needed 1, available 4") {
            $0.edit(0x55, 4) {
                $0.format = 4
                $0.data = [UInt8](repeating: 0, count: 4 + 160)
            }
        },
        bias("that is not finite", "float out of bounds") {
            $0.edit(0x55, 4) { $0.data.setU32(159 * 4, 0x7FC0_0000) }
        },
        bias("beside a head output", "ask for", code: "bad_header") { $0.edit(0x55, 4) { $0.index = 5 } },
        bias("of a head of tags", "ask for", code: "bad_header") { $0.edit(0x55, 4) { $0.index = 0 } },
        bias("of no head", "ask for", code: "bad_header") { $0.edit(0x55, 4) { $0.index = 99 } },
    ]

    private static func bias(
        _ what: String, _ reason: String, code: String = "bad_section",
        _ apply: @escaping @Sendable (inout EditableModel) -> Void
    ) -> Damage {
        Damage(what: "a word bias " + what, model: "tasks_bert", code: code, reason: reason, apply: apply)
    }
}
