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
        let wanted = wanted(by: index)
        let logits: UnsafeMutableBufferPointer<Float>
        let isTruncated: Bool
        if head.readsApart {
            let isFirstCut = keep(first, as: 0, head, wanted)
            isTruncated = keep(second, as: 1, head, wanted) || isFirstCut
            logits = UnsafeMutableBufferPointer(rebasing: memory.logits[..<head.outputs])
            encoder.pairLogits(of: head, into: logits)
        } else {
            let reading = encode(first, limit: firstLimit(beside: second), second, wanted: wanted)
            isTruncated = reading.isFirstCut || reading.isSecondCut
            logits = self.logits(of: head, reading.rows)
        }
        return (Classification(logits: logits, head: head), isTruncated)
    }

    /// Encodes one of two texts and keeps its row; whether it was cut.
    private func keep(_ text: Bytes, as place: Int, _ head: Head, _ wanted: Encoder.Wanted) -> Bool {
        let reading = encode(text, wanted: wanted)
        encoder.keep(encoder.pool(reading.rows, head.pooling), as: place)
        return reading.isTruncated
    }
}
