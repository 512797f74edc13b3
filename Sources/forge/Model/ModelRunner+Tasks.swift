import PipitCore

// What the heads answer, each by itself.

extension ModelRunner {
    /// The label of a text, by a head that is asked for it alone: the whole line counts.
    func classify(_ text: String, head: Int) -> Answer {
        withLine(text) { bytes, isCut in
            if isCut { countTruncated() }
            return answer(engine.classify(bytes, head: head), ofHead: head)
        }
    }

    /// The tag of each token of a text, at its first piece; nil where there is none: what was cut off, or has no piece.
    func tags(ofTokens tokens: [String], head index: Int) -> [String?] {
        let head = loaded.model.head(index)
        return withLine(tokens.joined(separator: " ")) { bytes, isCut in
            let reading = engine.encode(bytes)
            if reading.isTruncated || isCut { countTruncated() }
            let found = engine.tagTokens(reading, head: index)
            var (next, start) = (0, 0)
            return tokens.map { token in
                let range = start..<start + token.utf8.count
                start = range.upperBound + 1
                while next < found.count, Int(found[next].start) < range.lowerBound { next += 1 }
                guard next < found.count, range.contains(Int(found[next].start)) else { return nil }
                return String(head.label(Int(found[next].label)))
            }
        }
    }

    /// The best answer in a context, empty where it has no word, and whether none would be given.
    func answer(to question: String, in context: String, head: Int) -> (best: String, isNone: Bool) {
        withLine(question, context) { question, context, isCut in
            let answer = engine.findAnswer(to: question, in: context, head: head)
            if answer.isTruncated || isCut { countTruncated() }
            let best = String(UnsafeBufferPointer(rebasing: context[answer.start..<answer.end]))
            return (best, answer.isNone(threshold: loaded.model.head(head).threshold))
        }
    }

    /// The cosine of two texts, by a head that makes vectors.
    func similarity(_ first: String, _ second: String, head: Int) -> Double {
        withLine(first, second) { first, second, isCut in
            let (cosine, isTruncated) = engine.similarity(first, second, head: head)
            if isTruncated || isCut { countTruncated() }
            return Double(cosine)
        }
    }

    /// The label of two texts.
    func classify(_ first: String, _ second: String, head: Int) -> Answer {
        withLine(first, second) { first, second, isCut in
            let (answer, isTruncated) = engine.classify(first, second, head: head)
            if isTruncated || isCut { countTruncated() }
            return self.answer(answer, ofHead: head)
        }
    }

    /// The guesses for each `[MASK]` of a text, the best first; none for a mask that was cut off.
    ///
    /// - Throws: `Failure` that names the line when it has no mask, or too many.
    func guesses(for text: String, head index: Int, line: Int) throws -> [[String]] {
        let maskCount = text.components(separatedBy: "[MASK]").count - 1
        guard 1...MaskedWords.greatestMasks ~= maskCount else {
            throw Failure(
                "line \(line): \(maskCount) [MASK] in the text; 1 to \(MaskedWords.greatestMasks) can be asked"
            )
        }
        let head = loaded.model.head(index)
        return withLine(text) { bytes, isCut in
            let reading = engine.encodeMasked(bytes)
            if reading.isTruncated || isCut { countTruncated() }
            let masks = engine.masks(of: reading)
            let found = (0..<masks.count).map { number in
                engine.guess(reading, token: Int(masks[number].label), head: head, mask: number)
                return engine.guesses(ofMask: number).map { piece(of: $0.id) }
            }
            return found + [[String]](repeating: [], count: max(0, maskCount - found.count))
        }
    }

    /// All pieces of the vocabulary that are whole words, and those that start one.
    var words: Set<String> {
        let config = loaded.model.config
        let vocabulary = Vocabulary(loaded.model)
        let ids = (0..<config.vocabularySize).map { UInt16($0) }
        return Set(ids.filter { !vocabulary.isContinuation($0) }.map(piece))
    }

    private func piece(of id: UInt16) -> String {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 100) { buffer in
            let count = Vocabulary(loaded.model).piece(of: id, into: buffer)
            return String(decoding: buffer[..<count], as: UTF8.self)
        }
    }

    private func withLine<Result>(
        _ text: String, _ body: (UnsafeBufferPointer<UInt8>, _ isCut: Bool) throws -> Result
    ) rethrows -> Result {
        let line = ModelRunner.line(text, limit: lineBytes)
        return try line.withUnsafeBufferPointer { try body($0, line.count < text.utf8.count) }
    }

    /// Two texts as one line takes them, the second cut before the first.
    private func withLine<Result>(
        _ first: String, _ second: String,
        _ body: (UnsafeBufferPointer<UInt8>, UnsafeBufferPointer<UInt8>, _ isCut: Bool) throws -> Result
    ) rethrows -> Result {
        let separator = " || ".utf8.count
        let head = ModelRunner.line(first, limit: lineBytes - separator)
        let tail = ModelRunner.line(second, limit: lineBytes - separator - head.count)
        let isCut = head.count + tail.count < first.utf8.count + second.utf8.count
        return try head.withUnsafeBufferPointer { head in
            try tail.withUnsafeBufferPointer { try body(head, $0, isCut) }
        }
    }
}
