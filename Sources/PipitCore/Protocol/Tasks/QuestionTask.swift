/// Answers `@qa question || context`: the part of the context that answers the question, or null.
func answerQuestion(_ session: inout Session, _ asked: AskedPair, _ index: Int) {
    let engine = session.engine
    let answer = engine.findAnswer(to: asked.first, in: asked.second, head: index)
    session.beginAnswer(asked.name)
    session.reply.key("answer")
    if answer.isNone(threshold: engine.model.record(index).threshold) {
        session.reply.null()
        session.reply.key("score")
        session.reply.number(answer.score)
    } else {
        session.reply.string(Bytes(rebasing: asked.second[answer.start..<answer.end]))
        session.reply.key("score")
        session.reply.number(answer.score)
        session.reply.member("start", answer.start)
        session.reply.member("end", answer.end)
    }
    session.endAnswer(isTruncated: answer.isTruncated)
}
