/// Answers `@slots text`, and `@slots.name text` for a model with several heads of slots.
func answerSlots(_ session: inout Session, _ asked: Asked, _ head: Int) {
    answerSpans(&session, asked, head, key: "slots")
}

/// Answers `@ner text`, and `@ner.name text` for a model with several heads of entities.
func answerEntities(_ session: inout Session, _ asked: Asked, _ head: Int) {
    answerSpans(&session, asked, head, key: "entities", names: "type", "text")
}

/// Answers `@head text` for any other head that names spans of a text.
func answerSpans(_ session: inout Session, _ asked: Asked, _ head: Int) {
    answerSpans(&session, asked, head, key: "spans")
}

@inline(never)
private func answerSpans(
    _ session: inout Session, _ asked: Asked, _ head: Int, key: Literal,
    names name: Literal = "name", _ value: Literal = "value"
) {
    let engine = session.engine
    let reading = engine.encode(asked.text)
    let intent = engine.intentHead(ofSlots: head).map { engine.classify(reading, head: $0).label }
    let spans = engine.tag(reading, head: head, intent: intent)
    session.beginAnswer(asked)
    session.reply.key(key)
    session.reply.beginArray()
    session.reply.elements(
        spans, of: engine.model.head(head), text: asked.text, names: name, value)
    session.reply.endArray()
    session.endAnswer(isTruncated: reading.isTruncated)
}

extension Reply {
    /// Writes spans as elements of an array: name, value, and byte offsets in the text.
    mutating func elements(
        _ spans: TextSpans, of head: Head, text: Bytes, names name: Literal = "name",
        _ value: Literal = "value"
    ) {
        for index in 0..<spans.count {
            let span = spans[index]
            beginObject()
            member(name, TagRules.spanName(head.label(Int(span.label))) ?? head.label(Int(span.label)))
            member(value, Bytes(rebasing: text[Int(span.start)..<Int(span.end)]))
            member("start", UInt32(span.start))
            member("end", UInt32(span.end))
            endObject()
        }
    }
}
