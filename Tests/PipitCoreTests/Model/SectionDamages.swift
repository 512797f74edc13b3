extension ModelRefusalTests {
    /// Damages to the table entry or the numbers of one section.
    static let sections: [Damage] = [
        Damage(what: "an unknown role", code: "unknown_section", reason: "0x7f[0] has a role") {
            $0.sections[$0.sections.count - 1].role = 0x7F
        },
        Damage(what: "sections out of order", code: "bad_section", reason: "order by role and index") {
            $0.sections.swapAt(1, 2)
        },
        Damage(what: "a section twice", code: "bad_section", reason: "order by role and index") {
            $0.sections.insert($0.sections[1], at: 1)
        },
        Damage(what: "an unknown format", code: "bad_section", reason: "format, 0 to 8") {
            $0.edit(0x10) { $0.format = 9 }
        },
        Damage(what: "an unknown layout", code: "bad_section", reason: "layout: needed 1, available 2") {
            $0.edit(0x21, 1) { $0.layout = 2 }
        },
        Damage(
            what: "blocks of a head's weights", code: "bad_section", reason: "layout: needed 0, available 1"
        ) {
            $0.edit(0x54) { $0.layout = 1 }
        },
        Damage(what: "blocks of a table", code: "bad_section", reason: "layout: needed 0, available 1") {
            $0.edit(0x10) { $0.layout = 1 }
        },
        Damage(what: "no rows", code: "bad_section", reason: "rows: needed 1") {
            $0.edit(0x20) { $0.rows = 0 }
        },
        Damage(what: "no columns", code: "bad_section", reason: "columns: needed 1") {
            $0.edit(0x20) { $0.columns = 0 }
        },
        Damage(what: "a shape beyond all files", code: "bad_section", reason: "elements") {
            $0.edit(0x10) { ($0.rows, $0.columns) = (.max, .max) }
        },
        Damage(what: "a shape whose bytes wrap to the right number", code: "bad_section", reason: "elements")
        {
            $0.edit(0x20) { ($0.rows, $0.columns) = (0x4000_0001, 16) }
        },
        Damage(what: "bytes of two rows", code: "bad_section", reason: "rows: needed 1, available 2") {
            $0.edit(0x02) { $0.rows = 2 }
        },
        Damage(what: "a group without need", code: "bad_section", reason: "group: needed 0, available 4") {
            $0.edit(0x21) { $0.group = 4 }
        },
        Damage(what: "a group that does not divide", code: "bad_section", reason: "a divisor of the columns")
        {
            $0.edit(0x12) { $0.group = 3 }
        },
        Damage(what: "int4 without a group", model: "heads5", code: "bad_section", reason: "a multiple of 16")
        {
            $0.edit(0x21) { $0.group = 0 }
        },
        Damage(what: "int4 in groups of 8", model: "heads5", code: "bad_section", reason: "a multiple of 16")
        {
            $0.edit(0x21) { $0.group = 8 }
        },
        Damage(
            what: "an odd int4 table", model: "table4_one_scale", code: "bad_section",
            reason: "a multiple of those of a byte: needed 2"
        ) {
            $0.edit(0x10) { $0.columns = 15 }
        },
        Damage(what: "a byte too few", code: "bad_section", reason: "bytes: needed") {
            $0.edit(0x21) { $0.data.removeLast() }
        },
        Damage(what: "a byte too many", code: "bad_section", reason: "bytes: needed") {
            $0.edit(0x21) { $0.data.append(0) }
        },
        Damage(what: "-128", code: "bad_section", reason: "int8 weight") {
            $0.edit(0x21) { $0.data[$0.data.count - 5] = 0x80 }
        },
        Damage(what: "-128 as the last of all", code: "bad_section", reason: "int8 weight") {
            $0.edit(0x23) { $0.data[$0.data.count - 1] = 0x80 }
        },
        Damage(
            what: "-8 in the low half", model: "table4_one_scale", code: "bad_section", reason: "int4 weight"
        ) {
            $0.edit(0x10) { $0.data[9] = 0x08 }
        },
        Damage(what: "-8 in the high half", model: "heads5", code: "bad_section", reason: "int4 weight") {
            $0.edit(0x22) { $0.data[$0.data.count - 1] = 0x81 }
        },
        Damage(what: "an infinite gain", code: "bad_section", reason: "float out of bounds") {
            $0.edit(0x20) { $0.data.setU32(0, 0x7F80_0000) }
        },
        Damage(what: "a gain that is no number", code: "bad_section", reason: "float out of bounds") {
            $0.edit(0x20) { $0.data.setU32(60, 0xFFC0_0000) }
        },
        Damage(what: "a bias beyond 2^20", code: "bad_section", reason: "float out of bounds") {
            $0.edit(0x21) { $0.data.setU32(64 + 60, 0xC980_0001) }
        },
        Damage(what: "a scale beyond 2^20", code: "bad_section", reason: "scale out of bounds") {
            $0.edit(0x23) { $0.data.setU32(60, 0x4980_0001) }
        },
        Damage(what: "a negative scale", code: "bad_section", reason: "scale out of bounds") {
            $0.edit(0x22) { $0.data.setU32(0, 0x8000_0000) }
        },
        Damage(
            what: "a bf16 scale that is no number", model: "table4_groups", code: "bad_section",
            reason: "as bf16 bits"
        ) {
            $0.edit(0x10) { $0.data.setU16(2, 0x7FC0) }
        },
        Damage(
            what: "a byte in the padding of scales", model: "table4_row_scale", code: "bad_section",
            reason: "padding after scales: needed 0, available 1"
        ) { $0.edit(0x12) { $0.data[54] = 1 } },
        Damage(
            what: "steps of scales with a group of their own", model: "stepped4", code: "bad_section",
            reason: "group, all columns: needed 24, available 12"
        ) { $0.edit(0x10) { $0.group = 12 } },
        Damage(
            what: "an odd stepped table", model: "stepped4", code: "bad_section",
            reason: "a multiple of those of a byte: needed 2, available 23"
        ) {
            $0.edit(0x10) { ($0.columns, $0.group) = (23, 23) }
        },
        Damage(
            what: "a step to a scale beyond 2^20", model: "stepped4", code: "bad_section",
            reason: "as bf16 bits: needed 18816, available 18817"
        ) {
            $0.edit(0x10) {
                $0.data.setU16(0, 0x4980)
                $0.data.setU16(2, 1)
                for row in 0..<50 { $0.data[4 + row] = row == 49 ? 1 : 0 }
            }
        },
        Damage(
            what: "a step beyond 16 bits", model: "stepped4", code: "bad_section", reason: "as bf16 bits"
        ) {
            $0.edit(0x10) {
                $0.data.setU16(2, 0xFFFF)
                $0.data[4 + 49] = 255
            }
        },
        Damage(
            what: "a byte in the padding of steps", model: "stepped4", code: "bad_section",
            reason: "padding after scales: needed 0, available 1"
        ) { $0.edit(0x10) { $0.data[55] = 1 } },
        Damage(
            what: "-8 in a stepped table", model: "stepped4", code: "bad_section", reason: "int4 weight"
        ) {
            $0.edit(0x10) { $0.data[$0.data.count - 1] = 0x18 }
        },
        Damage(
            what: "a coded table without a scale a row", model: "coded2", code: "bad_section",
            reason: "group, all columns: needed 24, available 0"
        ) { $0.edit(0x10) { $0.group = 0 } },
        Damage(
            what: "a coded table of half a code", model: "coded2", code: "bad_section",
            reason: "a multiple of those of a byte: needed 4, available 22"
        ) {
            $0.edit(0x10) { ($0.columns, $0.group) = (22, 22) }
        },
        Damage(
            what: "a code too few", model: "coded2", code: "bad_section",
            reason: "bytes: needed 1380, available 1379"
        ) { $0.edit(0x10) { $0.data.removeLast() } },
        Damage(
            what: "-128 at the start of a codebook", model: "coded2", code: "bad_section",
            reason: "int8 weight"
        ) { $0.edit(0x10) { $0.data[4] = 0x80 } },
        Damage(
            what: "-128 at the end of a codebook", model: "coded2", code: "bad_section",
            reason: "int8 weight"
        ) { $0.edit(0x10) { $0.data[1027] = 0x80 } },
        Damage(
            what: "a step of a coded table beyond 16 bits", model: "coded2", code: "bad_section",
            reason: "as bf16 bits"
        ) {
            $0.edit(0x10) {
                $0.data.setU16(2, 0xFFFF)
                $0.data[1028 + 49] = 255
            }
        },
        Damage(
            what: "a byte in the padding of a coded table", model: "coded2", code: "bad_section",
            reason: "padding after scales: needed 0, available 1"
        ) { $0.edit(0x10) { $0.data[1028 + 50] = 1 } },
        Damage(
            what: "codes of positions", model: "coded2_full_rank", code: "bad_section",
            reason: "0x12[0] (position table): format: needed 4, available 8"
        ) {
            $0.edit(0x12) {
                ($0.format, $0.group) = (8, 32)
                $0.data = [UInt8](repeating: 0, count: 1028 + 28 + 27 * 8)
            }
        },
        Damage(what: "a missing section", code: "missing_section", reason: "0x21[1] (query) is missing") {
            $0.sections.remove(at: $0.position(0x21, 1))
        },
        Damage(what: "a layer too many", code: "bad_header", reason: "sections that config and heads ask for")
        {
            var section = $0.sections[$0.position(0x24, 1)]
            section.index = 2
            $0.sections.insert(section, at: $0.position(0x24, 1) + 1)
        },
        Damage(
            what: "the wrong width", code: "bad_section",
            reason: "0x20[1] (norm): columns: needed 16, available 8"
        ) {
            $0.edit(0x20, 1) {
                $0.columns = 8
                $0.data.removeLast(32)
            }
        },
        Damage(
            what: "a query of floats", code: "bad_section",
            reason: "0x21[0] (query): format: needed 2, available 1"
        ) {
            $0.edit(0x21) {
                $0.format = 1
                $0.data = [UInt8](repeating: 0, count: 16 * 16 * 4)
            }
        },
    ]
}
