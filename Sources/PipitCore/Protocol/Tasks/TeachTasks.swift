// Labels taught while the program runs. Their replies are written after the last reading of a row, as all are.

/// Answers `@teach label || example`: how many examples the label has now.
func answerTeach(_ session: inout Session, _ asked: Asked) throws(RequestError) {
    guard let pair = TextPair(asked.text) else { throw .missingSecondText }
    let label = trimmed(pair.first)
    let (row, reading) = session.engine.sentenceRow(of: pair.second)
    let examples: Int
    do throws(TeachingError) { examples = try session.taught.teach(row, as: label) } catch {
        throw .teaching(error)
    }
    session.beginAnswer(asked)
    session.reply.member("label", label)
    session.reply.member("examples", examples)
    session.endAnswer(isTruncated: reading.isTruncated)
}

/// Answers `@forget label`: how many examples it had.
func answerForget(_ session: inout Session, _ asked: Asked) throws(RequestError) {
    let label = trimmed(asked.text)
    let examples: Int
    do throws(TeachingError) { examples = try session.taught.forget(label) } catch {
        throw .teaching(error)
    }
    session.reply.beginObject()
    session.reply.member("task", asked.name)
    session.reply.member("label", label)
    session.reply.member("examples", examples)
    session.reply.endObject()
}

/// Answers `@taught`: the labels with their examples, and how much can be taught.
func answerTaught(_ session: inout Session, _ name: Bytes) {
    let taught = session.taught
    session.reply.beginObject()
    session.reply.member("task", name)
    session.reply.key("labels")
    session.reply.beginArray()
    for index in 0..<taught.count {
        session.reply.beginObject()
        session.reply.member("label", taught.label(index))
        session.reply.member("examples", taught.examples(of: index))
        session.reply.endObject()
    }
    session.reply.endArray()
    session.reply.member("examples", taught.exampleCount)
    session.reply.key("limits")
    session.reply.beginObject()
    session.reply.member("labels", taught.limits.labels)
    session.reply.member("examples", taught.limits.examples)
    session.reply.member("label_bytes", TeachingLimits.labelBytes)
    session.reply.endObject()
    session.reply.endObject()
}

/// Answers `@classify text`: the taught label, or null where the text is like none of them.
func answerClassify(_ session: inout Session, _ asked: Asked) throws(RequestError) {
    if session.taught.count == 0 { throw .teaching(.nothingTaught) }
    let kernels = session.engine.encoder.kernels
    session.taught.train(by: kernels)  // before the text is encoded: the two share memory
    let (row, reading) = session.engine.sentenceRow(of: asked.text)
    let answer = session.taught.classify(row, by: kernels)
    session.beginAnswer(asked)
    session.reply.key("label")
    if answer.isUnknown {
        session.reply.null()
    } else {
        session.reply.string(session.taught.label(answer.label))
    }
    session.reply.key("score")
    session.reply.number(answer.score)
    session.reply.key("similarity")
    session.reply.number(answer.similarity)
    session.endAnswer(isTruncated: reading.isTruncated)
}

extension Engine {
    /// The row that stands for a whole text, by `sentencePooling` of the model.
    ///
    /// - Parameter text: valid UTF-8.
    /// - Returns: the row, valid until the next text is encoded, and the reading it comes from.
    public func sentenceRow(of text: UnsafeBufferPointer<UInt8>) -> (row: QuantizedRow, reading: Reading) {
        let pooling = model.sentencePooling
        let reading = encode(text, wanted: pooling == .firstPosition ? .first : .all)
        return (encoder.pool(reading.rows, pooling), reading)
    }
}

extension ModelFile {
    /// How a text becomes one row: as in the first head for sentence vectors, else as the config says.
    public var sentencePooling: ModelConfig.Pooling {
        for index in 0..<headCount where head(index).kind == .sentenceVector { return head(index).pooling }
        return config.pooling
    }
}

/// Text without the blanks around it.
private func trimmed(_ text: Bytes) -> Bytes {
    var (start, end) = (0, text.count)
    while start < end && text[start] == UInt8(ascii: " ") { start &+= 1 }
    while end > start && text[end &- 1] == UInt8(ascii: " ") { end &-= 1 }
    return Bytes(rebasing: text[start..<end])
}
