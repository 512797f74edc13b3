// Spans by a head of learnt paths: parts of words, their features, transitions, and the slots of an intent.

extension Engine {
    /// The spans that a head of learnt paths finds in a text of which all states were wanted.
    @inline(never)
    func tagPath(_ reading: borrowing Reading, _ index: Int, _ transitions: TagTransitions, intent: Int?)
        -> TextSpans
    {
        let parts = parts(of: reading, for: index)
        let head = model.head(index)
        var spans = TextSpans(
            storage: memory.spans, text: reading.text, labels: head.labels, kinds: head.slotKinds)
        spans.collect(parts, tags: path(parts, reading, index, transitions, slotMask(of: index, for: intent)))
        spans.trimPunctuation()
        return spans
    }

    /// The parts of a text with their traits, as the head with the number `index` reads them.
    ///
    /// They have the tags that the model's head of values gives them, where there is one and it is another.
    ///
    /// - Parameters:
    ///   - reading: what was read of the text, all states.
    ///   - index: the number of the head; none that the model has for a head that is still to be made.
    ///   - storage: room for the parts; that of the plan, which a model without such heads does not have, unless given.
    /// - Returns: the parts, valid until the next text is read.
    @inline(never)  // Long, and called in several places.
    package func parts(
        of reading: borrowing Reading, for index: Int,
        in storage: UnsafeMutableBufferPointer<PartTraits>? = nil
    ) -> PartList {
        let parts = PartList(reading, storage: storage ?? memory.paths.parts)
        let name: Literal = "values"
        guard let values = model.headIndex(named: name.bytes), values != index,
            let transitions = model.head(values).transitions
        else { return parts }
        var scores = PartScores(of: model.head(values), parts, memory)
        let exponents = UnsafeMutableBufferPointer(rebasing: memory.paths.scores[..<transitions.tags])
        // That head reads no values, so those of a part are noted when it has read the next one.
        var likelyBefore: UInt32 = 0
        for part in 0..<parts.count {
            let (logits, features) = scores.ofPart(part, reading.states, by: encoder)
            for tag in 0..<exponents.count { exponents[tag] = logits[tag] + features.score(of: tag) }
            let sum = exponentials(exponents)
            var likely: UInt32 = 0
            for tag in 0..<min(exponents.count, 16) {
                let score = exponents[tag] / sum
                if score >= 0.1 { likely |= 1 &<< UInt32(tag) }
                if score >= 0.5 { likely |= 0x1_0000 &<< UInt32(tag) }
            }
            if part > 0 { parts.setValues(likelyBefore, of: part &- 1) }
            likelyBefore = likely
        }
        if parts.count > 0 { parts.setValues(likelyBefore, of: parts.count &- 1) }
        return parts
    }

    /// The head whose intent says which slots head number `index` may find.
    ///
    /// That is `intent` with what follows `slots` in the name, or the name without `.slots` at its end; nil where the
    /// head does not know the slots of intents.
    package func intentHead(ofSlots index: Int) -> Int? {
        if model.text(.slotMask, index).count == 0 { return nil }
        let name = model.record(index).name.characters
        for other in 0..<model.headCount where model.record(other).kind == .sequence {
            if isSlots(name, of: model.record(other).name.characters) { return other }
        }
        return nil
    }

    private func isSlots(_ name: Bytes, of intent: Bytes) -> Bool {
        let slots: Literal = "slots"
        let start: Literal = "intent"
        let end: Literal = ".slots"
        if let rest = name.rest(behind: slots.bytes), let other = intent.rest(behind: start.bytes) {
            return sameBytes(rest, other)
        }
        return name.rest(behind: intent).map { sameBytes($0, end.bytes) } ?? false
    }

    @inline(never)
    private func path(
        _ parts: PartList, _ reading: borrowing Reading, _ index: Int, _ transitions: TagTransitions,
        _ mask: SlotMask
    ) -> UnsafeBufferPointer<UInt16> {
        var scores = PartScores(of: model.head(index), parts, memory)
        var decoder = PathDecoder(transitions: transitions, mask: mask, memory: memory.paths)
        for part in 0..<parts.count {
            let (logits, features) = scores.ofPart(part, reading.states, by: encoder)
            decoder.add(logits, features)
        }
        return decoder.path()
    }

