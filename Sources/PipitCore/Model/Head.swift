/// A task on the shared encoder: its record, labels and weights in the file, read in place.
public struct Head {
    /// What a head answers.
    public enum Kind: UInt32 {
        /// One label for the text.
        case sequence = 1
        /// A BIO tag for each word.
        case tokenBIO = 2
        /// A plain tag for each word.
        case tokenPlain = 3
        /// Two scores a token: start and end of an answer.
        case span = 4
        /// A score for each word piece at a [MASK].
        case maskedWord = 5
        /// How alike two texts are.
        case pairSimilarity = 6
        /// One label for two texts.
        case pairClassification = 7
        /// The row itself, as a vector.
        case sentenceVector = 8
    }

    /// What the head answers.
    public let kind: Kind
    /// The request's name, without the `@`.
    public let name: UnsafeBufferPointer<UInt8>
    /// How many labels there are.
    public let labelCount: Int
    /// How many logits there are: the labels, and the out-of-scope class where there is one.
    public let outputs: Int
    /// What follows the transform.
    public let activation: ModelConfig.Activation
    /// The row the head reads; nil when the config decides.
    public let ownPooling: ModelConfig.Pooling?
    /// Out of scope when the probability of the out-of-scope class is above it.
    public let threshold: Float
    /// Whether the last output is the out-of-scope class.
    public let hasOutOfScope: Bool
    /// `[t, d]`, where the head has one.
    public let transform: Linear?
    /// `[2, t]`, where the head has one.
    public let transformNorm: NormWeights?
    /// `[outputs, t or d]`; nil in a sentence vector and in a masked-word head tied to the token table.
    public let output: Linear?

    let labels: ByteView

    /// The UTF-8 bytes of label `index`, which must be below `labelCount`.
    public func label(_ index: Int) -> UnsafeBufferPointer<UInt8> {
        var start = 0
        var line = 0
        var end = 0
        while end < labels.count {
            if labels.u8(end) == UInt8(ascii: "\n") {
                if line == index { break }
                line &+= 1
                start = end &+ 1
            }
            end &+= 1
        }
        return labels.slice(start, end &- start).characters
    }
}
