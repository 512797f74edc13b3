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
    var heads: Int
    /// Taps of the convolution; 0 in a BERT.
    var kernel = 0
    /// Bit 0 causal convolution, bit 1 residual, bit 2 final norm; 0 in a BERT.
    var flags = 0
    var pooling: ModelConfig.Pooling
    /// Width of the feed-forward layer; 0 in an EmbBERT.
    var feedForward = 0
    var activation = ModelConfig.Activation.none
    var normEpsilon: Float
    var specials: SpecialIds

    /// The 128 bytes of the section.
    var content: SectionContent {
        var writer = ByteWriter(capacity: DraftConfig.byteCount)
        let kind = Int(blockKind.rawValue)
        for value in [
            kind, vocabularySize, maxTokens, width, tokenRank, positionRank, segments, layers, heads, kernel,
            flags,
            Int(pooling.rawValue), feedForward, Int(activation.rawValue),
        ] {
            writer.append(UInt32(clamping: value))
        }
        writer.append([normEpsilon])
        for id in [specials.pad, specials.unknown, specials.cls, specials.mask, specials.sep] {
            writer.append(UInt32(clamping: id))
        }
        writer.append(raw: [UInt8](repeating: 0, count: DraftConfig.byteCount - writer.bytes.count))
        return SectionContent(writer.bytes)
    }

    private static let byteCount = 128
}

/// The ids of the five special tokens.
struct SpecialIds: Equatable {
    var pad: Int
    var unknown: Int
    var cls: Int
    var mask: Int
    var sep: Int
}