    /// Gives the spans that a head of learnt paths has just found their scores: `score` has what those are, behind the tag
    /// that the path has before.
    @inline(never)
    func scorePaths(
        _ spans: inout TextSpans, _ reading: borrowing Reading, _ index: Int, _ transitions: TagTransitions
    ) {
        let parts = parts(of: reading, for: index)
        let head = model.head(index)
        var scores = PartScores(of: head, parts, memory)
        let exponents = UnsafeMutableBufferPointer(rebasing: memory.paths.scores[..<head.labelCount])
        for part in 0..<parts.count {
            let own = parts[part].part
            guard let span = spans.index(from: own.start, to: own.end) else { continue }
            let (logits, features) = scores.ofPart(part, reading.states, by: encoder)
            let before = part == 0 ? 0 : Int(memory.paths.path[part &- 1]) &+ 1
            for tag in 0..<exponents.count {
                let mayFollow = tag == 0 || tag & 1 == 1 || before == tag || before == tag &+ 1
                exponents[tag] =
                    mayFollow
                    ? logits[tag] + features.score(of: tag) + transitions.score(from: before, to: tag)
                    : Self.impossible
            }
            let sum = exponentials(exponents)
            let begins = Int(spans[span].label)
            spans.lower(span, to: (exponents[begins] + exponents[begins &+ 1]) / sum)
        }
    }

    /// Less than any score is; its exponential counts nothing.
    private static var impossible: Float { -1e6 }

    /// The slots of an intent, where the head says which those are and the intent is one of its.
    private func slotMask(of index: Int, for intent: Int?) -> SlotMask {
        let bytes = model.text(.slotMask, index)
        let row = SlotMask.bytes(tags: model.head(index).labelCount)
        guard let intent, (intent &+ 1) &* row <= bytes.count else { return SlotMask(bits: nil) }
        return SlotMask(bits: bytes.characters.baseAddress.map { $0 + intent &* row })
    }
}

/// What a head says of the parts of a text, in rising order: by the hidden states, and by the features.
private struct PartScores {
    private let parts: PartList
    private let features: TagFeatures?
    private let sums: UnsafeMutableBufferPointer<Int32>
    private var logits: TiledLogits

    init(of head: TaskHead, _ parts: PartList, _ memory: EngineMemory) {
        self.parts = parts
        features = head.tagFeatures
        sums = UnsafeMutableBufferPointer(
            rebasing: memory.paths.sums[..<(head.labelCount &+ TagFeatures.outputsBehindTags)])
        logits = TiledLogits(of: head, into: memory.logits)
    }

    /// Those of part `index`, valid until the next call.
    @inline(never)  // Long, and called in several places.
    mutating func ofPart(
        _ index: Int, _ states: borrowing HiddenStates, by encoder: borrowing Encoder
    ) -> (logits: UnsafeBufferPointer<Float>, features: FeatureSums) {
        let logits = logits.ofPiece(Int(parts[index].part.piece), states, by: encoder)
        return (logits, features?.sums(parts, index, in: sums) ?? FeatureSums(sums: sums, scale: 0))
    }
}

extension Bytes {
    /// What follows `start`; nil where these bytes start otherwise.
    fileprivate func rest(behind start: Bytes) -> Bytes? {
        guard count >= start.count, sameBytes(Bytes(rebasing: self[..<start.count]), start) else {
            return nil
        }
        return Bytes(rebasing: self[start.count...])
    }
}

extension TextSpans {
    /// Collects the spans of `parts` under their tags, `[parts]`: O, then B-X and I-X of each slot.
    fileprivate mutating func collect(_ parts: PartList, tags: UnsafeBufferPointer<UInt16>) {
        for index in 0..<parts.count {
            let tag = tags[index]
            let part = parts[index].part
            if tag & 1 == 1 {
                append(TextSpan(label: Int(tag), start: part.start, end: part.end))
            } else if tag > 0 && count > 0 {
                extend(count &- 1, to: part.end)
            }
        }
    }
}
