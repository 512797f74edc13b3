/// Answers `@command text` and plain lines: the intent, and the slots where the model has a head for them.
func answerCommand(_ session: inout Session, _ asked: Asked) throws(RequestError) {
    let engine = session.engine
    let model = engine.model
    let intentName: Literal = "intent"
    let slotsName: Literal = "slots"
    guard let intentHead = model.headIndex(named: intentName.bytes, kind: .sequence) else {
        throw .noHead
    }
    let slotsHead = model.headIndex(named: slotsName.bytes, kind: .tokenBIO)
    let wanted = slotsHead == nil ? engine.wanted(by: intentHead) : .all
    let reading = engine.encode(asked.text, wanted: wanted)
    let intent = engine.classify(reading, head: intentHead)
    let spans = slotsHead.map { engine.tag(reading, head: $0, intent: intent.label) }

    session.beginAnswer(asked)
    session.reply.member("intent", intent, of: model.head(intentHead))
    session.reply.key("slots")
    session.reply.beginArray()
    if let slotsHead, let spans { session.reply.elements(spans, of: model.head(slotsHead), text: asked.text) }
    session.reply.endArray()
    session.endAnswer(isTruncated: reading.isTruncated)
}
