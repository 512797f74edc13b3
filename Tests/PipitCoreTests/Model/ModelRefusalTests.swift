import Testing

@testable import PipitCore

/// Every rule of FORMAT.md broken once, in a file whose checksums are right: refused, and for that reason.
struct ModelRefusalTests {
    struct Damage: Sendable, CustomTestStringConvertible {
        let what: String
        var model = "narrow"
        let code: String
        /// Words of the sentence that says why.
        let reason: String
        let apply: @Sendable (inout EditableModel) -> Void

        var testDescription: String { what }
    }

    @Test(
        arguments: sections + configs + texts + vocabularies + heads + wordBiases + lexicons + generals
            + slotKinds + slotLists)
    func refuses(damage: Damage) throws {
        var model = EditableModel(try Fixture.bytes(damage.model + ".pipit"))
        #expect(refusal(of: model.assembled()) == nil)
        damage.apply(&model)
        let found = try #require(refusal(of: model.assembled()))
        #expect(found.code == "model_" + damage.code)
        #expect(found.sentence.contains(damage.reason), "\(found.sentence)")
    }

    @Test(arguments: goodLists)
    func takesLists(text: String) throws {
        var model = EditableModel(try Fixture.bytes("every_head.pipit"))
        var section = model.sections[model.position(0x5B, 4)]
        (section.role, section.data, section.columns) = (0x5C, Array(text.utf8), UInt32(text.utf8.count))
        model.sections.insert(section, at: model.position(0x5B, 4) + 1)
        #expect(refusal(of: model.assembled()) == nil)
    }

    /// Header fields and table entries that putting together would make right again.
    @Test(arguments: [
        (0, 0x51, "not_a_model", "not a .pipit model"), (4, 0x55, "not_a_model", "not a .pipit model"),
        (8, 1, "model_bad_header", "version: needed 2, available 1"),
        (12, 0x20, "model_wrong_length", "needed 32,"), (16, 0, "model_bad_header", "sectionCount"),
        (17, 5, "model_bad_header", "sectionCount"), (16, 0xFF, "model_wrong_length", "needed 8224"),
        (24, 1, "model_bad_header", "reserved"), (63, 1, "model_bad_header", "reserved"),
        (64 + 16, 0, "model_bad_section", "offset"),
        (64 + 20, 127, "model_bad_section", "bytes: needed 128, available 127"),
        (64 + 24, 0, "model_bad_checksum", "section 0x01[0] (config)"),
    ])
    func refusesHeader(offset: Int, value: UInt8, code: String, reason: String) throws {
        var file = try Fixture.bytes("narrow.pipit")
        if offset == 12 { file.setU32(12, 0) }
        file[offset] = value
        file.sealTable()
        let found = try #require(refusal(of: file))
        #expect(found.code == code)
        #expect(found.sentence.contains(reason), "\(found.sentence)")
    }

    @Test func refusesPaddingThatIsNotZero() throws {
        var model = EditableModel(try Fixture.bytes("narrow.pipit"))
        model.setText(0x02, to: Array("name\tx\nlicense\ty\nk\tv\n".utf8))
        var file = model.assembled()
        let end = Int(file.u32(64 + 32 + 16) + file.u32(64 + 32 + 20))
        #expect(end % 16 != 0)
        file[end] = 1
        #expect(refusal(of: file)?.sentence.contains("padding, zero bytes") == true)
    }

    @Test func refusesWhatFollowsTheLastSection() throws {
        var file = EditableModel(try Fixture.bytes("narrow.pipit")).assembled()
        file += [UInt8](repeating: 0, count: 16)
        file.setU32(12, UInt32(file.count))
        file.sealTable()
        #expect(refusal(of: file)?.code == "model_wrong_length")
    }

    // MARK: Config

    static func config(_ offset: Int, _ value: UInt32, _ reason: String, model: String = "narrow") -> Damage {
        Damage(what: "config \(offset) = \(value)", model: model, code: "bad_config", reason: reason) {
            $0.edit(0x01) { $0.data.setU32(offset, value) }
        }
    }

