/// The shape and the kind of the network: the config section, every field checked.
public struct ModelConfig {
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
    /// H: heads of attention; each has `headWidth` columns.
    public let attentionHeads: Int
    /// k: how many tokens the convolution reads; 0 in a BERT block.
    public let kernelSize: Int
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
    /// m: layers of masked words, which follow the L others in the file and take the place of the last as many.
    public let maskLayers: Int
}
