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
                let format = UInt16(exactly: section.format).flatMap(SectionFormat.init)
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
        get { contents[SectionKey(role, index).order] }
        set { contents[SectionKey(role, index).order] = newValue }
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
            let name = record.bytes.dropFirst(HeadField.name.offset).prefix { $0 != 0 }
            names.append(String(decoding: name, as: UTF8.self))
        }
        return names
    }

    /// Puts a head in the place of the one with its name, or behind all others.
    ///
    /// - Throws: `Failure` when its name or a label cannot be written.
    mutating func put(_ head: DraftHead) throws {
        let names = headNames
        let index = names.firstIndex(of: head.name) ?? names.count
        let sections = try head.sections()
        for role in SectionRole.ofHeads { self[role, index] = sections[role] }
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
        contents.values.reduce(HeaderField.byteCount) {
            $0 + EntryField.byteCount + ModelDraft.aligned($1.bytes.count)
        }
    }

    /// Header, section table, and the sections in the order of the table, each aligned.
    private func assembled() -> [UInt8] {
        let sorted = contents.sorted { $0.key < $1.key }
        let start = HeaderField.byteCount + EntryField.byteCount * sorted.count
        var table = ByteWriter(capacity: EntryField.byteCount * sorted.count)
        var body = ByteWriter(capacity: fileByteCount - start)
        for (order, content) in sorted {
            table.append(raw: ModelDraft.entry(order, content, offset: start + body.bytes.count))
            body.append(raw: content.bytes)
            body.pad(to: FileFormat.sectionAlignment)
        }
        var header = RecordBytes<HeaderField>()
        header.set(.magic, to: FileFormat.magic)
        header.set(.version, to: FileFormat.version)
        header.set(.fileBytes, to: start + body.bytes.count)
        header.set(.sectionCount, to: sorted.count)
        // The checksum counts its own field as zero.
        header.set(.tableCRC, to: ModelDraft.checksum(header.bytes + table.bytes))
        return header.bytes + table.bytes + body.bytes
    }

    private static func entry(_ order: UInt32, _ content: SectionContent, offset: Int) -> [UInt8] {
        var entry = RecordBytes<EntryField>()
        entry.set(.role, to: UInt16(order >> 16))
        entry.set(.index, to: UInt16(truncatingIfNeeded: order))
        entry.set(.format, to: content.format.rawValue)
        entry.set(.layout, to: content.layout)
        entry.set(.rows, to: content.rows)
        entry.set(.columns, to: content.columns)
        entry.set(.offset, to: offset)
        entry.set(.bytes, to: content.bytes.count)
        entry.set(.crc, to: checksum(content.bytes))
        entry.set(.group, to: content.group)
        return entry.bytes
    }

    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        bytes.withUnsafeBytes { CRC32.checksum(of: $0) }
    }

    private static func aligned(_ count: Int) -> Int {
        let alignment = FileFormat.sectionAlignment
        return (count + alignment - 1) / alignment * alignment
    }
}
