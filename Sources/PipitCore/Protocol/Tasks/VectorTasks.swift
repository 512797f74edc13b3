/// Answers `@embed text`: the vector of a text, int8 in base64, and what a step of it stands for.
func answerEmbed(_ session: inout Session, _ asked: Asked, _ head: Int) {
    let (vector, isTruncated) = session.engine.vector(of: asked.text, head: head)
    session.beginAnswer(asked)
    session.reply.member("width", vector.width)
    session.reply.key("vector")
    session.reply.base64(UnsafeRawBufferPointer(start: vector.values, count: vector.width))
    session.reply.key("scale")
    session.reply.scale(vector.scale)
    session.endAnswer(isTruncated: isTruncated)
}

/// Answers `@similar a || b`: the cosine of the two vectors.
func answerSimilar(_ session: inout Session, _ asked: AskedPair, _ head: Int) {
    let (cosine, isTruncated) = session.engine.similarity(asked.first, asked.second, head: head)
    session.beginAnswer(asked.name)
    session.reply.key("similarity")
    session.reply.number(cosine)
    session.endAnswer(isTruncated: isTruncated)
}

extension Engine {
    /// The vector that a head of the kinds `sentenceVector` and `pairSimilarity` makes of a text.
    ///
    /// - Parameters:
    ///   - text: valid UTF-8.
    ///   - index: the number of the head.
    ///   - place: 0 or 1: a vector is valid until another text is given its place.
    /// - Returns: the vector, int8 `[width]`, and whether the text was cut.
    public func vector(
        of text: UnsafeBufferPointer<UInt8>, head index: Int, keptAs place: Int = 0
    ) -> (vector: QuantizedRow, isTruncated: Bool) {
        let head = model.head(index)
        let reading = encode(text, wanted: wanted(by: index))
        let row = encoder.pool(reading.rows, head.pooling)
        let floats = UnsafeMutableBufferPointer(rebasing: memory.logits[..<head.outputs])
        return (encoder.vector(of: head, row: row, keptAs: place, floats: floats), reading.isTruncated)
    }

    /// How alike two texts are, −1 to 1, by a head of the kind `pairSimilarity`; and whether one of them was cut.
    public func similarity(
        _ first: UnsafeBufferPointer<UInt8>, _ second: UnsafeBufferPointer<UInt8>, head: Int
    ) -> (cosine: Float, isTruncated: Bool) {
        let a = vector(of: first, head: head, keptAs: 0)
        let b = vector(of: second, head: head, keptAs: 1)
        return (cosine(a.vector, b.vector), a.isTruncated || b.isTruncated)
    }
}
