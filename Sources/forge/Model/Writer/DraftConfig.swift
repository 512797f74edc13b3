import PipitCore

/// The config section of a model that is to be written, field for field.
struct DraftConfig {
    var blockKind: ModelConfig.BlockKind
    var vocabularySize: Int
    var maxTokens: Int
    var width: Int
    var tokenRank: Int
    var positionRank: Int
    var segments: Int
    var layers: Int
    var attentionHeads: Int
    /// How many tokens the convolution reads; 0 in a BERT.
    var kernelSize = 0
    /// None in a BERT.
    var flags: Set<ConfigFlag> = []
    var pooling: ModelConfig.Pooling
    /// Width of the feed-forward layer; 0 in an EmbBERT.
    var feedForward = 0
    var activation = ModelConfig.Activation.none
    var normEpsilon: Float
    var specials: SpecialIds
    /// Layers of masked words, beside `layers`.
    var maskLayers = 0

    /// The section.
    var content: SectionContent {
        var record = RecordBytes<ConfigField>()
        record.set(.blockKind, to: blockKind.rawValue)
        record.set(.vocabularySize, to: vocabularySize)
        record.set(.maxTokens, to: maxTokens)
        record.set(.width, to: width)
        record.set(.tokenRank, to: tokenRank)
        record.set(.positionRank, to: positionRank)
        record.set(.segments, to: segments)
        record.set(.layers, to: layers)
        record.set(.attentionHeads, to: attentionHeads)
        record.set(.kernelSize, to: kernelSize)
        record.set(.flags, to: flags.reduce(0) { $0 | $1.rawValue })
        record.set(.pooling, to: pooling.rawValue)
        record.set(.feedForward, to: feedForward)
        record.set(.activation, to: activation.rawValue)
        record.set(.normEpsilon, to: normEpsilon)
        record.set(.padId, to: specials.pad)
        record.set(.unknownId, to: specials.unknown)
        record.set(.clsId, to: specials.cls)
        record.set(.maskId, to: specials.mask)
        record.set(.sepId, to: specials.sep)
        record.set(.maskLayers, to: maskLayers)
        return SectionContent(record.bytes)
    }
}

/// The ids of the five special tokens.
struct SpecialIds: Equatable {
    var pad: Int
    var unknown: Int
    var cls: Int
    var mask: Int
    var sep: Int
}

extension ConfigField {
    /// What a network of this kind may have; of a float its bits.
    func bounds(_ kind: ModelConfig.BlockKind) -> ClosedRange<Int> {
        Int(minimum(kind))...Int(maximum(kind))
    }
}
