/// Answers `@entail a || b`, `@next a || b`, and `@head a || b` for any other head that gives two texts one label.
func answerPair(_ session: inout Session, _ asked: AskedPair, _ head: Int) {
    let engine = session.engine
    let (answer, isTruncated) = engine.classify(asked.first, asked.second, head: head)
    session.beginAnswer(asked.name)
    session.reply.member("label", answer, of: engine.model.head(head))
    session.endAnswer(isTruncated: isTruncated)
}

extension Engine {
    /// What head number `index`, of the kind `pairClassification`, says of two texts; and whether one of them was cut.
    public func classify(
        _ first: UnsafeBufferPointer<UInt8>, _ second: UnsafeBufferPointer<UInt8>, head index: Int
    ) -> (answer: Classification, isTruncated: Bool) {
        let head = model.head(index)
        let reading = encode(first, limit: firstLimit(beside: second), second, wanted: wanted(by: index))
        let answer = Classification(logits: logits(of: head, reading.rows), head: head)
        return (answer, reading.isFirstCut || reading.isSecondCut)
    }
}
