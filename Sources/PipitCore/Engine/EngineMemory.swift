/// The buffers of the engine and of the session in the arena; the encoder has its own.
struct EngineMemory {
    /// Bytes as they come in.
    let input: UnsafeMutableBufferPointer<UInt8>
    /// The line that is being read or answered.
    let line: UnsafeMutableBufferPointer<UInt8>
    /// `[Statistics.buckets]`.
    let histogram: UnsafeMutableBufferPointer<UInt32>
    /// The rules of every BIO head, one after the other, `[labels of all]`.
    private let allTagRules: UnsafeMutableBufferPointer<UInt16>
    /// What was taught: labels, examples and weights.
    let taught: TaughtMemory
    /// `[maxTokens − 2]`: without [CLS] and [SEP].
    let tokens: UnsafeMutableBufferPointer<Token>
    /// `[maxTokens]`.
    let ids: UnsafeMutableBufferPointer<UInt16>
    /// `[maxTokens]`.
    let segments: UnsafeMutableBufferPointer<UInt8>
    /// `[outputs]`, or for a tile of tokens `[8, outputs]`.
    let logits: UnsafeMutableBufferPointer<Float>
    /// For as many words as a text may have.
    let tags: TagMemory
    /// For as many parts of words as are read of a text; empty without a head of learnt paths.
    let paths: PathMemory
    /// As many as a text may have words.
    let spans: UnsafeMutableBufferPointer<TextSpan>
    /// `[masks, guesses]`.
    let guesses: UnsafeMutableBufferPointer<WordGuess>
    /// The line that goes out; it shares its bytes with the encoder.
    let reply: UnsafeMutableBufferPointer<UInt8>

    init(_ layout: EngineLayout, _ arena: Arena) {
        let plan = layout.plan
        input = arena.buffer(layout.input, of: plan)
        line = arena.buffer(layout.line, of: plan)
        histogram = arena.buffer(layout.histogram, of: plan)
        allTagRules = arena.buffer(layout.tagRules, of: plan)
        taught = TaughtMemory(
            kept: arena.buffer(layout.taught, of: plan), training: arena.buffer(layout.training, of: plan),
            limits: .device, width: layout.width)
        tokens = arena.buffer(layout.tokens, of: plan)
        ids = arena.buffer(layout.ids, of: plan)
        segments = arena.buffer(layout.segments, of: plan)
        logits = arena.buffer(layout.logits, of: plan)
        tags = TagMemory(
            scores: arena.buffer(layout.tagScores, of: plan), best: arena.buffer(layout.tagBest, of: plan),
            continues: arena.buffer(layout.tagContinues, of: plan))
        paths = PathMemory(
            scores: arena.buffer(layout.pathScores, of: plan), back: arena.buffer(layout.pathBack, of: plan),
            sums: arena.buffer(layout.pathSums, of: plan), path: arena.buffer(layout.tagBest, of: plan),
            parts: arena.buffer(layout.parts, of: plan))
        spans = arena.buffer(layout.spans, of: plan)
        guesses = arena.buffer(layout.guesses, of: plan)
        reply = arena.buffer(layout.reply, of: plan)
    }

    /// Reads the labels of all BIO heads, once.
    func prepareTagRules(of model: ModelFile) {
        for index in 0..<model.headCount where model.record(index).kind == .tokenBIO {
            _ = TagRules(head: model.head(index), storage: tagRulesStorage(of: index, in: model))
        }
    }

    /// The rules of head number `index`, which is a BIO head.
    func tagRules(of index: Int, in model: ModelFile) -> TagRules {
        TagRules(prepared: tagRulesStorage(of: index, in: model))
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
