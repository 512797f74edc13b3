extension ModelRefusalTests {
    /// Damages to lists of head 4, the slots, whose model has none; and lists where none may be.
    static let slotLists: [Damage] =
        [
            ("", "columns"), ("room\tkitchen\tkitchen", "last byte, LF"), ("\n", "fields of a list"),
            ("room\n", "fields of a list"), ("room\tkitchen\n", "fields of a list"),
            ("room\tkitchen\t\n", "fields of a list"), ("room\tkitchen\tkitchen\t\n", "fields of a list"),
            ("room\t\tkitchen\n", "fields of a list"), ("\tkitchen\tkitchen\n", "fields of a list"),
            ("\t\n", "fields of a list"), ("room\tkitchen\tkitchen\n\n", "fields of a list"),
            ("room\tkitchen\tkitchen\nroom\t\n", "fields of a list"),
            ("room\tkit\u{1}chen\tkitchen\n", "control character"),
            ("room\tkitchen\tkitchen\r\n", "control character"),
            (
                String(repeating: "room\tkitchen\tkitchen\n", count: 3121),
                "bytes: needed 65536, available 65541"
            ),
        ].map { text, reason in lists("\(text.prefix(40).debugDescription)", reason, Array(text.utf8)) }
        + [
            lists("no UTF-8", "UTF-8", Array("room\tkitchen\tkitchen".utf8) + [0xFF, 10]),
            lists("of a head of intents", "ask for", Array("a\tb\tb\n".utf8), code: "bad_header", head: 0),
        ]

    private static func lists(
        _ what: String, _ reason: String, _ text: [UInt8], code: String = "bad_section", head: UInt16 = 4
    ) -> Damage {
        Damage(what: "slot lists " + what, model: "every_head", code: code, reason: reason) { model in
            var section = model.sections[model.position(0x5B, 4)]
            (section.role, section.index, section.data) = (0x5C, head, text)
            section.columns = UInt32(text.count)
            model.sections.insert(section, at: model.position(0x5B, 4) + 1)
        }
    }

    /// What may stand in the section.
    static let goodLists = [
        "room\t\n", "room\t\ntime\t\nroom\tkitchen\tkitchen\n", "x\ta b\tab\tc\ny\té\te\n",
    ]
}
