import PipitKernels

/// A model ready to run: tokenizer, encoder and heads in one arena.
///
/// A text is encoded once; any number of heads may then read it, until the next text is. Readings and the engine itself
/// cannot be copied, answers can: so no answer holds what the next text, or the reply to this one, writes over.
public struct Engine: ~Copyable {
    /// The model.
    public let model: ModelFile

    let memory: EngineMemory
    /// What cuts texts into word pieces.
    package let tokenizer: Tokenizer
    /// The network.
    package let encoder: Encoder
    /// The number of the head that says what a line does, where the model has one.
    package let actHead: Int?

    /// An engine whose buffers are those that `slots` reserved in `plan`.
    ///
    /// - Parameters:
    ///   - model: a valid model, whose bytes outlive the engine.
    ///   - kernels: the integer kernels to run on.
    ///   - slots: what `EnginePlan` reserved for this model.
    ///   - plan: the plan, placed.
    ///   - arena: memory with room for the plan.
    init(
        _ model: ModelFile, kernels: UnsafePointer<pipit_kernels>, slots: EnginePlan, plan: MemoryPlan,
        arena: Arena
    ) {
        self.model = model
        memory = EngineMemory(slots, plan, arena)
        tokenizer = Tokenizer(model)
        encoder = Encoder(model, kernels: kernels, slots: slots.encoder, plan: plan, arena: arena)
        actHead = model.actHead
        memory.prepareTagRules(of: model)
    }

    /// The maximum of word pieces that a text may have; [CLS] and [SEP] take the other two places.
    public var textTokens: Int { memory.pieces.count }

    /// Cuts a text into word pieces and encodes them.
    ///
    /// What does not fit the model is cut off.
    ///
    /// - Parameters:
    ///   - text: valid UTF-8, which must stay in place while the reading is used.
    ///   - wanted: which hidden states will be read; `wanted(by:)` knows for a head.
    /// - Returns: what heads read, valid until the next text is encoded.
    public func encode(_ text: UnsafeBufferPointer<UInt8>, wanted: Encoder.Wanted = .all) -> Reading {
        encode(text, from: 0, wanted)
    }

    /// Encodes a window of a text: what fits the model from piece `start` on.
    ///
    /// Where fewer than a quarter of a window are left, it starts earlier, and is full.
    @inline(never)  // Many requests need it.
    func encode(_ text: Bytes, from start: Int, _ wanted: Encoder.Wanted) -> Reading {
        var (count, isTruncated) = tokenizer.tokenize(text, into: memory.pieces, skipping: start)
        if start > 0 && count &* 4 < textTokens {
            let earlier = start &- textTokens &+ count
            (count, isTruncated) = tokenizer.tokenize(text, into: memory.pieces, skipping: earlier)
        }
        return encodePieces(count, of: text, isTruncated: isTruncated, wanted)
    }

    /// Encodes [CLS] text [SEP], for the first `count` pieces, which are those of `text`.
    func encodePieces(_ count: Int, of text: Bytes, isTruncated: Bool, _ wanted: Encoder.Wanted) -> Reading {
        placeClassifier()
        placePieces(count, of: text, at: 1, segment: model.config.firstSegment)
        return Reading(
            text: text, pieces: UnsafeBufferPointer(rebasing: memory.pieces[..<count]),
            isTruncated: isTruncated,
            states: encodePlaced(count &+ 2, wanted))
    }

    /// The hidden states that head number `head` reads, where it reads a pooled one; with those of the head of acts.
    public func wanted(by head: Int) -> Encoder.Wanted {
        readsFirst(head) && (actHead.map { readsFirst($0) } ?? true) ? .first : .all
    }

    private func readsFirst(_ head: Int) -> Bool {
        (model.record(head).pooling ?? model.config.pooling) == .firstPosition
    }

