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

    /// Bytes of the header and of an entry of the table, as FORMAT.md has them.
    private static let headerBytes = 64
    private static let entryBytes = 32

    /// The section table of a model that the reader has accepted.
    static func all(in model: [UInt8], name: String) throws -> [ModelSection] {
        let reader = ByteReader(model, name: name)
        return try (0..<(try reader.integer(at: 16, bytes: 4))).map { position in
            let at = headerBytes + position * entryBytes
            return ModelSection(
                role: try reader.integer(at: at, bytes: 2), index: try reader.integer(at: at + 2, bytes: 2),
                format: try reader.integer(at: at + 4, bytes: 2),
                rows: try reader.integer(at: at + 8, bytes: 4),
                columns: try reader.integer(at: at + 12, bytes: 4),
                group: try reader.integer(at: at + 28, bytes: 4),
                layout: try reader.integer(at: at + 6, bytes: 2),
                offset: try reader.integer(at: at + 16, bytes: 4),
                byteCount: try reader.integer(at: at + 20, bytes: 4))
        }
    }

    /// The name that people read.
    var name: String {
        SectionRole(rawValue: UInt16(role)).map { String($0.name.bytes) } ?? "0x" + String(role, radix: 16)
    }

    /// The name of the format.
    var formatName: String {
        let names = ["bytes", "float32", "linear8", "linear4", "table8", "table4", "depthwise8", "stepped4"]
        return names.indices.contains(format) ? names[format] : String(format)
    }

    /// What the section belongs to.
    var part: ModelPart {
        switch role {
        case 0x03: .vocabulary
        case 0x10...0x1F: .embedding
        case 0x20...0x4F: .weights
        case 0x50...0x5F: .heads
        default: .description
        }
    }
}

/// The parts that a model's bytes are counted by.
enum ModelPart: String, CaseIterable {
    case vocabulary
    case embedding
    case weights
    case heads
    /// Header, section table, config, info, and the zero bytes between sections.
    case description
}

extension ModelPart {
    /// Bytes of each part; together all bytes of the file.
    static func bytes(of sections: [ModelSection], fileBytes: Int) -> [ModelPart: Int] {
        var counts: [ModelPart: Int] = [:]
        for section in sections { counts[section.part, default: 0] += section.byteCount }
        let named = ModelPart.allCases.filter { $0 != .description }.map { counts[$0] ?? 0 }.reduce(0, +)
        counts[.description] = fileBytes - named
        return counts
    }
}
