/// A `.pipit` model, read in place: nothing is copied, and all that FORMAT.md says is checked before first use.
///
/// Once `init` has returned, whoever reads through this type needs no further checks.
public struct ModelFile {
    /// No model file has more bytes.
    public static var maximumBytes: Int { FileFormat.maximumFileBytes }

    /// The whole file.
    public let bytes: UnsafeRawBufferPointer
    /// The shape and kind of the network.
    public let config: ModelConfig
    /// How many tasks the model has heads for.
    public let headCount: Int

    let file: ByteView
    let table: SectionTable

    /// Checks the whole file and views it.
    ///
    /// - Parameter bytes: the file, which starts at a multiple of 16 and outlives this value.
    /// - Throws: `ModelError`, with the numbers needed and available.
    public init(_ bytes: UnsafeRawBufferPointer) throws(ModelError) {
        self.bytes = bytes
        if bytes.count == 0 { throw .empty }
        file = ByteView(bytes)
        table = try SectionTable(checking: file)
        config = try Self.checkConfig(table)
        try Self.checkInfo(table)
        try Self.checkVocabulary(table, config)
        var network = NetworkSections(table, config)
        try network.check()
        var heads = HeadSections(table, config)
        try heads.check()
        headCount = heads.count
        let hasGeneral = try Self.checkGeneral(table, config)
        try Self.checkNothingElse(table, seen: network.seen &+ heads.seen &+ (hasGeneral ? 1 : 0))
    }

    /// The vocabulary section, checked; `Vocabulary` makes the view that searches it.
    public var vocabulary: UnsafeRawBufferPointer {
        let section = text(.vocabulary)
        return UnsafeRawBufferPointer(start: section.base, count: section.count)
    }

    /// The value of `key` in the info section, or nil.
    public func info(_ key: Literal) -> UnsafeBufferPointer<UInt8>? {
        TextLines(bytes: text(.info)).value(of: key)
    }

    /// The head number `index`, which must be below `headCount`.
    public func head(_ index: Int) -> TaskHead {
        TaskHead(index, in: self)
    }

    /// What the model knows of sentences about anything, nil where it knows nothing.
    public var general: GeneralSentences? {
        table.find(.general, 0).map { GeneralSentences($0.bytes) }
    }

    /// What the file says of head number `index`, for those who need no weights and labels.
    func record(_ index: Int) -> HeadRecord {
        HeadRecord(text(.headRecord, index))
    }

    /// The number of the head with this name, or nil.
    public func headIndex(named name: UnsafeBufferPointer<UInt8>) -> Int? {
        for index in 0..<headCount where sameBytes(record(index).name.characters, name) { return index }
        return nil
    }

    /// The bytes of a section, none where the file does not have it.
    @inline(never)
    func text(_ role: SectionRole, _ index: Int = 0) -> ByteView {
        table.find(role, index)?.bytes ?? file.slice(0, 0)
    }
}

extension ModelFile {
    /// Sections that every model has beside its network and heads: config, info, vocabulary.
    private static let commonSections = 3

    private static func checkConfig(_ table: SectionTable) throws(ModelError) -> ModelConfig {
        let section = try table.require(.config)
        try section.expect(.config, rows: 1, columns: ConfigField.byteCount)
        return try ModelConfig(section.bytes)
    }

    private static func checkInfo(_ table: SectionTable) throws(ModelError) {
        let section = try table.require(.info)
        try section.expect(.info, rows: 1, columns: min(section.columns, FileFormat.maximumInfoBytes))
        try TextLines(bytes: section.bytes).checkInfo(section.key)
    }

    private static func checkVocabulary(_ table: SectionTable, _ config: ModelConfig) throws(ModelError) {
        let section = try table.require(.vocabulary)
        try section.expect(.vocabulary, rows: 1, columns: section.columns)
        try VocabularySection.check(section.bytes, size: config.vocabularySize)
    }

    /// Whether the file has a general section, which is then valid.
    private static func checkGeneral(_ table: SectionTable, _ config: ModelConfig) throws(ModelError) -> Bool
    {
        guard let section = table.find(.general, 0) else { return false }
        try section.expect(.general, rows: 1, columns: section.columns)
        try GeneralSection(section).check(width: config.width)
        return true
    }

    /// Refuses sections that belong to nothing: a layer too many, a head's weights without its record.
    private static func checkNothingElse(_ table: SectionTable, seen: Int) throws(ModelError) {
        let needed = seen &+ commonSections
        if needed == table.count { return }
        throw .badHeader(
            field: "sections that config and heads ask for", needed: UInt32(needed),
            available: UInt32(table.count))
    }
}
