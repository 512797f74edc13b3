/// What `forge import` may be told.
struct ImportOptions {
    /// Bits of the weights of the blocks, 4 or 8.
    var bits = 8
    /// Bits of the table of words, 4 or 8.
    var tableBits = 8
    /// The maximum tokens of a text; nil: as many as the checkpoint has positions, at most 512.
    var maxTokens: Int?
    /// What the model calls itself; nil: the folder's name.
    var name: String?
    /// The licence of the weights; nil: that of the model card.
    var license: String?
    /// The request that the checkpoint's classifier answers; nil: by its kind.
    var task: String?
    /// Whether its classifier reads two texts.
    var readsPairs = false
    /// How the scales of 4-bit weights are chosen.
    var scales = Quantizer.Scales.leastSquares
}