    static let configs: [Damage] = [
        config(0, 0, "blockKind: needed 1 to 2, available 0"), config(0, 3, "blockKind"),
        config(4, 5, "vocabularySize"),
        config(4, 65_536, "vocabularySize"), config(8, 7, "maxTokens"), config(8, 513, "maxTokens"),
        config(12, 0, "width"), config(12, 24, "a multiple of 16"), config(12, 1040, "width"),
        config(16, 0, "tokenRank"),
        config(16, 1025, "tokenRank"), config(20, 1025, "positionRank"),
        config(24, 5, "segments: needed 0 to 4, available 5"),
        config(24, 6, "segments"), config(24, 7, "segments"), config(24, 9, "segments"),
        config(24, 0x0100_0008, "segments"), config(24, 8, "segments: needed 0 to 4", model: "bert_erf"),
        config(28, 25, "layers"),
        config(32, 0, "attentionHeads"), config(32, 17, "attentionHeads"),
        config(32, 3, "a divisor of the width"),
        config(36, 0, "kernelSize"),
        config(36, 256, "kernelSize"), config(36, 4, "an odd number"), config(40, 8, "flags"),
        config(44, 2, "pooling"),
        config(48, 1, "feedForward"), config(52, 1, "activation"), config(56, 0, "normEpsilon"),
        config(56, 0x7FC0_0000, "normEpsilon"), config(56, 0x3C24_0000, "normEpsilon"),
        config(60, 48, "padId"),
        config(64, 48, "unknownId"), config(68, 48, "clsId"), config(72, 48, "maskId"),
        config(76, 48, "sepId"),
        config(76, 0, "all different"), config(80, 25, "maskLayers"), config(80, 5, "at most layers"),
        config(84, 1, "reserved"), config(124, 1, "reserved"),
        config(80, 1, "maskLayers", model: "bert_erf"),
        config(36, 1, "kernelSize", model: "bert_erf"), config(40, 2, "flags", model: "bert_erf"),
        config(48, 15, "feedForward", model: "bert_erf"), config(48, 4097, "feedForward", model: "bert_erf"),
        config(52, 0, "activation", model: "bert_erf"), config(52, 4, "activation", model: "bert_erf"),
        Damage(
            what: "layers of masked words that are not asked for", model: "mask_layer", code: "bad_header",
            reason: "sections that config and heads ask for"
        ) {
            $0.edit(0x01) { $0.data.setU32(80, 0) }
        },
        Damage(
            what: "layers of masked words that are not there", model: "mask_layer", code: "missing_section",
            reason: "norm"
        ) {
            $0.edit(0x01) { $0.data.setU32(80, 2) }
        },
        Damage(
            what: "eight segments in a table of four", model: "matches", code: "bad_section",
            reason: "rows: needed 8, available 4"
        ) {
            $0.edit(0x01) { $0.data.setU32(24, 8) }
        },
        Damage(what: "a short config", code: "bad_section", reason: "columns: needed 128, available 124") {
            $0.edit(0x01) {
                $0.data.removeLast(4)
                $0.columns = 124
            }
        },
    ]

    // MARK: Info and labels

    static func info(_ text: String, _ reason: String) -> Damage {
        Damage(what: "info \(text.debugDescription)", code: "bad_section", reason: reason) {
            $0.setText(0x02, to: Array(text.utf8))
        }
    }

    static func labels(_ text: [UInt8], _ reason: String, code: String = "bad_head") -> Damage {
        Damage(what: "labels \(text)", model: "every_head", code: code, reason: reason) {
            $0.setText(0x51, 4, to: text)
        }
    }

    static let texts: [Damage] = [
        info("name\tx\nlicense\ty", "last byte, LF"), info("name\tx\n", "the key license"),
        info("license\tx\n", "the key name"),
        info("name\tx\nlicense\n", "key TAB value"), info("name\tx\n\tv\nlicense\ty\n", "key TAB value"),
        info("name\tx\ty\nlicense\ty\n", "TABs in a line"),
        info("name\tx\nlicense\ty\nname\tz\n", "the same key"),
        info("name\tx\nlicense\ty\r\n", "control character"),
        info("name\tx\nlicense\t" + String(repeating: "y", count: 4096) + "\n", "columns: needed 4096"),
        Damage(what: "info that is no UTF-8", code: "bad_section", reason: "UTF-8") {
            $0.setText(0x02, to: Array("name\tx\nlicense\ty".utf8) + [0xC3, 10])
        },
        labels(Array("O\nB-a\nI-a\nB-b\n".utf8), "lines of labels: needed 5, available 4"),
        labels(Array("O\nB-a\n\nB-b\nI-b\n".utf8), "bytes of a label"),
        labels(Array("O\nB-a\nI-a\nB-b\nI-\n".utf8), "tag O, B-name or I-name"),
        labels(Array("O\nB-a\nI-a\nB-b\nE-b\n".utf8), "tag O, B-name or I-name"),
        labels(Array("O\nB-a\nI-a\nB-b\nI-b".utf8), "last byte, LF", code: "bad_section"),
        labels(Array("O\nB-a\nI-a\nB-b\nI-".utf8) + [0xFF, 10], "UTF-8", code: "bad_section"),
        labels(Array("O\nB-a\nI-a\nB-b\nI-\u{1}\n".utf8), "control character", code: "bad_section"),
        Damage(what: "no labels", model: "every_head", code: "missing_section", reason: "0x51[4]") {
            $0.sections.remove(at: $0.position(0x51, 4))
        },
    ]

