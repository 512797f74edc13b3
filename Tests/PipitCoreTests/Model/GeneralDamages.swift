@testable import PipitCore

extension ModelRefusalTests {
    /// Damages to what a model knows of sentences about anything.
    static let generals: [Damage] = [
        general("shorter than its header", "bytes of the header: needed 8, available 7") {
            $0.removeLast($0.count - 7)
        },
        general("of two sentences", "sentences: needed 3, available 2") { $0.setU32(0, 2) },
        general("of too many sentences", "sentences: needed 1024, available 1025") { $0.setU32(0, 1025) },
        general("of another width", "numbers of a sentence: needed 32, available 16") { $0.setU32(4, 16) },
        general("a byte short", "bytes: needed") { $0.removeLast() },
        general("a byte long", "bytes: needed") { $0.append(0) },
        general("with a sentence too few", "bytes: needed") { $0.setU32(0, 5) },
        general("with a centre that is not finite", "float out of bounds") { $0.setU32(8, 0x7FC0_0000) },
        general("with a centre too far off", "float out of bounds") { $0.setU32(8 + 31 * 4, 0xC980_0001) },
        general("with features of no importance", "importance of features: needed 1") {
            $0[8 + 32 * 4 + 4095] = 0
        },
        general("with -8 in the low half", "int4 number") { $0[8 + 32 * 4 + 4096] = 0x08 },
        general("with -8 in the high half", "int4 number") { $0[$0.count - 1] = 0x80 },
        Damage(what: "two general sections", model: "every_head", code: "bad_header", reason: "ask for") {
            $0.addGeneral(width: 32)
            var second = $0.sections[$0.sections.count - 1]
            second.index = 1
            $0.sections.append(second)
        },
    ]

    private static func general(
        _ what: String, _ reason: String, _ damage: @escaping @Sendable (inout [UInt8]) -> Void
    ) -> Damage {
        Damage(what: "a general section " + what, model: "every_head", code: "bad_section", reason: reason) {
            $0.addGeneral(width: 32)
            $0.edit(0x5E) { section in
                damage(&section.data)
                section.columns = UInt32(section.data.count)
            }
        }
    }
}

extension EditableModel {
    /// Gives the model four sentences about anything.
    mutating func addGeneral(width: Int) {
        var bytes = [UInt8](repeating: 0, count: 8 + 4 * width)
        bytes.setU32(0, 4)
        bytes.setU32(4, UInt32(width))
        bytes += [UInt8](repeating: 50, count: 4096)
        bytes += (0..<4 * width / 2).map { UInt8($0 % 7 + 1) }
        sections.append(
            Section(
                role: 0x5E, index: 0, format: 0, layout: 0, rows: 1, columns: UInt32(bytes.count), group: 0,
                data: bytes))
    }
}
