import PipitCore

// What the encoder makes of a text, for those who look behind the answers: hidden states, vectors and logits as floats.

extension HostEngine {
    /// A single text as the encoder is given it, between [CLS] and [SEP].
    struct Input {
        /// Word pieces, `[n]`.
        let ids: [UInt16]
        /// The segment of each.
        let segments: [UInt8]
        /// Whether the text has more word pieces than the model takes.
        let isTruncated: Bool
    }

    /// A word of a text: where it stands, and the hidden state of its first word piece.
    struct Word {
        let bytes: Range<Int>
        /// `[width]`.
        let state: [Float]
    }

    /// The word pieces of a text, and their segments.
    func input(of text: [UInt8]) -> Input {
        text.withUnsafeBufferPointer { text in
            let config = model.config
            return withUnsafeTemporaryAllocation(of: WordPiece.self, capacity: engine.textTokens) { tokens in
                let (count, isTruncated) = engine.tokenizer.tokenize(text, into: tokens)
                let pieces = tokens[..<count]
                let marks = [0] + pieces.map { config.capitalMark(of: $0, in: text) } + [0]
                return Input(
                    ids: [config.clsId] + pieces.map(\.id) + [config.sepId],
                    segments: marks.map { config.firstSegment + $0 }, isTruncated: isTruncated)
            }
        }
    }

    /// The hidden states of word pieces `[n]` with their segments `[n]`, valid until the next text is encoded.
    func encode(_ ids: [UInt16], segments: [UInt8], wanted: Encoder.Wanted = .all) -> HiddenStates {
        ids.span.withUnsafeBufferPointer { ids in
            segments.span.withUnsafeBufferPointer {
                engine.encoder.encode(ids, segments: $0, wanted: wanted)
            }
        }
    }

    /// The logits of a head for the pooled state.
    func logits(of head: TaskHead, _ states: borrowing HiddenStates) -> [Float] {
        logits(of: head, engine.encoder.pool(states, head.pooling))
    }

    /// The logits of a head for one state: a token's, or a pooled one.
    func logits(of head: TaskHead, _ state: QuantizedRow) -> [Float] {
        let count = engine.encoder.logitCount(of: head)
        return [Float](unsafeUninitializedCapacity: count) { buffer, filled in
            engine.encoder.logits(of: head, row: state, into: buffer)
            filled = count
        }
    }

    /// The vector that a head of the kinds sentence vector and similarity makes of a text: what `@embed` answers, as
    /// floats; and whether the text was cut.
    func vector(of text: [UInt8], head: Int) -> (vector: [Float], isTruncated: Bool) {
        text.withUnsafeBufferPointer { text in
            let answer = engine.vector(of: text, head: head)
            return (answer.vector.floats, answer.isTruncated)
        }
    }

    /// Gives `body` the state that stands for a whole text, as taught labels read it.
    func withSentenceState<Result>(_ text: String, _ body: (QuantizedRow) -> Result) -> Result {
        var text = text
        return text.withUTF8 { body(engine.pooledState(of: $0).vector) }
    }

    /// The state of a whole text as a head with the model's pooling reads it, `[width]`.
    func sentenceState(of text: String) -> [Float] {
        withSentenceState(text) { $0.floats }
    }

    /// The words of a text that fit the model, with their states.
    func words(of text: String) -> [Word] {
        var text = text
        return text.withUTF8 { bytes in
            let reading = engine.encode(bytes)
            var words = reading.words
            var found: [Word] = []
            while let word = words.next() {
                // The first state is that of [CLS].
                let state = reading.states[word.firstPiece + 1].floats
                found.append(Word(bytes: Int(word.start)..<Int(word.end), state: state))
            }
            return found
        }
    }
}

extension QuantizedRow {
    /// The numbers that the integers stand for, `[width]`.
    var floats: [Float] {
        (0..<width).map { Float(values[$0]) * scale }
    }
}