    // MARK: Vocabulary

    static func vocabulary(
        _ what: String, _ reason: String, _ change: @escaping @Sendable (inout [UInt8]) -> Void
    ) -> Damage {
        Damage(what: "vocabulary: \(what)", code: "bad_vocabulary", reason: reason) { model in
            var bytes = model.sections[model.position(0x03)].data
            change(&bytes)
            model.setText(0x03, to: bytes)
        }
    }

    /// A vocabulary of 48 entries: [PAD] … and then these, one entry per byte string, without front coding.
    static func entries(_ words: [[UInt8]], continuations: Int = 0) -> [UInt8] {
        let specials = (0..<48 - words.count).map { Array("[\($0)]".utf8) }
        var data: [UInt8] = []
        var blocks: [UInt32] = []
        for (id, entry) in (specials + words).enumerated() {
            if id % 16 == 0 { blocks.append(UInt32(data.count)) }
            data += (entry.count < 15 ? [UInt8(entry.count)] : [15, UInt8(entry.count)]) + entry
        }
        var section = [UInt8](repeating: 0, count: 16 + 4 * blocks.count)
        section.setU32(0, UInt32(specials.count))
        section.setU32(4, UInt32(words.count - continuations))
        section.setU32(8, UInt32(continuations))
        section.setU32(12, UInt32(data.count))
        for (block, offset) in blocks.enumerated() { section.setU32(16 + 4 * block, offset) }
        return section + data
    }

    static let vocabularies: [Damage] = [
        vocabulary("a header cut", "bytes of the header") { $0 = Array($0[..<12]) },
        vocabulary("a special too many", "entries: needed 48, available 49") { $0.setU32(0, $0.u32(0) + 1) },
        vocabulary("counts that wrap", "entries") { $0.setU32(0, $0.u32(0) &+ 0x8000_0000) },
        vocabulary("entry bytes that lie", "bytes") { $0.setU32(12, .max) },
        vocabulary("a block offset", "offset of the block") { $0.setU32(20, $0.u32(20) + 1) },
        vocabulary("a first entry that shares", "shared bytes: needed 0, available 1") {
            $0[16 + 12] |= 0x10
        },
        vocabulary("an entry beyond the end", "bytes left") { bytes in
            bytes[16 + 12] = 15
            bytes[16 + 12 + 1] = 255
            bytes.removeLast(max(0, bytes.count - 200))
            bytes.setU32(12, UInt32(bytes.count - 28))
        },
        vocabulary("no byte for the last entry", "bytes left: needed 1, available 0") {
            $0 = entries([[97]])
            $0.removeLast(2)
            $0.setU32(12, $0.u32(12) - 2)
        },
        vocabulary("an entry cut before the count of its rest", "bytes left: needed 2, available 1") {
            $0 = entries([[97]])
            $0.removeLast()
            $0[$0.count - 1] = 15
            $0.setU32(12, $0.u32(12) - 1)
        },
        vocabulary("words not sorted", "order by bytes") {
            $0 = entries([Array("b".utf8), Array("a".utf8)])
        },
        vocabulary("a word twice", "order by bytes") { $0 = entries([Array("ab".utf8), Array("ab".utf8)]) },
        vocabulary("a word before its prefix", "order by bytes") {
            $0 = entries([Array("ab".utf8), Array("a".utf8)])
        },
        vocabulary("continuations not sorted", "order by bytes") {
            $0 = entries([Array("a".utf8), Array("b".utf8), Array("a".utf8)], continuations: 2)
        },
        vocabulary("an empty entry", "1 to 100") { $0 = entries([[]]) },
        vocabulary("an entry of 101 bytes", "1 to 100") {
            $0 = entries([[UInt8](repeating: 97, count: 101)])
        },
        vocabulary("an entry that is no UTF-8", "UTF-8") { $0 = entries([[0xC3]]) },
        vocabulary("bytes after the last entry", "bytes of all entries") {
            $0.append(0)
            $0.setU32(12, $0.u32(12) + 1)
        },
    ]

