import Testing

@testable import PipitCore

/// Every bound and every role of format.json: what lies on it is accepted, what lies beyond is refused.
struct FormatTableTests {
    private let format: FormatDescription

    init() throws {
        format = try FormatDescription.read()
    }

    // MARK: Bounds of fields

    @Test(arguments: [("narrow", false), ("bert_erf", true)])
    func configFieldsKeepTheirBounds(model: String, isBERT: Bool) throws {
        let section = EditableModel(try Fixture.bytes(model + ".pipit")).sections[0]
        var base = section.data
        // One tap is odd, so that no kernel size is refused when flags say that it is centred.
        if !isBERT { base.setU32(ConfigField.kernelSize.offset, 1) }
        // As many layers as there can be of masked words.
        base.setU32(ConfigField.layers.offset, 24)
        var count = 0
        for field in format.config.fields {
            guard let bounds = field.bounds(isBERT: isBERT) else { continue }
            // Another kind of block needs other fields as well.
            for value in [bounds.lowerBound, bounds.upperBound] where field.name != "blockKind" {
                #expect(problem(ofConfig: base, field.offset, value) == nil, "\(field.name) = \(value)")
            }
            for value in [bounds.lowerBound &- 1, bounds.upperBound &+ 1] {
                let reason = try #require(
                    problem(ofConfig: base, field.offset, value), "\(field.name) = \(value)")
                #expect(reason.hasPrefix("bad config: \(field.name)"), "\(reason)")
            }
            count += 1
        }
        #expect(count == format.config.fields.count - 6)  // but the five ids and the reserved bytes
    }

    private func problem(ofConfig base: [UInt8], _ offset: Int, _ value: UInt32) -> String? {
        var config = base
        config.setU32(offset, value)
        return config.withUnsafeBytes { bytes in
            do throws(ModelError) {
                _ = try ModelConfig(ByteView(bytes))
                return nil
            } catch {
                return WrittenText { error.describe(to: &$0) }.text
            }
        }
    }

    @Test func headRecordsKeepTheirBounds() throws {
        var model = EditableModel(try Fixture.bytes("every_head.pipit"))
        let record = model.sections[model.position(0x50)].data
        var count = 0
        for field in format.headRecord.fields {
            guard let bounds = field.bounds(isBERT: false) else { continue }
            for value in [bounds.lowerBound, bounds.upperBound] {
                #expect(problem(ofRecord: record, field.offset, value) == nil, "\(field.name) = \(value)")
            }
            for value in [bounds.lowerBound &- 1, bounds.upperBound &+ 1] {
                let reason = try #require(
                    problem(ofRecord: record, field.offset, value), "\(field.name) = \(value)")
                #expect(reason.hasPrefix("bad head 0: \(field.name)"), "\(reason)")
            }
            count += 1
        }
        #expect(count == 7)
        model.edit(0x50) { $0.data.setU32(0, 0) }
        #expect(refusal(of: model.assembled())?.code == "model_bad_head")
    }

    private func problem(ofRecord base: [UInt8], _ offset: Int, _ value: UInt32) -> String? {
        var record = base
        record.setU32(offset, value)
        return record.withUnsafeBytes { bytes in
            do throws(ModelError) {
                try HeadRecord(ByteView(bytes)).check(0)
                return nil
            } catch {
                return WrittenText { error.describe(to: &$0) }.text
            }
        }
    }

    // MARK: Roles

    @Test func everyRoleIsRefusedInAFormatOrShapeThatIsNotItsOwn() throws {
        for role in format.roles {
            let (model, position) = try modelWithSection(of: role)
            for other in format.formats where !role.formats.contains(other.name) {
                var changed = model
                changed.sections[position].reshape(to: other.number)
                #expect(refusal(of: changed.assembled()) != nil, "\(role.name) in \(other.name)")
            }
            let section = model.sections[position]
            if section.format == 0 { continue }
            if role.rows != "own" {
                var changed = model
                changed.sections[position].rows += 1
                changed.sections[position].reshape(to: section.format)
                let found = try #require(refusal(of: changed.assembled()), "\(role.name)")
                #expect(found.sentence.contains("rows: needed \(section.rows), available"), "\(role.name)")
            }
            var changed = model
            changed.sections[position].columns *= 2
            changed.sections[position].group *= section.group == section.columns ? 2 : 1
            changed.sections[position].reshape(to: section.format)
            let found = try #require(refusal(of: changed.assembled()), "\(role.name)")
            // Of what has a shape of its own another check says what is wrong with it.
            let what = role.columns == "own" ? "" : "columns"
            #expect(
                found.sentence.contains("\(what): needed \(section.columns), available"), "\(role.name)")
        }
    }

    @Test func everyRoleThatIsNotOptionalIsMissed() throws {
        for role in format.roles where role.optional != true {
            var (model, position) = try modelWithSection(of: role)
            model.sections.remove(at: position)
            let found = try #require(refusal(of: model.assembled()), "\(role.name)")
            // Without its record a head is not there, and its other sections belong to nothing.
            let code = role.name == "headRecord" ? "model_bad_header" : "model_missing_section"
            #expect(found.code == code, "\(role.name)")
        }
    }

    /// The first fixture with a section of the role, and where it stands.
    private func modelWithSection(of role: FormatDescription.Role) throws -> (EditableModel, Int) {
        var general = EditableModel(try Fixture.bytes("every_head.pipit"))
        general.addGeneral(width: 32)
        var several = EditableModel(try ActModel.file())
        several.add(commandWords: ">bade\n", toHead: ActModel.intent)
        let models =
            try Fixture.models.map { EditableModel(try Fixture.bytes($0 + ".pipit")) }
            + [
                EditableModel(try ActModel.file()), general, several,
                EditableModel(try Fixture.bytes("../lists/listed.pipit")),
            ]
        for model in models {
            if let position = model.sections.firstIndex(where: { $0.role == role.number }) {
                return (model, position)
            }
        }
        Issue.record("no fixture has a section of the role \(role.name)")
        throw CancellationError()
    }

    // MARK: Limits

    @Test func aFileBeyondTheLimitIsNotEvenLookedAt() {
        let start = UnsafeRawPointer(bitPattern: 16)
        let found = refusal(of: UnsafeRawBufferPointer(start: start, count: 64 << 20 + 1))
        #expect(found?.code == "model_wrong_length")
        #expect(found?.sentence.contains("needed 67108864") == true)
    }

    @Test func aTransformOfMoreThan4096RowsIsRefused() throws {
        try refuseHeadMatrix(0x52, of: 3, rows: 4097, "rows of the transform: needed 4096, available 4097")
    }

    @Test func aVectorOfMoreThan4096NumbersIsRefused() throws {
        let model = EditableModel(try Fixture.bytes("tasks_bert.pipit"))
        let head = try #require(
            model.sections.first { $0.role == 0x54 && kind(ofHead: $0.index, in: model) == 8 }?.index)
        try refuseHeadMatrix(
            0x54, of: head, rows: 4097, "outputs: needed 4096, available 4097", model: "tasks_bert")
    }

    private func kind(ofHead index: UInt16, in model: EditableModel) -> UInt32 {
        model.sections[model.position(0x50, index)].data.u32(0)
    }

    private func refuseHeadMatrix(
        _ role: UInt16, of head: UInt16, rows: UInt32, _ reason: String, model name: String = "every_head"
    ) throws {
        var model = EditableModel(try Fixture.bytes(name + ".pipit"))
        model.edit(role, head) {
            $0.rows = rows
            $0.reshape(to: 2)
        }
        if role == 0x54 { model.edit(0x50, head) { $0.data.setU32(8, rows) } }
        let found = try #require(refusal(of: model.assembled()))
        #expect(found.sentence.contains(reason), "\(found.sentence)")
    }
}

