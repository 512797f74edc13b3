/// The engine's buffers and its encoder's, as places of a memory plan.
public struct EnginePlan {
    let encoder: EncoderPlan
    fileprivate let tagRules: MemoryPlan.ArraySlot<UInt16>
    fileprivate let pieces: MemoryPlan.ArraySlot<WordPiece>
    fileprivate let ids: MemoryPlan.ArraySlot<UInt16>
    fileprivate let segments: MemoryPlan.ArraySlot<UInt8>
    fileprivate let logits: MemoryPlan.ArraySlot<Float>
    fileprivate let foundFeatures: MemoryPlan.ArraySlot<UInt8>
    fileprivate let featureSums: MemoryPlan.ArraySlot<Int32>
    fileprivate let tagScores: MemoryPlan.ArraySlot<Float>
    fileprivate let tagBest: MemoryPlan.ArraySlot<UInt16>
    fileprivate let tagContinues: MemoryPlan.ArraySlot<UInt8>
    fileprivate let pathScores: MemoryPlan.ArraySlot<Float>
    fileprivate let pathBack: MemoryPlan.ArraySlot<UInt8>
    fileprivate let pathSums: MemoryPlan.ArraySlot<Int32>
    fileprivate let parts: MemoryPlan.ArraySlot<PartTraits>
    fileprivate let spans: MemoryPlan.ArraySlot<TextSpan>
    fileprivate let partSpans: MemoryPlan.ArraySlot<TextSpan>
    fileprivate let guesses: MemoryPlan.ArraySlot<WordGuess>
    fileprivate let probabilities: MemoryPlan.ArraySlot<Float>
    fileprivate let listWords: MemoryPlan.ArraySlot<ListWord>
    fileprivate let listLetters: MemoryPlan.ArraySlot<UInt8>

    /// Reserves every buffer that `model` needs to answer; the caller places the plan.
    public init(for model: ModelFile, in plan: inout MemoryPlan) {
        let sizes = EngineSizes(model)
        let maximumTokens = model.config.maxTokens
        let rowBytes = TagMemory.continuesBytes(labels: sizes.tags)
        tagRules = plan.reserve("tag rules", sizes.allTags, from: .read, through: .reply)
        pieces = plan.reserve("word pieces", maximumTokens &- 2, from: .tokenize, through: .head)
        ids = plan.reserve("token ids", maximumTokens, from: .tokenize, through: .embed)
        segments = plan.reserve("segments", maximumTokens, from: .tokenize, through: .embed)
        encoder = EncoderPlan(for: model, in: &plan)
        logits = plan.reserve("logits", sizes.logits, from: .head, through: .head)
        foundFeatures = plan.reserve(
            "found features", (sizes.features &+ 7) &>> 3, from: .head, through: .head)
        featureSums = plan.reserve("sums of features", sizes.featureSums, from: .head, through: .head)
        tagScores = plan.reserve("tag scores", sizes.tags, from: .head, through: .head)
        tagBest = plan.reserve("best tags", sizes.words, from: .head, through: .head)
        tagContinues = plan.reserve("continued tags", sizes.words &* rowBytes, from: .head, through: .head)
        let pathParts = sizes.pathTags == 0 ? 0 : sizes.words
        pathScores = plan.reserve("path scores", 2 &* sizes.pathTags, from: .head, through: .head)
        pathBack = plan.reserve("path tags", pathParts &* sizes.pathTags, from: .head, through: .head)
        pathSums = plan.reserve(
            "feature sums", pathParts == 0 ? 0 : sizes.pathTags &+ TagFeatures.outputsBehindTags, from: .head,
            through: .head)
        parts = plan.reserve("word parts", pathParts, from: .head, through: .head)
        // What an answer holds of the arena stays through the reply, which takes the bytes of all that is read before.
        spans = plan.reserve("spans", sizes.words &+ TextSpans.maximumNames, from: .head, through: .reply)
        // Those of one command stay while the next one is read.
        partSpans = plan.reserve(
            "spans of commands", model.holdsSeveralCommands ? sizes.words &+ TextSpans.maximumNames : 0,
            from: .read, through: .reply)
        guesses = plan.reserve("guessed words", sizes.guesses, from: .head, through: .reply)
        probabilities = plan.reserve("probabilities", sizes.severalLabels, from: .head, through: .reply)
        listWords = plan.reserve("words for lists", ListMemory.wordCount, from: .head, through: .head)
        listLetters = plan.reserve("letters for lists", ListMemory.letterCount, from: .head, through: .head)
    }
}