    /// The logits of a head for the pooled state, `[outputs]`, valid until the next text is encoded.
    @inline(never)  // Every label needs it.
    func logits(of head: TaskHead, _ states: borrowing HiddenStates) -> UnsafeMutableBufferPointer<Float> {
        let logits = UnsafeMutableBufferPointer(rebasing: memory.logits[..<head.outputs])
        let state = encoder.pool(states, head.pooling)
        if head.hasBackground {
            // A state of another length is no likelier to be a command.
            withUnsafePointer(to: state.scaleOfUnitLength) { scale in
                let unit = QuantizedRow(values: state.values, width: state.width, scalePointer: scale)
                encoder.logits(of: head, row: unit, into: logits)
            }
        } else {
            encoder.logits(of: head, row: state, into: logits)
        }
        return logits
    }
}

/// A text that was encoded.
public struct Reading: ~Copyable {
    /// The text.
    public let text: UnsafeBufferPointer<UInt8>
    /// Its word pieces, without [CLS] and [SEP].
    public let pieces: UnsafeBufferPointer<WordPiece>
    /// Whether the text had more word pieces than the model takes.
    public let isTruncated: Bool
    /// What heads read, the first that of [CLS]; valid until the next text is encoded.
    public let states: HiddenStates
}

// What the encoder is given: word pieces between [CLS] and [SEP], and their segments.

extension Engine {
    /// Puts [CLS] at the start of the sequence.
    func placeClassifier() {
        memory.ids[0] = model.config.clsId
        memory.segments[0] = model.config.firstSegment
    }

    /// Puts the first `count` word pieces, which are those of `text`, and a [SEP] at `start`.
    func placePieces(_ count: Int, of text: Bytes, at start: Int, segment: UInt8) {
        var place = start
        for index in 0..<count {
            let piece = memory.pieces[index]
            memory.ids[place] = piece.id
            memory.segments[place] = segment &+ model.config.capitalMark(of: piece, in: text)
            place &+= 1
        }
        memory.ids[place] = model.config.sepId
        memory.segments[place] = segment
    }

    /// Encodes the first `count` tokens that were placed.
    func encodePlaced(_ count: Int, _ wanted: Encoder.Wanted) -> HiddenStates {
        encoder.encode(
            UnsafeBufferPointer(rebasing: memory.ids[..<count]),
            segments: UnsafeBufferPointer(rebasing: memory.segments[..<count]), wanted: wanted)
    }
}

extension ModelConfig {
    /// The segment of a single text, and of the first of two: of three as published the first is padding's.
    public var firstSegment: UInt8 { segments >= 3 ? 1 : 0 }

    /// What is added to the segment of a piece of `text`: 4 where it starts with one of A … Z and the model has a segment
    /// for that, else 0.
    public func capitalMark(of piece: WordPiece, in text: UnsafeBufferPointer<UInt8>) -> UInt8 {
        segments == FileFormat.segmentsWithCapitals && text[Int(piece.start)] &- 0x41 < 26 ? 4 : 0
    }
}

extension Engine {
    /// The plan of an engine by itself; that of a session has more buffers.
    public static func plan(for model: ModelFile) -> MemoryPlan {
        var plan = MemoryPlan()
        _ = EnginePlan(for: model, in: &plan)
        plan.place()
        return plan
    }

    /// An engine by itself, in an arena of the bytes that `plan(for:)` says.
    ///
    /// - Parameters:
    ///   - model: a valid model, whose bytes outlive the engine.
    ///   - kernels: the integer kernels to run on.
    ///   - arena: memory that nothing else uses, aligned to `MemoryPlan.alignment`.
    /// - Throws: `StartError` when the arena is too small or lies askew.
    public init(
        model: ModelFile, kernels: UnsafePointer<pipit_kernels>, arena: UnsafeMutableRawBufferPointer
    ) throws(StartError) {
        var plan = MemoryPlan()
        let slots = EnginePlan(for: model, in: &plan)
        plan.place()
        let arena = try Arena(arena, for: plan)
        self.init(model, kernels: kernels, slots: slots, plan: plan, arena: arena)
    }
}

extension Engine {
    /// The spans of a text of which no head found any.
    func noSpans(of text: Bytes) -> TextSpans {
        let nothing = ByteView(UnsafeRawBufferPointer(start: nil, count: 0))
        return TextSpans(storage: memory.spans, text: text, labels: TextLines(bytes: nothing))
    }
}
