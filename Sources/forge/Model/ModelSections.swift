import PipitCore

/// One row of a model's section table.
struct ModelSection: Equatable {
    let role: Int
    /// The layer, the head, or 0.
    let index: Int
    let format: Int
    let rows: Int
    let columns: Int
    let group: Int
    let layout: Int
    let offset: Int
    let byteCount: Int

    /// The section table of a model that the reader has accepted.
    static func all(in model: [UInt8], name: String) throws -> [ModelSection] {
        let reader = ByteReader(model, name: name)
        let count = try reader.integer(at: HeaderField.sectionCount.offset, bytes: 4)
        return try (0..<count).map { position in
            let start = HeaderField.byteCount + position * EntryField.byteCount
            func u16(_ field: EntryField) throws -> Int {
                try reader.integer(at: start + field.offset, bytes: 2)
            }
            func u32(_ field: EntryField) throws -> Int {
                try reader.integer(at: start + field.offset, bytes: 4)
            }
            return ModelSection(
                role: try u16(.role), index: try u16(.index), format: try u16(.format), rows: try u32(.rows),
                columns: try u32(.columns), group: try u32(.group), layout: try u16(.layout),
                offset: try u32(.offset), byteCount: try u32(.bytes))
        }
    }

    /// The role, if it is known.
    var knownRole: SectionRole? { SectionRole(rawValue: UInt16(clamping: role)) }

    /// The name that people read.
    var name: String { knownRole.map { String($0.name.bytes) } ?? "0x" + String(role, radix: 16) }

    /// The name of the format.
    var formatName: String {
        SectionFormat(rawValue: UInt16(clamping: format)).map { String($0.name.bytes) } ?? String(format)
    }

    /// What the section belongs to.
    var part: SectionRole.Part { knownRole?.part ?? .description }
}

extension SectionRole.Part {
    /// Bytes of each part; together all bytes of the file.
    static func bytes(of sections: [ModelSection], fileBytes: Int) -> [SectionRole.Part: Int] {
        var counts: [SectionRole.Part: Int] = [:]
        for section in sections { counts[section.part, default: 0] += section.byteCount }
        let named = allCases.filter { $0 != .description }.map { counts[$0] ?? 0 }.reduce(0, +)
        counts[.description] = fileBytes - named
        return counts
    }
}
