import Testing

@testable import PipitCore

/// Every rule for heads of learnt paths broken once, as in `ModelRefusalTests`.
struct PathRefusalTests {
    /// The head @ner of tasks.pipit: O, B-person, I-person, B-place, I-place.
    static let head: UInt16 = 0

    /// The model with transitions, features and a slot mask of one intent.
    static func model() throws -> EditableModel {
        var model = EditableModel(try Fixture.bytes("tasks.pipit"))
        let labels = model.sections[model.position(0x51, head)].data
        try #require(String(decoding: labels, as: UTF8.self) == "O\nB-person\nI-person\nB-place\nI-place\n")
        let scale: [UInt8] = [0, 0, 0x80, 0x3D]
        model.insert(0x58, format: 4, rows: 6, columns: 5, scale + [UInt8](repeating: 7, count: 30))
        // Two keys in run 0, one in run 2: key, how many weights; of each output and weight.
        let starts = [0, 12, 12] + [UInt16](repeating: 17, count: 254)
        let features =
            scale + starts.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] } + [0, 0]
            + [1, 0, 2, 0, 5, 6, 9, 4, 0, 1, 2, 7, 9, 0, 1, 3, 0xFF]
        model.insert(0x59, format: 0, rows: 1, columns: UInt32(features.count), features)
        model.insert(0x5A, format: 0, rows: 1, columns: 1, [3])
        return model
    }

    @Test func takesAHeadOfLearntPaths() throws {
        #expect(refusal(of: try Self.model().assembled()) == nil)
    }

    @Test(arguments: damages)
    func refuses(damage: ModelRefusalTests.Damage) throws {
        var model = try Self.model()
        damage.apply(&model)
        let found = try #require(refusal(of: model.assembled()))
        #expect(found.code == "model_" + damage.code)
        #expect(found.sentence.contains(damage.reason), "\(found.sentence)")
    }

    static let damages: [ModelRefusalTests.Damage] = [
        damage("labels that are no pairs", "tags O, then B-name", code: "bad_head") {
            $0.setText(0x51, head, to: Array("O\nB-room\nB-time\nI-room\nI-time\n".utf8))
        },
        damage("a pair of two names", "tags O, then B-name", code: "bad_head") {
            $0.setText(0x51, head, to: Array("O\nB-room\nI-time\nB-time\nI-room\n".utf8))
        },
        damage("no O", "tags O, then B-name", code: "bad_head") {
            $0.setText(0x51, head, to: Array("B-a\nB-room\nI-room\nB-time\nI-time\n".utf8))
        },
        damage("transitions of a column less", "columns of the transitions", code: "bad_head") {
            $0.edit(0x58, head) {
                $0.columns = 4
                $0.data.removeLast(6)
            }
        },
        damage("transitions without a row for the start", "columns of the transitions", code: "bad_head") {
            $0.edit(0x58, head) {
                $0.rows = 5
                $0.data.removeLast(5)
            }
        },
        damage("-128 in the transitions", "int8 weight") { $0.edit(0x58, head) { $0.data[9] = 0x80 } },
        damage("transitions of a head of labels", "ask for", code: "bad_header") {
            $0.edit(0x58, head) { $0.index = 1 }
        },
        damage("features without transitions", "ask for", code: "bad_header") {
            $0.sections.remove(at: $0.position(0x58, head))
        },
        damage("features that end in their starts", "bytes: needed 520") {
            $0.edit(0x59, head) {
                $0.data.removeLast(18)
                $0.columns -= 18
            }
        },
        damage("a scale that is not finite", "scale out of bounds") {
            $0.edit(0x59, head) { $0.data.setU32(0, 0x7F80_0000) }
        },
        damage("a negative scale", "scale out of bounds") {
            $0.edit(0x59, head) { $0.data.setU32(0, 0x8000_0001) }
        },
        damage("a first run that starts behind a key", "bytes: needed 24, available 17") {
            $0.edit(0x59, head) { $0.data[4] = 7 }
        },
        damage("a first run that starts within a key", "key that rises") {
            $0.edit(0x59, head) { $0.data[4] = 1 }
        },
        damage("a run that ends before it starts", "end of a run") { $0.edit(0x59, head) { $0.data[8] = 1 } },
        damage("runs beyond the keys", "end of a run") {
            $0.edit(0x59, head) { $0.data[4 + 2 * 256] = 18 }
        },
        damage("a key too many", "bytes: needed 17, available 22") {
            $0.edit(0x59, head) {
                $0.data += [9, 9, 1, 0, 1]
                $0.columns += 5
            }
        },
        damage("padding that is not zero", "bytes: needed 18, available 17") {
            $0.edit(0x59, head) { $0.data[518] = 1 }
        },
        damage("a key that is cut off", "key that rises") { $0.edit(0x59, head) { $0.data[6] = 14 } },
        damage("keys out of order", "key that rises") { $0.edit(0x59, head) { $0.data[527] = 0 } },
        damage("a key twice", "key that rises") { $0.edit(0x59, head) { $0.data[527] = 1 } },
        damage("a key without weights", "key that rises") { $0.edit(0x59, head) { $0.data[522] = 0 } },
        damage("weights beyond the run", "key that rises") { $0.edit(0x59, head) { $0.data[522] = 5 } },
        damage("an output beyond all", "key that rises") { $0.edit(0x59, head) { $0.data[525] = 7 } },
        damage("-128 in the features", "key that rises") { $0.edit(0x59, head) { $0.data[526] = 0x80 } },
        damage("a mask of half an intent", "bytes of an intent's slots", code: "bad_head") {
            // Nine slots take two bytes.
            let labels = "O\n" + (0..<9).map { "B-\($0)\nI-\($0)\n" }.joined()
            $0.edit(0x50, head) { $0.data[4] = 19 }
            $0.edit(0x50, head) { $0.data[8] = 19 }
            $0.setText(0x51, head, to: Array(labels.utf8))
            $0.edit(0x54, head) { section in
                section.data = [UInt8](repeating: 0, count: 19 * (8 + Int(section.columns)))
                section.rows = 19
            }
            $0.edit(0x58, head) { section in
                section.data = [0, 0, 0, 0] + [UInt8](repeating: 0, count: 20 * 19)
                (section.rows, section.columns) = (20, 19)
            }
        },
    ]

    private static func damage(
        _ what: String, _ reason: String, code: String = "bad_section",
        _ apply: @escaping @Sendable (inout EditableModel) -> Void
    ) -> ModelRefusalTests.Damage {
        ModelRefusalTests.Damage(what: what, model: "tasks", code: code, reason: reason, apply: apply)
    }
}

extension EditableModel {
    /// Puts a section of the head of learnt paths in its place.
    fileprivate mutating func insert(
        _ role: UInt16, format: UInt16, rows: UInt32, columns: UInt32, _ data: [UInt8]
    ) {
        let section = Section(
            role: role, index: PathRefusalTests.head, format: format, layout: 0, rows: rows, columns: columns,
            group: 0, data: data)
        let place = sections.firstIndex { ($0.role, $0.index) > (role, PathRefusalTests.head) }
        sections.insert(section, at: place ?? sections.count)
    }
}
