extension ModelConfig {
    /// Reads and checks the bytes of the config section.
    init(_ section: ByteView) throws(ModelError) {
        // Two block kinds are known; what follows depends on which it is.
        let isBERT = section.u32(ConfigField.blockKind) == BlockKind.bert.rawValue
        let fields = ConfigFields(section: section, kind: isBERT ? .bert : .embBERT)
        _ = try fields.number(.blockKind)
        blockKind = fields.kind
        vocabularySize = try fields.number(.vocabularySize)
        maxTokens = try fields.number(.maxTokens)
        width = try fields.number(.width)
        try fields.require(
            width % ConfigField.widthMultiple == 0, .width, ConfigField.widthRule)
        tokenRank = try fields.number(.tokenRank)
        positionRank = try fields.number(.positionRank)
        let hasCapitals = !isBERT && section.int(ConfigField.segments) == FileFormat.segmentsWithCapitals
        segments = hasCapitals ? FileFormat.segmentsWithCapitals : try fields.number(.segments)
        layers = try fields.number(.layers)
        attentionHeads = try fields.number(.attentionHeads)
        try fields.require(
            width % attentionHeads == 0, .attentionHeads, "attentionHeads, a divisor of the width")
        let flags = UInt32(try fields.number(.flags))
        isCausal = flags & ConfigFlag.causal.rawValue != 0
        hasResidual = flags & ConfigFlag.residual.rawValue != 0
        hasFinalNorm = flags & ConfigFlag.finalNorm.rawValue != 0
        kernelSize = try fields.number(.kernelSize)
        try fields.require(
            isBERT || isCausal || kernelSize % 2 == 1, .kernelSize,
            "kernelSize of a centred convolution, an odd number")
        pooling = try fields.number(.pooling) == 1 ? .mean : .firstPosition
        feedForward = try fields.number(.feedForward)
        activation = Activation(rawValue: UInt32(try fields.number(.activation))) ?? .none
        _ = try fields.number(.normEpsilon)
        normEpsilon = section.float(ConfigField.normEpsilon)
        padId = try fields.id(.padId, vocabularySize)
        unknownId = try fields.id(.unknownId, vocabularySize)
        clsId = try fields.id(.clsId, vocabularySize)
        maskId = try fields.id(.maskId, vocabularySize)
        sepId = try fields.id(.sepId, vocabularySize)
        try fields.requireDifferentIds(vocabularySize)
        maskLayers = try fields.number(.maskLayers)
        try fields.require(maskLayers <= layers, .maskLayers, "maskLayers, at most layers")
        for offset in ConfigField.reserved.offset..<ConfigField.byteCount where section.u8(offset) != 0 {
            throw .badConfig(
                field: ConfigField.reserved.name, lowest: 0, highest: 0, available: UInt32(section.u8(offset))
            )
        }
    }
}

/// Reads the fields of a config section, each within the bounds of its kind of block.
private struct ConfigFields {
    let section: ByteView
    let kind: ModelConfig.BlockKind

    func number(_ field: ConfigField) throws(ModelError) -> Int {
        let value = section.u32(field)
        try require(value >= field.minimum(kind) && value <= field.maximum(kind), field, field.name)
        return Int(truncatingIfNeeded: value)
    }

    /// An id below the size of the vocabulary.
    func id(_ field: ConfigField, _ vocabularySize: Int) throws(ModelError) -> UInt16 {
        let id = section.u32(field)
        let last = UInt32(vocabularySize) &- 1
        if id > last { throw .badConfig(field: field.name, lowest: 0, highest: last, available: id) }
        return UInt16(truncatingIfNeeded: id)
    }

    func require(_ holds: Bool, _ field: ConfigField, _ rule: Literal) throws(ModelError) {
        if holds { return }
        throw .badConfig(
            field: rule, lowest: field.minimum(kind), highest: field.maximum(kind),
            available: section.u32(field))
    }

    /// Makes sure that the five special ids, which stand in a row, are all different.
    func requireDifferentIds(_ vocabularySize: Int) throws(ModelError) {
        let (first, last) = (ConfigField.padId.offset, ConfigField.sepId.offset)
        for later in stride(from: first &+ 4, through: last, by: 4) {
            for earlier in stride(from: first, to: later, by: 4)
            where section.u32(earlier) == section.u32(later) {
                throw .badConfig(
                    field: "special ids, all different", lowest: 0, highest: UInt32(vocabularySize) &- 1,
                    available: section.u32(later))
            }
        }
    }
}