    // MARK: Heads

    static func record(_ head: UInt16, _ offset: Int, _ value: UInt32, _ reason: String) -> Damage {
        Damage(
            what: "head \(head): \(offset) = \(value)", model: "every_head", code: "bad_head", reason: reason
        ) {
            $0.edit(0x50, head) { $0.data.setU32(offset, value) }
        }
    }

    static let heads: [Damage] = [
        record(0, 0, 0, "kind"), record(0, 0, 9, "kind"), record(0, 4, 4097, "labels"),
        record(0, 4, 0, "labels"),
        record(6, 4, 2, "labels: needed 0, available 2"), record(0, 8, 7, "outputs: needed 8, available 7"),
        record(0, 12, 5, "activation"), record(0, 16, 3, "pooling"), record(0, 20, 0x3F80_0001, "threshold"),
        record(0, 20, 0x7FC0_0000, "threshold"), record(0, 20, 0x8000_0000, "threshold"),
        record(0, 24, 4, "flags: needed 27, available 4"), record(0, 24, 17, "flags, 0 to 16"),
        record(1, 24, 18, "flags, 0 to 16"), record(1, 24, 6, "flags: needed"),
        record(4, 24, 8, "flags: needed 20"),
        record(0, 24, 2, "outputs: needed 7, available 8"),
        record(0, 24, 0, "outputs: needed 7, available 8"), record(4, 24, 1, "flags"),
        record(0, 28, 1, "lengthCost, of a span alone"),
        record(9, 28, 0x3DCC_CCCD, "lengthCost, of a span alone"),
        record(6, 28, 0x8000_0000, "lengthCost, 0 to 16"), record(6, 28, 0x7FC0_0000, "lengthCost, 0 to 16"),
        record(0, 32, 0, "bytes of the name"), record(0, 32, 0x4158_5858, "name of a to z"),
        record(0, 60, 0x61, "padding of the name"),
        record(9, 0, 4, "outputs: start and end"), record(11, 24, 2, "flags"),
        record(6, 0, 5, "outputs: needed 48, available 2"),
        record(7, 8, 48, "outputs: needed 0, available 48"),
        Damage(
            what: "two heads of one name", model: "every_head", code: "bad_head", reason: "no other head has"
        ) {
            let name = $0.sections[$0.position(0x50, 0)].data[32...]
            $0.edit(0x50, 5) { $0.data.replaceSubrange(32..., with: name) }
        },
        Damage(what: "a gap between heads", model: "every_head", code: "bad_header", reason: "ask for") {
            $0.edit(0x50, 11) { $0.index = 12 }
        },
        Damage(
            what: "a tied head of another width", model: "every_head", code: "bad_head",
            reason: "tied token table"
        ) {
            $0.sections.remove(at: $0.position(0x53, 7))
            $0.sections.remove(at: $0.position(0x52, 7))
        },
        Damage(what: "a norm without a transform", model: "every_head", code: "bad_header", reason: "ask for")
        {
            var norm = $0.sections[$0.position(0x53, 3)]
            norm.index = 0
            $0.sections.insert(norm, at: $0.position(0x53, 3))
        },
        Damage(
            what: "a transform of another width", model: "every_head", code: "bad_section",
            reason: "columns: needed 32"
        ) {
            $0.edit(0x52, 2) {
                $0.columns = 16
                $0.data = [UInt8](repeating: 0, count: 32 * 8 + 32 * 16)
            }
        },
        Damage(
            what: "a short record", model: "every_head", code: "bad_section",
            reason: "columns: needed 64, available 60"
        ) {
            $0.edit(0x50, 3) {
                $0.columns = 60
                $0.data.removeLast(4)
            }
        },
    ]
}
