import PipitCore

/// A head that is to be written: its record, labels and matrices, as FORMAT.md describes them.
struct DraftHead {
    var kind: Head.Kind
    /// The request's name, without the `@`.
    var name: String
    var labels: [String] = []
    /// Whether the last row of the output is the out-of-scope class.
    var hasOutOfScope = false
    /// Out of scope when the probability of that class is above it.
    var threshold: Float = 0.5
    /// Nil: as the config says.
    var pooling: ModelConfig.Pooling?
    /// What follows the transform.
    var activation = ModelConfig.Activation.none
    var transform: SectionContent?
    var transformNorm: SectionContent?
    var output: SectionContent?
    /// Added to the logits of a masked-word head that is tied to the table of words.
    var wordBias: SectionContent?
    /// What follows what, where the head finds learnt paths.
    var tagTransitions: SectionContent?
    /// What lexical features add to the scores of tags.
    var tagFeatures: SectionContent?
    /// The slots of each intent.
    var slotMask: SectionContent?

    /// The sections of the head, by role.
    ///
    /// - Throws: `Failure` when the name or a label does not fit; all else is the reader's to check.
    func sections() throws -> [(role: SectionRole, content: SectionContent)] {
        var found = [(SectionRole.headRecord, try record())]
        if !labels.isEmpty { found.append((.headLabels, try packedLabels())) }
        for (role, content) in [
            (SectionRole.headTransform, transform), (.headTransformNorm, transformNorm),
            (.headOutput, output), (.wordBias, wordBias), (.tagTransitions, tagTransitions),
            (.tagFeatures, tagFeatures), (.slotMask, slotMask),
        ] {
            if let content { found.append((role, content)) }
        }
        return found
    }

    private func record() throws -> SectionContent {
        let bytes = Array(name.utf8)
        guard 1...DraftHead.greatestNameBytes ~= bytes.count else {
            throw Failure(
                "the head name \"\(name)\" has \(bytes.count) bytes; 1 to \(DraftHead.greatestNameBytes) fit")
        }
        var writer = ByteWriter(capacity: DraftHead.recordBytes)
        let poolingNumber = pooling.map { $0 == .firstPosition ? 1 : 2 } ?? 0
        for value in [
            Int(kind.rawValue), labels.count, output?.rows ?? 0, Int(activation.rawValue), poolingNumber,
        ] {
            writer.append(UInt32(clamping: value))
        }
        writer.append([threshold])
        writer.append(UInt32(hasOutOfScope ? 1 : 0))
        writer.append(UInt32(0))
        writer.append(raw: bytes)
        writer.append(raw: [UInt8](repeating: 0, count: DraftHead.recordBytes - writer.bytes.count))
        return SectionContent(writer.bytes)
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

    static let recordBytes = 64
    static let nameOffset = 32
    private static let greatestNameBytes = 32
}
