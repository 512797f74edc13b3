/// The shape and the kind of the network: the config section, every field checked.
public struct ModelConfig {
    /// The two families of transformer block.
    public enum BlockKind: UInt32 {
        case embBERT = 1
        case bert = 2
    }

    /// What stands between the two halves of a feed-forward layer, or after a head's transform.
    public enum Activation: UInt32 {
        case none = 0
        case geluByErf = 1
        case geluByTanh = 2
        case relu = 3
        case tanh = 4
    }

    /// How the rows of a text become one row.
    public enum Pooling: UInt32 {
        case firstPosition = 0
        case mean = 1
    }

    /// The family of the blocks.
    public let blockKind: BlockKind
    /// V: how many word pieces there are.
    public let vocabularySize: Int
    /// n: the longest sequence in tokens, [CLS] and [SEP] among them.
    public let maxTokens: Int
    /// d: the width of a row.
    public let width: Int
    /// r: the width of a row of the token table; equal to `width` when there is no projection.
    public let tokenRank: Int
    /// p: the width of a row of the position table; 0 without positions.
    public let positionRank: Int
    /// Rows of the segment table; 0 without segments, 8 where capitals have their own.
    public let segments: Int
    /// L: how many blocks follow each other; 0 leaves the embeddings alone.
    public let layers: Int
    /// H: heads of the attention; each has `headWidth` columns.
    public let heads: Int
    /// k: taps of the convolution; 0 in a BERT block.
    public let kernel: Int
    /// Whether the convolution sees only earlier tokens.
    public let isCausal: Bool
    /// Whether a block adds to a stream (int16), instead of replacing the row.
    public let hasResidual: Bool
    /// Whether a norm follows the last block.
    public let hasFinalNorm: Bool
    /// How rows become one, where a head does not say otherwise.
    public let pooling: Pooling
    /// f: the width inside a BERT block's feed-forward layer; 0 in an EmbBERT block.
    public let feedForward: Int
    /// The activation of a BERT block's feed-forward layer.
    public let activation: Activation
    /// What is added to the mean square before its root.
    public let normEpsilon: Float
    /// The id of [PAD].
    public let padId: UInt16
    /// The id of [UNK].
    public let unknownId: UInt16
    /// The id of [CLS].
    public let clsId: UInt16
    /// The id of [MASK].
    public let maskId: UInt16
    /// The id of [SEP].
    public let sepId: UInt16

    /// D: the columns of one attention head.
    public var headWidth: Int { width / heads }
    /// Rows that the convolution reads before its own.
    public var tapsBefore: Int { isCausal ? kernel - 1 : (kernel - 1) / 2 }
}

extension ModelConfig {
    static let sectionBytes = 128

    /// Reads and checks the 128 bytes of the config section.
    init(_ section: ByteView) throws(ModelError) {
        let fields = ConfigFields(section: section)
        let kind = try fields.number(0, "blockKind", 1, 2)
        let isBERT = kind == BlockKind.bert.rawValue
        blockKind = isBERT ? .bert : .embBERT
        vocabularySize = Int(try fields.number(4, "vocabularySize", 6, 65_535))
        maxTokens = Int(try fields.number(8, "maxTokens", 8, 512))
        width = Int(try fields.number(12, "width", 16, 1024))
        try fields.require(width % 16 == 0, 12, "width, a multiple of 16", 16, 1024)
        tokenRank = Int(try fields.number(16, "tokenRank", 1, 1024))
        positionRank = Int(try fields.number(20, "positionRank", 0, 1024))
        let mostSegments: UInt32 = !isBERT && section.u32(24) == 8 ? 8 : 4
        segments = Int(try fields.number(24, "segments", 0, mostSegments))
        layers = Int(try fields.number(28, "layers", 0, 24))
        heads = Int(try fields.number(32, "heads", 1, 16))
        try fields.require(width % heads == 0, 32, "heads, a divisor of the width", 1, 16)
        let flags = try fields.number(40, "flags", 0, isBERT ? 0 : 7)
        isCausal = flags & 1 != 0
        hasResidual = flags & 2 != 0
        hasFinalNorm = flags & 4 != 0
        kernel = Int(try fields.number(36, "kernel", isBERT ? 0 : 1, isBERT ? 0 : 255))
        try fields.require(
            isBERT || isCausal || kernel % 2 == 1, 36, "kernel of a centred convolution, an odd number", 1,
            255)
        pooling = try fields.number(44, "pooling", 0, 1) == 1 ? .mean : .firstPosition
        feedForward = Int(try fields.number(48, "feedForward", isBERT ? 16 : 0, isBERT ? 4096 : 0))
        let activationNumber = try fields.number(52, "activation", isBERT ? 1 : 0, isBERT ? 3 : 0)
        activation = Activation(rawValue: activationNumber) ?? .none
        normEpsilon = section.float(56)
        let isEpsilon = normEpsilon >= 1e-12 && normEpsilon <= 1e-2
        try fields.require(
            isEpsilon, 56, "normEpsilon, as bits", Float(1e-12).bitPattern, Float(1e-2).bitPattern)
        let lastId = UInt32(truncatingIfNeeded: vocabularySize) &- 1
        padId = UInt16(truncatingIfNeeded: try fields.number(60, "padId", 0, lastId))
        unknownId = UInt16(truncatingIfNeeded: try fields.number(64, "unknownId", 0, lastId))
        clsId = UInt16(truncatingIfNeeded: try fields.number(68, "clsId", 0, lastId))
        maskId = UInt16(truncatingIfNeeded: try fields.number(72, "maskId", 0, lastId))
        sepId = UInt16(truncatingIfNeeded: try fields.number(76, "sepId", 0, lastId))
        try fields.requireDifferentIds(lastId)
        for offset in stride(from: 80, to: Self.sectionBytes, by: 4) {
            _ = try fields.number(offset, "reserved bytes", 0, 0)
        }
    }
}

/// Reads the fields of a config section, each within its bounds.
private struct ConfigFields {
    let section: ByteView

    func number(_ offset: Int, _ name: Literal, _ lowest: UInt32, _ highest: UInt32) throws(ModelError)
        -> UInt32
    {
        let value = section.u32(offset)
        try require(value >= lowest && value <= highest, offset, name, lowest, highest)
        return value
    }

    func require(
        _ holds: Bool, _ offset: Int, _ rule: Literal, _ lowest: UInt32, _ highest: UInt32
    ) throws(ModelError) {
        if holds { return }
        throw .badConfig(field: rule, lowest: lowest, highest: highest, available: section.u32(offset))
    }

    /// Makes sure that the five special ids, from offset 60 to 76, are all different.
    func requireDifferentIds(_ lastId: UInt32) throws(ModelError) {
        for later in stride(from: 64, through: 76, by: 4) {
            for earlier in stride(from: 60, to: later, by: 4) {
                let differ = section.u32(earlier) != section.u32(later)
                try require(differ, later, "special ids, all different", 0, lastId)
            }
        }
    }
}
