// Requests about two texts.

/// `@entail a || b`, `@next a || b`, and `@head a || b` for any other head that gives two texts one label.
enum PairTask: Task {
    static func maximumBytes(of model: ModelFile, head: Int, in tasks: TaskList) -> Int {
        model.longestLabelBytes(ofHead: head)
    }

    static func read(_ request: Request, by engine: borrowing Engine, _ state: inout SessionState)
        -> PairAnswer
    {
        engine.classify(request.text, request.second, head: request.head)
    }

    static func write(_ answer: PairAnswer, to reply: inout Reply) {
        reply.member("label", answer.label)
        reply.truncated(answer.isTruncated)
    }
}

/// `@qa question || context`: the part of the context that answers the question, or null.
enum QuestionTask: Task {
    /// An answer, and the text that it is a part of.
    struct Answer {
        let span: SpanAnswer
        let isNone: Bool
        let context: Bytes
    }

    /// As many tokens as a line may have bytes.
    private static func maximumWindows(_ model: ModelFile) -> Int {
        max(2, LineReader.maximumBytes / model.config.maxTokens)
    }

    static func read(_ request: Request, by engine: borrowing Engine, _ state: inout SessionState) -> Answer {
        let span = engine.findAnswer(
            to: request.text, in: request.second, head: request.head, windows: maximumWindows(engine.model))
        let threshold = engine.model.record(request.head).threshold
        return Answer(span: span, isNone: span.isNone(threshold: threshold), context: request.second)
    }

    static func write(_ answer: Answer, to reply: inout Reply) {
        let span = answer.span
        reply.key("answer")
        if answer.isNone {
            reply.null()
            reply.member("score", span.score)
        } else {
            reply.string(Bytes(rebasing: answer.context[span.start..<span.end]))
            reply.member("score", span.score)
            reply.member("start", span.start)
            reply.member("end", span.end)
        }
        reply.truncated(span.isTruncated)
    }
}

/// `@similar a || b`: the cosine of the two vectors, or null where a text has no word that the vocabulary knows.
enum SimilarTask: Task {
    static func read(_ request: Request, by engine: borrowing Engine, _ state: inout SessionState)
        -> SimilarityAnswer
    {
        engine.similarity(request.text, request.second, head: request.head)
    }

    static func write(_ answer: SimilarityAnswer, to reply: inout Reply) {
        if answer.isUnknown {
            reply.key("similarity")
            reply.null()
            reply.flag("unknown")
        } else {
            reply.member("similarity", answer.cosine)
        }
        reply.truncated(answer.isTruncated)
    }
}
