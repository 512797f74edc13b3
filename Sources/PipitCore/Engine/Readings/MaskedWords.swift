/// A word that may stand in the place of a [MASK].
public struct WordGuess: BitwiseCopyable {
    /// Its place in the vocabulary.
    public internal(set) var id: UInt16
    /// Its probability, among all pieces of the vocabulary.
    public internal(set) var score: Float
}

/// How much is guessed for a text.
public enum MaskedWords {
    /// The literal that stands for a word to be guessed.
    static var literal: Literal { "[MASK]" }
    /// The most masks of a text.
    public static let greatestMasks = 16
    /// Words for each mask.
    static let guesses = 5
}

extension Engine {
    /// Encodes a text in which each literal `[MASK]` becomes the mask; what stands between is tokenized by itself.
    public func encodeMasked(_ text: UnsafeBufferPointer<UInt8>) -> Reading {
        let tokens = memory.tokens
        var count = 0
        var isTruncated = false
        var offset = 0
        while !isTruncated {
            let mask = firstMask(in: text, from: offset)
            let end = mask ?? text.count
            let found = tokenizer.tokenize(
                Bytes(rebasing: text[offset..<end]),
                into: UnsafeMutableBufferPointer(rebasing: tokens[count...]))
            let shift = UInt16(truncatingIfNeeded: offset)
            for index in count..<count &+ found.count {
                tokens[index].start &+= shift
                tokens[index].end &+= shift
            }
            count &+= found.count
            isTruncated = found.truncated
            guard let mask, !isTruncated else { break }
            offset = mask &+ MaskedWords.literal.count
            if count == tokens.count {
                isTruncated = true
            } else {
                tokens[count] = Token(
                    id: model.config.maskId, start: UInt16(truncatingIfNeeded: mask),
                    end: UInt16(truncatingIfNeeded: offset), startsWord: true)
                count &+= 1
            }
        }
        let input = placeText(count, of: text)
        return Reading(
            text: text, tokens: UnsafeBufferPointer(rebasing: tokens[..<count]), isTruncated: isTruncated,
            rows: encoder.encode(input.ids, segments: input.segments))
    }

    /// Where the masks of a text lie; the label of each is its token.
    public func masks(of reading: Reading) -> TextSpans {
        var spans = TextSpans(storage: memory.spans)
        for index in 0..<reading.tokens.count where reading.tokens[index].id == model.config.maskId {
            let token = reading.tokens[index]
            let label = UInt16(truncatingIfNeeded: index)
            spans.append(TextSpan(label: label, start: token.start, end: token.end))
        }
        return spans
    }

    /// The guesses for mask number `number`, the best first; there are `guessCount` of them.
    public func guesses(ofMask number: Int) -> UnsafeMutableBufferPointer<WordGuess> {
        let start = number &* MaskedWords.guesses
        return UnsafeMutableBufferPointer(rebasing: memory.guesses[start..<start &+ guessCount])
    }

    /// Guesses the word at `token`, as mask number `number`, by a head of the kind `maskedWord`.
    ///
    /// Words are whole: special tokens and pieces that continue a word are left out. Probabilities are those among all
    /// pieces, so those of the guesses need not add up to 1.
    ///
    /// - Parameters:
    ///   - reading: what `encodeMasked` returned.
    ///   - token: the label of one of its masks.
    ///   - head: the head.
    ///   - number: below `MaskedWords.greatestMasks`; `guesses(ofMask:)` finds the guesses by it.
    public func guess(_ reading: Reading, token: Int, head: Head, mask number: Int) {
        let count = encoder.logitCount(of: head)
        let logits = UnsafeMutableBufferPointer(rebasing: memory.logits[..<count])
        encoder.logits(of: head, rows: reading.rows, from: token &+ 1, count: 1, into: logits)
        let guesses = guesses(ofMask: number)
        guesses.update(repeating: WordGuess(id: 0, score: -Float.infinity))
        for id in tokenizer.vocabulary.words { insert(id, logits[id], into: guesses) }
        let sum = exponentials(logits)
        for index in 0..<guesses.count { guesses[index].score = logits[Int(guesses[index].id)] / sum }
    }

    private var guessCount: Int { min(MaskedWords.guesses, tokenizer.vocabulary.words.count) }

    /// Puts a word in its place among the best; of equals the first stays before.
    private func insert(_ id: Int, _ score: Float, into guesses: UnsafeMutableBufferPointer<WordGuess>) {
        var place = guesses.count
        while place > 0 && score > guesses[place &- 1].score {
            if place < guesses.count { guesses[place] = guesses[place &- 1] }
            place &-= 1
        }
        if place < guesses.count {
            guesses[place] = WordGuess(id: UInt16(truncatingIfNeeded: id), score: score)
        }
    }

    /// Where the next `[MASK]` from `offset` on starts.
    private func firstMask(in text: Bytes, from offset: Int) -> Int? {
        let literal = MaskedWords.literal.bytes
        var start = offset
        while start &+ literal.count <= text.count {
            if sameBytes(Bytes(rebasing: text[start..<start &+ literal.count]), literal) { return start }
            start &+= 1
        }
        return nil
    }
}
