@testable import PipitCore

extension ModelRefusalTests {
    /// Damages to the lexicon of a sequence head, and lexicons where none may be.
    static let lexicons: [Damage] = [
        lexicon("shorter than its header", "bytes of the header") {
            $0.removeLast($0.count - 500)
        },
        lexicon("without features", "features: needed 1, available 0") { $0.setU32(0, 0) },
        lexicon("with too many features", "features: needed 65535") { $0.setU32(0, 65_536) },
        lexicon("with a weight too few", "weights of a feature: needed 3, available 2") { $0.setU32(4, 2) },
        lexicon("with a negative scale", "scale out of bounds") { $0.setU32(8, 0xBF80_0000) },
        lexicon("with a scale that is not finite", "scale out of bounds") { $0.setU32(8, 0x7FC0_0000) },
        lexicon("with an unknown flag", "flags: needed 7, available 8") { $0.setU32(12, 8) },
        lexicon("a byte short", bad(3)) { $0.removeLast() },
        lexicon("a byte long", "bytes: needed") { $0.append(0) },
        lexicon("with a block that ends before it starts", "end of a block") { $0.setU16(16 + 2 * 200, 1) },
        lexicon("with a block beyond all features", "end of a block") { $0.setU16(16 + 2 * 200, 5) },
        lexicon("with a feature in no block", "features in blocks") {
            for block in 0..<256 { $0.setU16(16 + 2 * block, min($0.u16(16 + 2 * block), 3)) }
        },
        lexicon("with a key twice", "key above the one before it") { $0.setU16(532, $0.u16(530)) },
        lexicon("with a feature of no importance", "importance of a feature") { $0[528 + 8 + 4 + 2] = 0 },
        lexicon("with -8 in the low half", "int4 weight") { $0[$0.count - 2] = 0x08 },
        lexicon("with -8 in the high half", "int4 weight") { $0[$0.count - 2] = 0x80 },
        lexicon("with half a byte too much", bad(3)) { $0[$0.count - 1] = 0x10 },
        lexicon("whose dense rows are said to be sparse", "bytes: needed") { $0.setU32(12, 5) },
        sparse("a byte short", bad(3)) { $0.removeLast() },
        sparse("a byte long", "bytes: needed 1064, available 1065") { $0.append(0) },
        sparse("that ends before its rows", "bytes: needed 1056, available 1055") { $0.removeLast(9) },
        sparse("without the last bitmap", bad(3)) { $0.removeLast(2) },
        sparse("with more weights than bytes", bad(3)) { $0[rows + 6] = 7 },
        sparse("whose rows are said to be dense", "importance of a feature") { $0.setU32(12, 1) },
        sparse("with rows that start late", bad(0)) {
            $0.setU16(528 + 2 * 0x20, 1)
        },
        sparse("with rows that start early", bad(1)) {
            $0.setU16(528 + 2 * 0xC0, 0)
        },
        sparse("with a wrong start behind all rows", bad(4)) {
            $0.setU16(528 + 2 * 255, 9)
        },
        sparse("with a weight too few", bad(1)) {
            $0[rows] = 0
        },
        sparse("with a bit behind the columns", bad(0)) {
            $0[rows] = 0x0D
        },
        sparse("with a 0 in the low half", bad(0)) {
            $0[rows + 1] = 0x20
        },
        sparse("with a 0 in the high half", bad(0)) {
            $0[rows + 1] = 0x01
        },
        sparse("with -8 in the low half", bad(0)) {
            $0[rows + 1] = 0x28
        },
        sparse("with -8 in the high half", bad(0)) {
            $0[rows + 1] = 0x81
        },
        sparse("with half a byte too much", bad(2)) {
            $0[rows + 5] = 0x19
        },
        Damage(
            what: "a lexicon of a head of tags", model: "every_head", code: "bad_header", reason: "ask for"
        ) { $0.add(WrittenLexicon(features: features(columns: 5)), toHead: 4) },
        Damage(
            what: "a background beside an out-of-scope class", model: "every_head", code: "bad_head",
            reason: "flags: needed 27, available 3"
        ) { $0.edit(0x50, 1) { $0.data.setU32(24, 3) } },
        Damage(
            what: "a background of a head of tags", model: "every_head", code: "bad_head",
            reason: "flags: needed 20, available 2"
        ) { $0.setBackground(ofHead: 4) },
        Damage(
            what: "a background of a head of pairs", model: "every_head", code: "bad_head",
            reason: "flags: needed 25, available 2"
        ) { $0.setBackground(ofHead: 10) },
        Damage(
            what: "label acts without one for each label", model: "every_head", code: "bad_head",
            reason: "bytes, one a label: needed 7, available 8"
        ) { $0.add(labelActs: [UInt8](repeating: 0, count: 8), toHead: 0) },
        Damage(
            what: "label acts of a head of tags", model: "every_head", code: "bad_header", reason: "ask for"
        ) { $0.add(labelActs: [UInt8](repeating: 0, count: 5), toHead: 4) },
    ]

    /// Four features, three of them with keys of one block.
    static func features(columns: Int) -> [WrittenLexicon.Feature] {
        [0x20_0001, 0xC0_0001, 0xC0_0002, 0xC0_FFFF].map { (key: UInt32) in
            let weights = (0..<columns).map { Int8($0 % 15 - 7) }
            return WrittenLexicon.Feature(key: key, step: 3, weights: weights)
        }
    }

    private static func lexicon(
        _ what: String, _ reason: String, _ damage: @escaping @Sendable (inout [UInt8]) -> Void
    ) -> Damage {
        lexicon(WrittenLexicon(features: features(columns: 3)), what, reason, damage)
    }

    /// Where the rows of the sparse lexicon start: 05 21, 00, 07 7F 09 and 02 05.
    private static let rows = 1056

    /// The refusal of a row.
    private static func bad(_ row: Int) -> String {
        "rows without a fault: needed 4, available \(row)"
    }

    private static func sparse(
        _ what: String, _ reason: String, _ damage: @escaping @Sendable (inout [UInt8]) -> Void
    ) -> Damage {
        let weights: [[Int8]] = [[1, 0, 2], [0, 0, 0], [-1, 7, -7], [0, 5, 0]]
        let features = zip(features(columns: 3), weights).map {
            WrittenLexicon.Feature(key: $0.key, step: 3, weights: $1)
        }
        let written = WrittenLexicon(features: features, isSparse: true)
        return lexicon(written, "of sparse rows " + what, reason, damage)
    }

    private static func lexicon(
        _ written: WrittenLexicon, _ what: String, _ reason: String,
        _ damage: @escaping @Sendable (inout [UInt8]) -> Void
    ) -> Damage {
        Damage(what: "a lexicon " + what, model: "every_head", code: "bad_section", reason: reason) {
            $0.add(written, toHead: 1)
            $0.edit(0x56, 1) { section in
                damage(&section.data)
                section.columns = UInt32(section.data.count)
            }
        }
    }
}
