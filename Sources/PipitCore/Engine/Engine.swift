import PipitKernels

/// A model ready to run: tokenizer, encoder and heads in one arena.
///
/// A text is encoded once; any number of heads may then read it, until the next text is.
public struct Engine {
    /// The model.
    public let model: ModelFile
    /// Bytes of the arena that the plan uses: the same on every board.
    public let arenaBytes: Int

    let memory: EngineMemory
    /// What cuts texts into word pieces.
    package let tokenizer: Tokenizer
    /// The network.
    package let encoder: Encoder

    /// Plans the arena and prepares everything that stays.
    ///
    /// - Parameters:
    ///   - model: a valid model, whose bytes outlive the engine.
    ///   - kernels: the integer kernels to run on.
    ///   - arena: memory that nothing else uses, aligned to `MemoryPlan.alignment`.
    /// - Throws: `StartError` when the arena is too small or lies askew.
    public init(
        model: ModelFile, kernels: UnsafePointer<pipit_kernels>, arena: UnsafeMutableRawBufferPointer
    ) throws(StartError) {
        let layout = EngineLayout(model)
        guard arena.count >= layout.plan.totalBytes else {
            throw .arenaTooSmall(neededBytes: layout.plan.totalBytes, availableBytes: arena.count)
        }
        guard let arena = Arena(arena) else { throw .arenaMisaligned(neededBytes: MemoryPlan.alignment) }
        self.model = model
        arenaBytes = layout.plan.totalBytes
        memory = EngineMemory(layout, arena)
        tokenizer = Tokenizer(model)
        encoder = Encoder(model, kernels: kernels, slots: layout.encoder, plan: layout.plan, arena: arena)
        memory.prepareTagRules(of: model)
    }

    /// Where every buffer lies: what the arena must hold, on any board.
    public static func plan(for model: ModelFile) -> MemoryPlan {
        EngineLayout(model).plan
    }

    /// The most word pieces that a text may have; [CLS] and [SEP] take the other two places.
    public var textTokens: Int { memory.tokens.count }

    /// Cuts a text into word pieces and encodes them.
    ///
    /// What does not fit the model is cut off.
    ///
    /// - Parameters:
    ///   - text: valid UTF-8, which must stay in place while the reading is used.
    ///   - wanted: which rows will be read; `wanted(by:)` knows for a head.
    /// - Returns: what heads read, valid until the next text is encoded.
    public func encode(_ text: UnsafeBufferPointer<UInt8>, wanted: Encoder.Wanted = .all) -> Reading {
        encode(text, from: 0, wanted)
    }

    /// Encodes a window of a text: what fits the model from piece `start` on.
    ///
    /// Where fewer than a quarter of a window are left, it starts earlier, and is full.
    @inline(never)  // Many requests need it.
    func encode(_ text: Bytes, from start: Int, _ wanted: Encoder.Wanted) -> Reading {
        var (count, isTruncated) = tokenizer.tokenize(text, into: memory.tokens, skipping: start)
        if start > 0 && count &* 4 < textTokens {
            let earlier = start &- textTokens &+ count
            (count, isTruncated) = tokenizer.tokenize(text, into: memory.tokens, skipping: earlier)
        }
        let input = placeText(count, of: text)
        let rows = encoder.encode(input.ids, segments: input.segments, wanted: wanted)
        let tokens = UnsafeBufferPointer(rebasing: memory.tokens[..<count])
        return Reading(text: text, tokens: tokens, isTruncated: isTruncated, rows: rows)
    }

    /// The rows that head number `head` reads, where it reads a pooled one.
    public func wanted(by head: Int) -> Encoder.Wanted {
        (model.record(head).pooling ?? model.config.pooling) == .firstPosition ? .first : .all
    }

    /// What head number `head`, of the kind `sequence`, says of what was read of a text.
    public func classify(_ reading: Reading, head: Int) -> Classification {
        let head = model.head(head)
        return Classification(logits: logits(of: head, reading.rows), head: head)
    }

    /// The logits of a head for the pooled row, `[outputs]`, valid until the next text is encoded.
    @inline(never)  // Every label needs it.
    func logits(of head: Head, _ rows: EncodedRows) -> UnsafeMutableBufferPointer<Float> {
        let logits = UnsafeMutableBufferPointer(rebasing: memory.logits[..<head.outputs])
        encoder.logits(of: head, row: encoder.pool(rows, head.pooling), into: logits)
        return logits
    }

    /// The spans that head number `index`, of the kind `tokenBIO`, finds in a text of which all rows were wanted.
    ///
    /// They are valid until the next call.
    ///
    /// - Parameters:
    ///   - reading: what was read of the text.
    ///   - index: the number of the head.
    ///   - intent: the output of the head's intents that the text has; a head of learnt paths leaves out the slots that
    ///     this intent does not have.
    public func tag(_ reading: Reading, head index: Int, intent: Int? = nil) -> TextSpans {
        let head = model.head(index)
        if let transitions = head.transitions { return tagPath(reading, index, transitions, intent: intent) }
        let rules = memory.tagRules(of: index, in: model)
        var decoder = TagDecoder(rules: rules, memory: memory.tags)
        var words = reading.words
        var logits = TiledLogits(of: head, reading.rows, encoder, memory.logits)
        while let word = words.next() { decoder.add(logits.ofToken(word.firstToken)) }
        var spans = TextSpans(storage: memory.spans)
        spans.collect(reading.words, tags: decoder.path(), head: head, rules: rules)
        return spans
    }
}

/// A text that was encoded.
public struct Reading {
    /// The text.
    public let text: UnsafeBufferPointer<UInt8>
    /// Its word pieces, without [CLS] and [SEP].
    public let tokens: UnsafeBufferPointer<Token>
    /// Whether the text had more word pieces than the model takes.
    public let isTruncated: Bool
    /// The rows that heads read, the first that of [CLS]; valid until the next text is encoded.
    public let rows: EncodedRows

    /// The words that carry tags.
    public var words: WordReader { WordReader(text: text, tokens: tokens) }
}
