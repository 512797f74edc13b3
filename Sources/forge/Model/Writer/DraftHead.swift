import PipitCore

/// A head that is to be written: its record, labels and matrices, as FORMAT.md describes them.
struct DraftHead {
    var kind: TaskHead.Kind
    /// The request's name, without the `@`.
    var name: String
    var labels: [String] = []
    /// What the slots are, by the names of labels `B-name`.
    var slotKinds: [String: SlotKind] = [:]
    /// The lines of names that slots go by; empty where there are none.
    var slotLists: [UInt8] = []
    /// What words do where a line holds several commands; empty where nothing is said of it.
    var commandWords: [UInt8] = []
    /// How the head tells what is out of scope, or what its labels mean; nil: as usual.
    var flag: HeadFlag?
    /// Out of scope when the probability of that class is above it.
    var threshold: Float = 0.5
    /// Nil: as the config says.
    var pooling: ModelConfig.Pooling?
    /// What follows the transform.
    var activation = ModelConfig.Activation.none
    /// The matrices, by the roles of a head's sections.
    var matrices: [SectionRole: SectionContent] = [:]

    /// The sections of the head, by role.
    ///
    /// - Throws: `Failure` when the name or a label does not fit; all else is the reader's to check.
    func sections() throws -> [SectionRole: SectionContent] {
        var found = matrices
        found[.headRecord] = try record()
        if !labels.isEmpty { found[.headLabels] = try packedLabels() }
        if !slotKinds.isEmpty { found[.slotKinds] = SectionContent(labels.map(kindNumber)) }
        if !slotLists.isEmpty { found[.slotLists] = SectionContent(slotLists) }
        if !commandWords.isEmpty { found[.commandWords] = SectionContent(commandWords) }
        return found
    }

    private func record() throws -> SectionContent {
        let bytes = Array(name.utf8)
        guard 1...HeadField.maximumNameBytes ~= bytes.count else {
            throw Failure(
                "the head name \"\(name)\" has \(bytes.count) bytes; 1 to \(HeadField.maximumNameBytes) fit")
        }
        var record = RecordBytes<HeadField>()
        record.set(.kind, to: kind.rawValue)
        record.set(.labels, to: labels.count)
        record.set(.outputs, to: matrices[.headOutput]?.rows ?? 0)
        record.set(.activation, to: activation.rawValue)
        // 0 leaves it to the config, whose numbers follow.
        record.set(.pooling, to: pooling.map { $0.rawValue + 1 } ?? 0)
        record.set(.threshold, to: threshold)
        record.set(.flags, to: flag?.rawValue ?? 0)
        record.set(.name, to: bytes)
        return SectionContent(record.bytes)
    }

    private func kindNumber(of label: String) -> UInt8 {
        label.hasPrefix("B-") ? slotKinds[String(label.dropFirst(2))]?.rawValue ?? 0 : 0
    }

    private func packedLabels() throws -> SectionContent {
        var writer = ByteWriter()
        for label in labels {
            guard !label.isEmpty, label.utf8.allSatisfy({ $0 >= UInt8(ascii: " ") }) else {
                throw Failure("head \(name): a label that is empty or has control characters")
            }
            writer.append(raw: label.utf8)
            writer.append(UInt8(ascii: "\n"))
        }
        return SectionContent(writer.bytes)
    }
}

extension SectionRole {
    /// The roles of a head's sections.
    static var ofHeads: [SectionRole] { allCases.filter { $0.index == .head } }
}
