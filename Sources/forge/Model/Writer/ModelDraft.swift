import PipitCore

/// A model that is to be written: its sections by role and index, and its heads in order.
///
///     var draft = try ModelDraft(config: config, info: info, vocabulary: vocabulary)
///     draft[.tokenTable] = try Quantizer.table8(words, group: 384)
///     try draft.put(head)
///     try Files.write(draft.fileBytes(), to: path)
struct ModelDraft {
    /// By the order of the section table: role, then index.
    private var contents: [UInt32: SectionContent] = [:]

    /// A model without weights.
    ///
    /// - Throws: `Failure` when a line of `info` cannot be written.
    init(config: DraftConfig, info: [(key: String, value: String)], vocabulary: VocabularyDraft) throws {
        self[.config] = config.content
        self[.info] = try ModelDraft.packed(info)
        self[.vocabulary] = SectionContent(vocabulary.bytes)
    }

    /// All sections of a model that exists, to be changed and written again.
    ///
    /// - Throws: `Failure` when the section table cannot be read.
    init(copying loaded: LoadedModel) throws {
        for section in try ModelSection.all(in: loaded.bytes, name: loaded.path) {
            guard
                let role = UInt16(exactly: section.role).flatMap(SectionRole.init),
                let format = UInt16(exactly: section.format).flatMap(SectionContent.Format.init)
            else {
                throw Failure("\(loaded.path): a section of role \(section.role), format \(section.format)")
            }
            self[role, section.index] = SectionContent(
                format: format, rows: section.rows, columns: section.columns, group: section.group,
                layout: UInt16(clamping: section.layout),
                bytes: Array(loaded.bytes[section.offset..<section.offset + section.byteCount]))
        }
    }

    /// The content of a section, nil where there is none; `index` is the layer or the head.
    subscript(_ role: SectionRole, _ index: Int = 0) -> SectionContent? {
        get { contents[ModelDraft.order(role, index)] }
        set { contents[ModelDraft.order(role, index)] = newValue }
    }

    private static func order(_ role: SectionRole, _ index: Int) -> UInt32 {
        UInt32(role.rawValue) << 16 | UInt32(UInt16(truncatingIfNeeded: index))
    }

    private static func packed(_ info: [(key: String, value: String)]) throws -> SectionContent {
        var writer = ByteWriter()
        for (key, value) in info {
            guard (key + value).utf8.allSatisfy({ $0 >= UInt8(ascii: " ") }) else {
                throw Failure("the info \"\(key)\" has control characters")
            }
            writer.append(raw: "\(key)\t\(value)\n".utf8)
        }
        return SectionContent(writer.bytes)
    }
}

extension ModelDraft {
    /// The names of the heads, in order.
    var headNames: [String] {
        var names: [String] = []
        while let record = self[.headRecord, names.count] {
            let name = record.bytes.dropFirst(DraftHead.nameOffset).prefix { $0 != 0 }
            names.append(String(decoding: name, as: UTF8.self))
        }
        return names
    }

    /// Takes a head out, if there is one of that name; those behind it move up.
    mutating func remove(head name: String) {
        guard let gone = headNames.firstIndex(of: name) else { return }
        let last = headNames.count - 1
        for role in SectionRole.ofHeads {
            for index in gone..<last { self[role, index] = self[role, index + 1] }
            self[role, last] = nil
        }
    }

    /// Puts a head in the place of the one with its name, or behind all others.
    ///
    /// - Throws: `Failure` when its name or a label cannot be written.
    mutating func put(_ head: DraftHead) throws {
        let names = headNames
        let index = names.firstIndex(of: head.name) ?? names.count
        let sections = try head.sections()
        for role in SectionRole.ofHeads {
            self[role, index] = sections.first { $0.role == role }?.content
        }
    }
}

extension SectionRole {
    /// The roles of a head's sections.
    fileprivate static var ofHeads: [SectionRole] { headNumbers.compactMap(SectionRole.init) }
}

extension ModelDraft {
    /// The whole file, accepted by the device's own reader.
    ///
    /// - Throws: `Failure` when the file is too large, or with the words of the reader that refuses it.
    func fileBytes() throws -> [UInt8] {
        guard fileByteCount <= ModelFile.maximumBytes else {
            throw Failure(
                "the model has \(fileByteCount.grouped) bytes, "
                    + "a file holds at most \(ModelFile.maximumBytes.grouped)")
        }
        let file = assembled()
        _ = try LoadedModel(bytes: file, path: "the model")
        return file
    }

    /// How many bytes the file has.
    var fileByteCount: Int {
        contents.values.reduce(Layout.headerBytes) { $0 + Layout.entryBytes + Layout.aligned($1.bytes.count) }
    }

    /// Header, section table, and the sections in the order of the table, each aligned.
    private func assembled() -> [UInt8] {
        let sorted = contents.sorted { $0.key < $1.key }
        let start = Layout.headerBytes + Layout.entryBytes * sorted.count
        var table = ByteWriter(capacity: Layout.entryBytes * sorted.count)
        var body = ByteWriter(capacity: fileByteCount - start)
        for (order, content) in sorted {
            table.append(UInt16(order >> 16))
            table.append(UInt16(truncatingIfNeeded: order))
            table.append(content.format.rawValue)
            table.append(content.layout)
            for value in [content.rows, content.columns, start + body.bytes.count, content.bytes.count] {
                table.append(UInt32(clamping: value))
            }
            table.append(Checksum.crc32(content.bytes))
            table.append(UInt32(clamping: content.group))
            body.append(raw: content.bytes)
            body.pad(to: Layout.alignment)
        }
        let total = start + body.bytes.count
        let checked = Layout.header(total: total, sections: sorted.count, checksum: 0) + table.bytes
        let header = Layout.header(total: total, sections: sorted.count, checksum: Checksum.crc32(checked))
        return header + table.bytes + body.bytes
    }

    /// The frame of the file, as FORMAT.md has it.
    private enum Layout {
        static let headerBytes = 64
        static let entryBytes = 32
        static let alignment = 16
        private static let magic: [UInt8] = [0x50, 0x49, 0x50, 0x49, 0x54, 0x0D, 0x0A, 0x1A]
        private static let version: UInt32 = 2

        static func aligned(_ count: Int) -> Int {
            (count + alignment - 1) / alignment * alignment
        }

        static func header(total: Int, sections: Int, checksum: UInt32) -> [UInt8] {
            var writer = ByteWriter(capacity: headerBytes)
            writer.append(raw: magic)
            writer.append(version)
            writer.append(UInt32(clamping: total))
            writer.append(UInt32(clamping: sections))
            writer.append(checksum)
            writer.append(raw: [UInt8](repeating: 0, count: headerBytes - writer.bytes.count))
            return writer.bytes
        }
    }
}