extension EditableModel.Section {
    /// Zeros in this format, as many as rows and columns ask for, with a group that the format allows.
    fileprivate mutating func reshape(to number: UInt16) {
        let (r, c) = (Int(rows), Int(columns))
        format = number
        layout = 0
        switch number {
        case 0: (rows, columns, group, data) = (1, UInt32(r * c), 0, .init(repeating: 0, count: r * c))
        case 1: (group, data) = (0, .init(repeating: 0, count: 4 * r * c))
        case 2: (group, data) = (0, .init(repeating: 0, count: 8 * r + r * c))
        case 3:
            columns = (columns + 15) / 16 * 16
            group = 16
            let padded = (2 * r * Int(columns) / 16 + 3) / 4 * 4
            data = .init(repeating: 0, count: 4 * r + padded + r * Int(columns) / 2)
        case 4, 5:
            if number == 5 { columns += columns % 2 }
            let scales = group == 0 ? 4 : (2 * r * Int(columns / group) + 3) / 4 * 4
            data = .init(repeating: 0, count: scales + r * Int(columns) / (number == 4 ? 1 : 2))
        case 6: (group, data) = (0, .init(repeating: 0, count: 8 * c + r * c))
        default:
            columns += columns % 2
            group = columns
            data = .init(repeating: 0, count: 4 + (r + 3) / 4 * 4 + r * Int(columns) / 2)
        }
    }
}
