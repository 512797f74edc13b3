/// The words that may stand at each [MASK] of a text, in memory that stays until the next text is read.
public struct FilledMasks {
    /// Where the masks are.
    public let masks: TextSpans
    /// The vocabulary that the guesses' ids are places of.
    let vocabulary: Vocabulary
    /// Whether the text had more word pieces than the model takes.
    public let isTruncated: Bool
    private let guesses: UnsafeMutableBufferPointer<WordGuess>  // [masks, guesses]
    private let guessCount: Int

    init(
        _ masks: TextSpans, _ guesses: UnsafeMutableBufferPointer<WordGuess>, vocabulary: Vocabulary,
        isTruncated: Bool
    ) {
        self.masks = masks
        self.vocabulary = vocabulary
        self.isTruncated = isTruncated
        self.guesses = guesses
        guessCount = min(MaskedWords.guesses, vocabulary.words.count)
    }

    /// The guesses for mask number `number`, the best first: five, where the vocabulary has so many words.
    public func guesses(ofMask number: Int) -> UnsafeMutableBufferPointer<WordGuess> {
        let start = number &* MaskedWords.guesses
        return UnsafeMutableBufferPointer(rebasing: guesses[start..<start &+ guessCount])
    }
}

/// The literal that stands for a word to be guessed.
private var maskLiteral: Literal { "[MASK]" }

extension Engine {
    /// Guesses the words at each `[MASK]` of a text, by head number `index`, of the kind `maskedWord`.
    ///
    /// Words are whole: special tokens and pieces that continue a word are left out. Probabilities are those among all
    /// pieces, so those of the guesses need not add up to 1.
    ///
    /// - Returns: at most `MaskedWords.maximumMasks` masks with their guesses; where the text has more, none is guessed.
    public func fillMasks(of text: UnsafeBufferPointer<UInt8>, head index: Int) -> FilledMasks {
        let head = model.head(index)
        let reading = encodeMasked(text)
        let filled = FilledMasks(
            masks(of: reading, labels: head.labels), memory.guesses, vocabulary: tokenizer.vocabulary,
            isTruncated: reading.isTruncated)
        if filled.masks.count > MaskedWords.maximumMasks { return filled }
        for number in 0..<filled.masks.count {
            let piece = Int(filled.masks[number].label)
            guess(reading, piece: piece, head: head, into: filled.guesses(ofMask: number))
        }
        return filled
    }

    /// Encodes a text in which each literal `[MASK]` becomes the mask; what stands between is tokenized by itself.
    private func encodeMasked(_ text: Bytes) -> Reading {
        let pieces = memory.pieces
        var count = 0
        var isTruncated = false
        var offset = 0
        while !isTruncated {
            let mask = firstMask(in: text, from: offset)
            let end = mask ?? text.count
            let found = tokenizer.tokenize(
                Bytes(rebasing: text[offset..<end]),
                into: UnsafeMutableBufferPointer(rebasing: pieces[count...]))
            let shift = UInt16(truncatingIfNeeded: offset)
            for index in count..<count &+ found.count {
                pieces[index].start &+= shift
                pieces[index].end &+= shift
            }
            count &+= found.count
            isTruncated = found.truncated
            guard let mask, !isTruncated else { break }
            offset = mask &+ maskLiteral.count
            if count == pieces.count {
                isTruncated = true
            } else {
                pieces[count] = WordPiece(
                    id: model.config.maskId, start: UInt16(truncatingIfNeeded: mask),
                    end: UInt16(truncatingIfNeeded: offset), startsWord: true)
                count &+= 1
            }
        }
        return encodePieces(count, of: text, isTruncated: isTruncated, .masks)
    }

    /// Where the masks of a text lie; the label of each is its piece.
    private func masks(of reading: borrowing Reading, labels: TextLines) -> TextSpans {
        var spans = TextSpans(storage: memory.spans, text: reading.text, labels: labels)
        for index in 0..<reading.pieces.count where reading.pieces[index].id == model.config.maskId {
            let piece = reading.pieces[index]
            spans.append(TextSpan(label: index, start: piece.start, end: piece.end))
        }
        return spans
    }

    private func guess(
        _ reading: borrowing Reading, piece: Int, head: TaskHead,
        into guesses: UnsafeMutableBufferPointer<WordGuess>
    ) {
        let count = encoder.logitCount(of: head)
        let logits = UnsafeMutableBufferPointer(rebasing: memory.logits[..<count])
        encoder.logits(of: head, states: reading.states, from: piece &+ 1, count: 1, into: logits)
        guesses.update(repeating: WordGuess(id: 0, score: -Float.infinity))
        for id in tokenizer.vocabulary.words { insert(id, logits[id], into: guesses) }
        let sum = exponentials(logits)
        for index in 0..<guesses.count { guesses[index].score = logits[Int(guesses[index].id)] / sum }
    }

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
        let literal = maskLiteral.bytes
        var start = offset
        while start &+ literal.count <= text.count {
            if sameBytes(Bytes(rebasing: text[start..<start &+ literal.count]), literal) { return start }
            start &+= 1
        }
        return nil
    }
}