/// How much the heads of a model ask for.
private struct EngineSizes {
    /// Logits of the head with the most: one row, in a head of tags a tile of rows, in a head of spans all rows.
    var logits = 0
    /// Features of the longest lexicon.
    var features = 0
    /// Outputs of the head with a lexicon that has the most.
    var featureSums = 0
    /// Labels of the BIO head with the most.
    var tags = 0
    /// Labels of all BIO heads.
    var allTags = 0
    /// Words that may be tagged, or masked; 0 without a head for them.
    var words = 0
    /// Labels of the head of learnt paths with the most; 0 without such a head.
    var pathTags = 0
    /// Words that are guessed for all masks.
    var guesses = 0
    /// Labels of the head with the most of those whose labels have probabilities of their own.
    var severalLabels = 0

    init(_ model: ModelFile) {
        let config = model.config
        for index in 0..<model.headCount {
            let record = model.record(index)
            let outputs = Int(truncatingIfNeeded: record.outputs)
            if let lexicon = model.lexicon(ofHead: index) {
                features = max(features, lexicon.count)
                featureSums = max(featureSums, outputs)
            }
            switch record.kind {
            case .sequence, .pairClassification, .pairSimilarity, .sentenceVector:
                logits = max(logits, outputs)
                if record.has(.severalLabels) { severalLabels = max(severalLabels, outputs) }
            case .tokenBIO:
                logits = max(logits, Encoder.tileRows &* outputs)
                words = config.maxTokens &- 2
                tags = max(tags, outputs)
                allTags &+= outputs
                if model.text(.tagTransitions, index).count > 0 { pathTags = max(pathTags, outputs) }
            case .tokenPlain:
                logits = max(logits, Encoder.tileRows &* outputs)
                words = config.maxTokens &- 2
            case .span:
                logits = max(logits, config.maxTokens &* outputs)
            case .maskedWord:
                logits = max(logits, config.vocabularySize)
                words = config.maxTokens &- 2
                guesses = MaskedWords.maximumMasks &* MaskedWords.guesses
            }
        }
    }
}

/// The engine's buffers in the arena, as `EnginePlan` reserved them; the encoder has its own.
struct EngineMemory {
    /// The rules of every BIO head, one after the other, `[labels of all]`.
    private let allTagRules: UnsafeMutableBufferPointer<UInt16>
    /// `[maxTokens − 2]`: without [CLS] and [SEP].
    let pieces: UnsafeMutableBufferPointer<WordPiece>
    /// `[maxTokens]`.
    let ids: UnsafeMutableBufferPointer<UInt16>
    /// `[maxTokens]`.
    let segments: UnsafeMutableBufferPointer<UInt8>
    /// `[outputs]`, or for a tile of tokens `[8, outputs]`.
    let logits: UnsafeMutableBufferPointer<Float>
    /// A bit for each feature of a lexicon, `[features / 8]`.
    let foundFeatures: UnsafeMutableBufferPointer<UInt8>
    /// `[outputs]` of a head with a lexicon.
    let featureSums: UnsafeMutableBufferPointer<Int32>
    /// For as many words as a text may have.
    let tags: TagMemory
    /// For as many parts of words as are read of a text; empty without a head of learnt paths.
    let paths: PathMemory
    /// What reading a text for names of lists needs.
    let lists: ListMemory
    /// As many as a text may have words, and names of lists.
    let spans: UnsafeMutableBufferPointer<TextSpan>
    /// As many, of all commands of a line; empty where a line holds one.
    let partSpans: UnsafeMutableBufferPointer<TextSpan>
    /// `[masks, guesses]`.
    let guesses: UnsafeMutableBufferPointer<WordGuess>
    /// Of labels that have probabilities of their own.
    let probabilities: UnsafeMutableBufferPointer<Float>

