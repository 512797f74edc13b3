import PipitCore

/// The multiply-accumulates of one text, which instruction counts are set against.
enum MultiplyAccumulates {
    /// Those of the embedding's projection of tokens and of all blocks, for all `tokens` rows of every block.
    ///
    /// A projection of positions could be folded into its table and is not counted; nor are heads. It is the
    /// network's number, whatever part of it an engine finds needless.
    static func count(of config: ModelConfig, tokens n: Int) -> Int {
        let (d, r, f) = (config.width, config.tokenRank, config.feedForward)
        let embedding = r == d ? 0 : r * d
        let attention = 2 * n * d
        let block: Int
        switch config.blockKind {
        case .embBERT: block = 3 * d * d + config.kernelSize * d + attention
        case .bert: block = 4 * d * d + 2 * d * f + attention
        }
        return n * (embedding + config.layers * block)
    }
}
