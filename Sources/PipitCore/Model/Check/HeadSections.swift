/// Makes sure that each head has the record, labels and weights that its kind asks for, and counts the sections.
struct HeadSections {
    let table: SectionTable
    let config: ModelConfig
    /// Heads found.
    private(set) var count = 0
    /// Sections accounted for so far.
    private(set) var seen = 0

    init(_ table: SectionTable, _ config: ModelConfig) {
        self.table = table
        self.config = config
    }

    mutating func check() throws(ModelError) {
        while let section = table.find(.headRecord, count) {
            try section.expect(.headRecord, rows: 1, columns: HeadField.byteCount)
            let record = HeadRecord(section.bytes)
            try record.check(UInt32(count))
            try checkName(record)
            if record.kind.hasLabels != (record.labels > 0) {
                throw refuse("labels", record.kind.hasLabels ? 1 : 0, record.labels)
            }
            var shape = HeadShape(record, width: config.width)
            try checkSections(record, &shape)
            try checkOutput(record, shape)
            count &+= 1
        }
    }

    func refuse(_ problem: Literal, _ needed: UInt32, _ available: UInt32) -> ModelError {
        .badHead(
            head: UInt32(truncatingIfNeeded: count), problem: problem, needed: needed, available: available)
    }

    /// Makes sure that no earlier head has this name.
    private func checkName(_ record: HeadRecord) throws(ModelError) {
        for earlier in 0..<count {
            let section = try table.require(.headRecord, earlier)
            if sameBytes(HeadRecord(section.bytes).name.characters, record.name.characters) {
                throw refuse("name that no other head has", UInt32(count), UInt32(earlier))
            }
        }
    }

    /// Checks format and shape of all sections that the head has and may have.
    private mutating func checkSections(_ record: HeadRecord, _ shape: inout HeadShape) throws(ModelError) {
        for number in SectionRole.headNumbers {
            guard let role = SectionRole(rawValue: number), shape.hasSection(role) else { continue }
            guard let section = table.find(role, count) else {
                if role.isOptional { continue }
                throw .missingSection(SectionKey(role, count))
            }
            try section.expect(role, of: config, headInputs: shape.inputs)
            seen &+= 1
            switch role {
            case .headLabels: try checkLabels(section, record)
            case .headTransform:
                try checkTransform(section)
                shape.hasTransform = true
                shape.inputs = section.rows
            case .headOutput: shape.outputs = section.rows
            case .lexicon: try LexiconSection(section).check(outputs: record.labelOutputs)
            case .tagTransitions:
                try checkTransitions(section, record)
                shape.hasTransitions = true
            case .tagFeatures: try checkFeatures(section, record)
            case .slotMask: try checkMask(section, record)
            case .labelActs, .slotKinds: try checkLabelBytes(section, role, record)
            case .slotLists: try section.checkSlotLists()
            case .commandWords: try checkCommandWords(section)
            default: break
            }
        }
    }

    /// Checks the labels against the record: their lines, and in a BIO head their form.
    private func checkLabels(_ section: Section, _ record: HeadRecord) throws(ModelError) {
        let lines = TextLines(bytes: section.bytes)
        try lines.check(section.key, mayHoldTabs: false)
        let available = UInt32(truncatingIfNeeded: lines.count)
        if available != record.labels { throw refuse("lines of labels", record.labels, available) }
        var offset = 0
        var number: UInt32 = 0
        while let (text, next) = lines.line(at: offset) {
            if text.count == 0 { throw refuse("bytes of a label", 1, 0) }
            if record.kind.hasBIOLabels && !text.isBIOTag {
                throw refuse("tag O, B-name or I-name", 0, number)
            }
            offset = next
            number &+= 1
        }
    }

    /// Checks that each line is a mark and what it stands before.
    private func checkCommandWords(_ section: Section) throws(ModelError) {
        let lines = TextLines(bytes: section.bytes)
        try lines.check(section.key, mayHoldTabs: false)
        var (offset, number) = (0, UInt32(0))
        while let (line, next) = lines.line(at: offset) {
            if line.count < 2 || !CommandWords.Kind(rawValue: line.u8(0)).isKnown {
                throw refuse("mark and word of a line", 2, number)
            }
            offset = next
            number &+= 1
        }
    }

