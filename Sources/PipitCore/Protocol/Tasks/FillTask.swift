/// Answers `@fill text with [MASK]`: for each mask the five most likely words.
func answerFill(_ session: inout Session, _ asked: Asked, _ index: Int) throws(RequestError) {
    let engine = session.engine
    let head = engine.model.head(index)
    let reading = engine.encodeMasked(asked.text)
    let masks = engine.masks(of: reading)
    if masks.count == 0 { throw .missingMask }
    if masks.count > MaskedWords.greatestMasks { throw .tooManyMasks(count: masks.count) }
    for number in 0..<masks.count {
        engine.guess(reading, token: Int(masks[number].label), head: head, mask: number)
    }

    session.beginAnswer(asked)
    session.reply.key("masks")
    session.reply.beginArray()
    for number in 0..<masks.count {
        session.reply.beginObject()
        session.reply.member("start", UInt32(masks[number].start))
        session.reply.member("end", UInt32(masks[number].end))
        session.reply.key("words")
        session.reply.beginArray()
        for guess in engine.guesses(ofMask: number) {
            session.reply.element(guess, of: engine.tokenizer.vocabulary)
        }
        session.reply.endArray()
        session.reply.endObject()
    }
    session.reply.endArray()
    session.endAnswer(isTruncated: reading.isTruncated)
}

extension Reply {
    fileprivate mutating func element(_ guess: WordGuess, of vocabulary: Vocabulary) {
        beginObject()
        key("word")
        beginString()
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Vocabulary.greatestPieceBytes) { piece in
            let count = vocabulary.piece(of: guess.id, into: piece)
            text(Bytes(rebasing: piece[..<count]))
        }
        endString()
        key("score")
        number(guess.score)
        endObject()
    }
}