    init(_ slots: EnginePlan, _ plan: MemoryPlan, _ arena: Arena) {
        allTagRules = arena.buffer(slots.tagRules, of: plan)
        pieces = arena.buffer(slots.pieces, of: plan)
        ids = arena.buffer(slots.ids, of: plan)
        segments = arena.buffer(slots.segments, of: plan)
        logits = arena.buffer(slots.logits, of: plan)
        foundFeatures = arena.buffer(slots.foundFeatures, of: plan)
        featureSums = arena.buffer(slots.featureSums, of: plan)
        tags = TagMemory(
            scores: arena.buffer(slots.tagScores, of: plan), best: arena.buffer(slots.tagBest, of: plan),
            continues: arena.buffer(slots.tagContinues, of: plan))
        paths = PathMemory(
            scores: arena.buffer(slots.pathScores, of: plan), back: arena.buffer(slots.pathBack, of: plan),
            sums: arena.buffer(slots.pathSums, of: plan), path: arena.buffer(slots.tagBest, of: plan),
            parts: arena.buffer(slots.parts, of: plan))
        spans = arena.buffer(slots.spans, of: plan)
        partSpans = arena.buffer(slots.partSpans, of: plan)
        guesses = arena.buffer(slots.guesses, of: plan)
        probabilities = arena.buffer(slots.probabilities, of: plan)
        // Neither is empty, so both have a base.
        lists = ListMemory(
            words: arena.buffer(slots.listWords, of: plan).baseAddress.unsafelyUnwrapped,
            letters: arena.buffer(slots.listLetters, of: plan).baseAddress.unsafelyUnwrapped)
    }

    /// Reads the labels of all BIO heads, once.
    func prepareTagRules(of model: ModelFile) {
        for index in 0..<model.headCount where model.record(index).kind == .tokenBIO {
            _ = TagRules(head: model.head(index), storage: tagRulesStorage(of: index, in: model))
        }
    }

    /// The rules of head number `index`, which is a BIO head.
    func tagRules(of index: Int, in model: ModelFile) -> TagRules {
        TagRules(
            prepared: tagRulesStorage(of: index, in: model), areFree: model.record(index).has(.freeTags))
    }

    private func tagRulesStorage(of index: Int, in model: ModelFile) -> UnsafeMutableBufferPointer<UInt16> {
        var start = 0
        for earlier in 0..<index where model.record(earlier).kind == .tokenBIO {
            start &+= Int(truncatingIfNeeded: model.record(earlier).labels)
        }
        let count = Int(truncatingIfNeeded: model.record(index).labels)
        return UnsafeMutableBufferPointer(rebasing: allTagRules[start..<start &+ count])
    }
}

/// What decoding needs to remember; the head phase has it to itself.
struct TagMemory {
    /// The best path that ends in each label, `[labels]`.
    let scores: UnsafeMutableBufferPointer<Float>
    /// The label of the best path that ends at each word, `[words]`.
    let best: UnsafeMutableBufferPointer<UInt16>
    /// For each word and label I-X whether it continues an I-X, `[words, continuesBytes]`: a bit a label.
    let continues: UnsafeMutableBufferPointer<UInt8>

    /// Bytes of `continues` for each word.
    static func continuesBytes(labels: Int) -> Int { (labels &+ 7) / 8 }

    /// Those of word number `word`.
    func continuesRow(_ word: Int, labels: Int) -> UnsafeMutableBufferPointer<UInt8> {
        let bytes = Self.continuesBytes(labels: labels)
        return UnsafeMutableBufferPointer(rebasing: continues[word &* bytes..<(word &+ 1) &* bytes])
    }
}

/// A word that may stand in the place of a [MASK].
public struct WordGuess: BitwiseCopyable {
    /// Its place in the vocabulary.
    public internal(set) var id: UInt16
    /// Its probability, among all pieces of the vocabulary.
    public internal(set) var score: Float
}

/// How much is guessed for a text.
public enum MaskedWords {
    /// The maximum of masks of a text.
    public static let maximumMasks = 16
    /// Words for each mask.
    static let guesses = 5
}
