/// `@fill text with [MASK]`: for each mask the five most likely words.
enum FillTask: Task {
    /// For each guess a word, a number and brackets.
    static func maximumBytes(of model: ModelFile, head: Int, in tasks: TaskList) -> Int {
        let vocabulary = Vocabulary(model)
        var longest = 0
        for id in vocabulary.words {
            longest = max(longest, Reply.bytes { $0.word(UInt16(truncatingIfNeeded: id), of: vocabulary) })
        }
        return MaskedWords.maximumMasks &* MaskedWords.guesses &* (longest &+ 48)
    }

    static func read(
        _ request: Request, by engine: borrowing Engine, _ state: inout SessionState
    ) throws(RequestError) -> FilledMasks {
        let answer = engine.fillMasks(of: request.text, head: request.head)
        if answer.masks.count == 0 { throw .missingMask }
        if answer.masks.count > MaskedWords.maximumMasks { throw .tooManyMasks(count: answer.masks.count) }
        return answer
    }

    static func write(_ answer: FilledMasks, to reply: inout Reply) {
        reply.key("masks")
        reply.beginArray()
        for number in 0..<answer.masks.count {
            reply.beginObject()
            reply.offsets(of: answer.masks[number])
            reply.key("words")
            reply.beginArray()
            for guess in answer.guesses(ofMask: number) { reply.element(guess, of: answer.vocabulary) }
            reply.endArray()
            reply.endObject()
        }
        reply.endArray()
        reply.truncated(answer.isTruncated)
    }
}

extension Reply {
    fileprivate mutating func element(_ guess: WordGuess, of vocabulary: Vocabulary) {
        beginObject()
        key("word")
        word(guess.id, of: vocabulary)
        member("score", guess.score)
        endObject()
    }

    @inline(never)
    fileprivate mutating func word(_ id: UInt16, of vocabulary: Vocabulary) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Vocabulary.maximumPieceBytes) { piece in
            string(Bytes(rebasing: piece[..<vocabulary.piece(of: id, into: piece)]))
        }
    }
}
