/// The plan of the whole program for a model, and the names of its buffers.
struct EngineLayout {
    private(set) var plan = MemoryPlan()
    let encoder: EncoderPlan
    let input: Planned<UInt8>
    let line: Planned<UInt8>
    let histogram: Planned<UInt32>
    let tagRules: Planned<UInt16>
    let width: Int  // of the model
    let taught: MemoryPlan.Slot
    let training: MemoryPlan.Slot
    let tokens: Planned<Token>
    let ids: Planned<UInt16>
    let segments: Planned<UInt8>
    let logits: Planned<Float>
    let tagScores: Planned<Float>
    let tagBest: Planned<UInt16>
    let tagContinues: Planned<UInt8>
    let pathScores: Planned<Float>
    let pathBack: Planned<UInt8>
    let pathSums: Planned<Int32>
    let parts: Planned<PartTraits>
    let spans: Planned<TextSpan>
    let guesses: Planned<WordGuess>
    let reply: Planned<UInt8>

    /// Reserves and places every buffer that `model` needs.
    init(_ model: ModelFile) {
        let sizes = EngineSizes(model)
        let maxTokens = model.config.maxTokens
        let rowBytes = TagMemory.continuesBytes(labels: sizes.tags)
        input = plan.reserve("input", EngineSizes.inputBytes, from: .read, through: .reply)
        line = plan.reserve("line", LineReader.maximumBytes, from: .read, through: .reply)
        histogram = plan.reserve("statistics", Statistics.buckets, from: .read, through: .reply)
        tagRules = plan.reserve("tag rules", sizes.allTags, from: .read, through: .reply)
        width = model.config.width
        taught = plan.reserve(
            "taught labels", bytes: TeachingLimits.device.keptBytes(width: width), from: .read,
            through: .reply)
        // Training ends before a text is encoded, so the encoder's buffers may take these bytes.
        training = plan.reserve(
            "training of labels", bytes: TeachingLimits.device.trainingBytes(width: width), from: .tokenize,
            through: .tokenize)
        tokens = plan.reserve("tokens", maxTokens &- 2, from: .tokenize, through: .head)
        ids = plan.reserve("token ids", maxTokens, from: .tokenize, through: .embed)
        segments = plan.reserve("segments", maxTokens, from: .tokenize, through: .embed)
        encoder = EncoderPlan(for: model, in: &plan)
        logits = plan.reserve("logits", sizes.logits, from: .head, through: .head)
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
        spans = plan.reserve("spans", sizes.words, from: .head, through: .reply)
        guesses = plan.reserve("guessed words", sizes.guesses, from: .head, through: .reply)
        reply = plan.reserve("reply", sizes.replyBytes, from: .reply, through: .reply)
        plan.place()
    }
}

/// A buffer of the plan for `count` elements; the plan itself rounds up.
struct Planned<Element: BitwiseCopyable> {
    fileprivate let slot: MemoryPlan.Slot
    fileprivate let count: Int
}

extension MemoryPlan {
    fileprivate mutating func reserve<Element: BitwiseCopyable>(
        _ name: Literal, _ count: Int, from first: Phase, through last: Phase
    ) -> Planned<Element> {
        let bytes = count &* MemoryLayout<Element>.stride
        return Planned(slot: reserve(name, bytes: bytes, from: first, through: last), count: count)
    }
}

extension Arena {
    /// The elements of a planned buffer.
    func buffer<Element: BitwiseCopyable>(
        _ planned: Planned<Element>, of plan: MemoryPlan
    ) -> UnsafeMutableBufferPointer<Element> {
        let start = buffer(planned.slot, of: plan).start(as: Element.self)
        return UnsafeMutableBufferPointer(start: start, count: planned.count)
    }
}
