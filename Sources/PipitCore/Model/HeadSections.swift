/// Makes sure that each head has the record, labels and weights that its kind asks for, and counts the sections.
struct HeadSections {
    /// The most columns over which an int8 sum is exact in int32.
    static let greatestDepth = 4096

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
            try section.expect(.bytes, rows: 1, columns: HeadRecord.sectionBytes)
            seen &+= 1
            let record = HeadRecord(section.bytes)
            try record.check(UInt32(count))
            try checkName(record)
            try checkLabels(record)
            let inputs = try checkTransform(record)
            try checkOutput(record, inputs: inputs)
            count &+= 1
        }
    }

    private func refuse(_ problem: Literal, _ needed: UInt32, _ available: UInt32) -> ModelError {
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

    /// Checks the labels section against the record: its lines, and in a BIO head their form.
    private mutating func checkLabels(_ record: HeadRecord) throws(ModelError) {
        if record.kind.hasLabels != (record.labels > 0) {
            throw refuse("labels", record.kind.hasLabels ? 1 : 0, record.labels)
        }
        if record.labels == 0 { return }
        let section = try table.require(.headLabels, count)
        seen &+= 1
        try section.expect(.bytes, rows: 1, columns: section.columns)
        let lines = TextLines(bytes: section.bytes)
        try lines.check(section.key, mayHoldTabs: false)
        let available = UInt32(truncatingIfNeeded: lines.count)
        if available != record.labels { throw refuse("lines of labels", record.labels, available) }
        var offset = 0
        var number: UInt32 = 0
        while let (text, next) = lines.line(at: offset) {
            if text.count == 0 { throw refuse("bytes of a label", 1, 0) }
            if record.kind == .tokenBIO && !text.isBIOTag {
                throw refuse("tag O, B-name or I-name", 0, number)
            }
            offset = next
            number &+= 1
        }
    }

    /// Checks the transform and its norm, if any; returns the columns of the head output.
    private mutating func checkTransform(_ record: HeadRecord) throws(ModelError) -> Int {
        guard let transform = table.find(.headTransform, count) else { return config.width }
        seen &+= 1
        try transform.expectLinear(rows: transform.rows, columns: config.width)
        if transform.rows > Self.greatestDepth {
            throw refuse("rows of the transform", UInt32(Self.greatestDepth), UInt32(transform.rows))
        }
        try checkFloats(.headTransformNorm, rows: 2, columns: transform.rows)
        return transform.rows
    }

    /// Checks a section of floats that the head may have.
    private mutating func checkFloats(_ role: SectionRole, rows: Int, columns: Int) throws(ModelError) {
        if try table.hasFloats(role, count, rows: rows, columns: columns) { seen &+= 1 }
    }

    /// Checks the output against the record.
    private mutating func checkOutput(_ record: HeadRecord, inputs: Int) throws(ModelError) {
        let kind = record.kind
        if record.hasOutOfScope && kind != .sequence && kind != .pairClassification {
            throw refuse("flags", 0, 1)
        }
        let output = table.find(.headOutput, count)
        let rows = UInt32(output?.rows ?? 0)
        if rows != record.outputs { throw refuse("outputs", rows, record.outputs) }
        if let output {
            seen &+= 1
            try output.expectLinear(rows: output.rows, columns: inputs)
        }
        let vocabulary = UInt32(config.vocabularySize)
        switch kind {
        case .sequence, .tokenBIO, .tokenPlain, .pairClassification:
            let needed = record.labels &+ (record.hasOutOfScope ? 1 : 0)
            if rows != needed { throw refuse("outputs", needed, rows) }
        case .span:
            if rows != 2 { throw refuse("outputs: start and end", 2, rows) }
        case .maskedWord:
            if rows != 0 && rows != vocabulary { throw refuse("outputs", vocabulary, rows) }
            if rows == 0 && inputs != config.tokenRank {
                throw refuse("columns of the tied token table", UInt32(config.tokenRank), UInt32(inputs))
            }
            if rows == 0 { try checkFloats(.wordBias, rows: 1, columns: config.vocabularySize) }
        case .pairSimilarity, .sentenceVector:
            if rows > UInt32(Self.greatestDepth) { throw refuse("outputs", UInt32(Self.greatestDepth), rows) }
        }
    }
}

extension Head.Kind {
    /// Whether the answers of this kind have names.
    var hasLabels: Bool {
        switch self {
        case .sequence, .tokenBIO, .tokenPlain, .pairClassification: true
        case .span, .maskedWord, .pairSimilarity, .sentenceVector: false
        }
    }
}

extension ByteView {
    /// Whether these are the bytes of `O`, or of `B-` or `I-` with a name.
    fileprivate var isBIOTag: Bool {
        if count == 1 { return u8(0) == UInt8(ascii: "O") }
        let startsSpan = u8(0) == UInt8(ascii: "B") || u8(0) == UInt8(ascii: "I")
        return count > 2 && startsSpan && u8(1) == UInt8(ascii: "-")
    }
}
