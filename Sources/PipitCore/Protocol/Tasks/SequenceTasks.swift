/// Answers `@intent text`, and `@intent.name text` for a model with several heads of intents.
func answerIntent(_ session: inout Session, _ asked: Asked, _ head: Int) {
    answerSequence(&session, asked, head, key: "intent")
}

/// Answers `@head text` for any other head that gives a text one label.
func answerLabel(_ session: inout Session, _ asked: Asked, _ head: Int) {
    answerSequence(&session, asked, head, key: "label")
}

private func answerSequence(_ session: inout Session, _ asked: Asked, _ head: Int, key: Literal) {
    let engine = session.engine
    let classification = engine.classify(asked.text, head: head)
    session.beginAnswer(asked)
    session.reply.member(key, classification, of: engine.model.head(head))
    session.endAnswer(isTruncated: false)
}

extension Reply {
    /// Writes the members of a classification: the label (null when out of scope), `score` and, from a head that
    /// has such a class, `oos`.
    mutating func member(_ key: Literal, _ classification: Classification, of head: Head) {
        self.key(key)
        if classification.isOutOfScope { null() } else { string(head.label(classification.label)) }
        self.key("score")
        number(classification.score)
        guard let outOfScope = classification.outOfScope else { return }
        self.key("oos")
        number(outOfScope)
    }
}