    /// Checks that each label has its byte, of acts, or of a kind that there is.
    private func checkLabelBytes(
        _ section: Section, _ role: SectionRole, _ record: HeadRecord
    ) throws(ModelError) {
        let available = UInt32(truncatingIfNeeded: section.columns)
        if available != record.labels { throw refuse("bytes, one a label", record.labels, available) }
        if role == .labelActs && record.has(.severalLabels) { throw refuse("label acts", 0, available) }
        if role == .labelActs { return }
        for label in 0..<section.columns where SlotKind(rawValue: section.bytes.u8(label)) == nil {
            throw refuse("slot kind of a label", UInt32(label), UInt32(section.bytes.u8(label)))
        }
    }

    private func checkTransform(_ section: Section) throws(ModelError) {
        let maximum = FileFormat.maximumHeadInputs
        if section.rows > maximum {
            throw refuse("rows of the transform", UInt32(maximum), UInt32(section.rows))
        }
    }

    /// Makes sure that there is one flag at most, of those that the kind may have.
    private func checkFlags(_ record: HeadRecord) throws(ModelError) {
        let flags = record.bytes.u32(HeadField.flags)
        var allowed = HeadFlag.experimental.rawValue
        if record.kind.mayHaveOutOfScope {
            allowed |= HeadFlag.outOfScope.rawValue | HeadFlag.severalLabels.rawValue
        }
        if record.kind == .sequence { allowed |= HeadFlag.background.rawValue }
        if record.kind.hasBIOLabels { allowed |= HeadFlag.freeTags.rawValue }
        if flags & (flags &- 1) != 0 || flags & ~allowed != 0 { throw refuse("flags", allowed, flags) }
    }

    /// Checks the output, and what it costs an answer to be long, against the record.
    private func checkOutput(_ record: HeadRecord, _ shape: HeadShape) throws(ModelError) {
        let kind = record.kind
        let cost = record.bytes.u32(HeadField.lengthCost)
        if kind != .span && cost != 0 { throw refuse("lengthCost, of a span alone, as bits", 0, cost) }
        try checkFlags(record)
        let rows = UInt32(shape.outputs)
        if rows != record.outputs { throw refuse("outputs", rows, record.outputs) }
        switch kind.outputs {
        case .labels:
            let needed = record.labelOutputs
            if rows != needed { throw refuse("outputs", needed, rows) }
        case .boundaries:
            if rows != 2 { throw refuse("outputs: start and end", 2, rows) }
        case .words:
            let vocabulary = UInt32(config.vocabularySize)
            if rows != 0 && rows != vocabulary { throw refuse("outputs", vocabulary, rows) }
            if rows == 0 && shape.inputs != config.tokenRank {
                throw refuse(
                    "columns of the tied token table", UInt32(config.tokenRank), UInt32(shape.inputs))
            }
        case .vector:
            let maximum = UInt32(FileFormat.maximumVectorOutputs)
            if rows > maximum { throw refuse("outputs", maximum, rows) }
        }
    }
}

/// What of a head decides which sections it may have, as far as they have been read.
struct HeadShape {
    let kind: TaskHead.Kind
    let hasLabels: Bool
    var hasTransform = false
    var hasTransitions = false
    /// The columns of the head output.
    var inputs: Int
    /// The rows of the head output, 0 where there is none.
    var outputs = 0

    init(_ record: HeadRecord, width: Int) {
        kind = record.kind
        hasLabels = record.labels != 0
        inputs = width
    }

    var hasOutput: Bool { outputs != 0 }
}

extension HeadRecord {
    /// The outputs that the labels ask for; few, as the labels of a checked record are.
    fileprivate var labelOutputs: UInt32 { labels &+ (hasOutOfScope ? 1 : 0) }
}

extension ByteView {
    /// Whether these are the bytes of `O`, or of `B-` or `I-` with a name.
    fileprivate var isBIOTag: Bool {
        if count == 1 { return u8(0) == UInt8(ascii: "O") }
        let startsSpan = u8(0) == UInt8(ascii: "B") || u8(0) == UInt8(ascii: "I")
        return count > 2 && startsSpan && u8(1) == UInt8(ascii: "-")
    }
}
