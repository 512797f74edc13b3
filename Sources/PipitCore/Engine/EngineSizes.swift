/// How much a model asks for.
struct EngineSizes {
    static let inputBytes = 1024

    /// Logits of the head with the most: one row, in a head of tags a tile of rows, in a head of spans all rows.
    private(set) var logits = 0
    /// Labels of the BIO head with the most.
    private(set) var tags = 0
    /// Labels of all BIO heads.
    private(set) var allTags = 0
    /// Words that may be tagged, or masked; 0 without a head for them.
    private(set) var words = 0
    /// Labels of the head of learnt paths with the most; 0 without such a head.
    private(set) var pathTags = 0
    /// Words that are guessed for all masks.
    private(set) var guesses = 0
    /// Bytes of the longest reply.
    private(set) var replyBytes = 0

    init(_ model: ModelFile) {
        let config = model.config
        var longestLabel = 0
        var vectorBytes = 0
        var listBytes = 0
        for index in 0..<model.headCount {
            let head = model.head(index)
            let labelBytes = head.measureLabels()
            listBytes &+= labelBytes.all &+ 4 &* head.labelCount
            switch head.kind {
            case .sequence, .pairClassification:
                logits = max(logits, head.outputs)
                longestLabel = max(longestLabel, labelBytes.longest)
            case .tokenBIO, .tokenPlain:
                logits = max(logits, Encoder.tileRows &* head.outputs)
                longestLabel = max(longestLabel, labelBytes.longest)
                words = config.maxTokens &- 2
                if head.kind == .tokenPlain { break }
                if head.transitions != nil { pathTags = max(pathTags, head.labelCount) }
                tags = max(tags, head.labelCount)
                allTags &+= head.labelCount
            case .span:
                logits = max(logits, config.maxTokens &* head.outputs)
            case .maskedWord:
                logits = max(logits, config.vocabularySize)
                words = config.maxTokens &- 2
                guesses = MaskedWords.greatestMasks &* MaskedWords.guesses
            case .pairSimilarity, .sentenceVector:
                logits = max(logits, head.outputs)
                vectorBytes = max(vectorBytes, (head.vectorWidth(of: config) &+ 2) / 3 &* 4)
            }
        }
        // A list of all heads; or a text, each byte escaped to six, with a label, brackets and numbers for each span,
        // or with a word and a number for each guess; or a vector.
        let spanBytes = (words &+ 1) &* (longestLabel &+ 48)
        let guessBytes = guesses &* (Vocabulary.greatestPieceBytes &+ 48)
        let answerBytes = 6 &* LineReader.maximumBytes &+ max(spanBytes, guessBytes, vectorBytes)
        replyBytes =
            1024 &+ 160 &* model.headCount &+ max(answerBytes, listBytes, TeachingLimits.device.listBytes)
    }
}

extension Head {
    /// The bytes of all labels, and of the longest.
    fileprivate func measureLabels() -> (all: Int, longest: Int) {
        var (all, longest, offset) = (0, 0, 0)
        while let (line, next) = labels.line(at: offset) {
            all &+= line.count
            longest = max(longest, line.count)
            offset = next
        }
        return (all, longest)
    }
}
