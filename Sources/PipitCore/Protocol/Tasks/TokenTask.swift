/// Answers `@pos text`, and `@head text` for any other head that gives each token one tag.
func answerTokens(_ session: inout Session, _ asked: Asked, _ head: Int) {
    let engine = session.engine
    let reading = engine.encode(asked.text)
    let tokens = engine.tagTokens(reading, head: head)
    session.beginAnswer(asked)
    session.reply.key("tokens")
    session.reply.beginArray()
    for index in 0..<tokens.count {
        let token = tokens[index]
        session.reply.beginObject()
        session.reply.member("text", Bytes(rebasing: asked.text[Int(token.start)..<Int(token.end)]))
        session.reply.member("tag", engine.model.head(head).label(Int(token.label)))
        session.reply.member("start", UInt32(token.start))
        session.reply.member("end", UInt32(token.end))
        session.reply.endObject()
    }
    session.reply.endArray()
    session.endAnswer(isTruncated: reading.isTruncated)
}

extension Engine {
    /// The tokens of a text of which all rows were wanted, and the tag that head number `index`, of the kind
    /// `tokenPlain`, gives each: the highest logit, the lowest of equals.
    ///
    /// They are valid until the next call.
    public func tagTokens(_ reading: Reading, head index: Int) -> TextSpans {
        let head = model.head(index)
        var spans = TextSpans(storage: memory.spans)
        var tokens = TaggedTokenReader(text: reading.text, tokens: reading.tokens)
        var logits = TiledLogits(of: head, reading.rows, encoder, memory.logits)
        while let token = tokens.next() {
            let scores = logits.ofToken(token.firstToken)
            var top = 0
            for label in 1..<scores.count where scores[label] > scores[top] { top = label }
            let tag = UInt16(truncatingIfNeeded: top)
            spans.append(TextSpan(label: tag, start: token.start, end: token.end))
        }
        return spans
    }
}
