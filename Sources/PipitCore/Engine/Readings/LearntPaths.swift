// Spans by a head of learnt paths: parts of words, their features, transitions, and the slots of an intent.

extension Engine {
    /// The spans that a head of learnt paths finds in a text of which all states were wanted.
    @inline(never)
    func tagPath(_ reading: Reading, _ index: Int, _ transitions: Table, intent: Int?) -> TextSpans {
        let parts = parts(of: reading, for: index)
        var spans = TextSpans(storage: memory.spans)
        spans.collect(parts, tags: path(parts, reading, index, transitions, slotMask(of: index, for: intent)))
        return spans
    }

    /// The parts of a text with their traits, as the head with the number `index` reads them: with the tags that the
    /// model's head of values gives them, where there is one and it is another. Valid until the next text is read.
    ///
    /// - Parameters:
    ///   - reading: what was read of the text, all states.
    ///   - index: the number of the head; none that the model has for a head that is still to be made.
    ///   - storage: room for the parts; that of the plan, which a model without such heads does not have, unless given.
    package func parts(
        of reading: Reading, for index: Int, in storage: UnsafeMutableBufferPointer<PartTraits>? = nil
    ) -> PartList {
        let parts = PartList(reading, storage: storage ?? memory.paths.parts)
        let name: Literal = "values"
        guard let values = model.headIndex(named: name.bytes), values != index,
            let transitions = model.head(values).transitions
        else { return parts }
        let tags = path(parts, reading, values, transitions, SlotMask(bits: nil))
        for part in 0..<parts.count { parts.setValue(tags[part], of: part) }
        return parts
    }

    /// The head whose intent says which slots head number `index` may find: `intent` with what follows `slots` in the
    /// name, or the name without `.slots` at its end. Nil where the head does not know the slots of intents.
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
        _ parts: PartList, _ reading: Reading, _ index: Int, _ transitions: Table, _ mask: SlotMask
    ) -> UnsafeBufferPointer<UInt16> {
        let head = model.head(index)
        let sums = UnsafeMutableBufferPointer(
            rebasing: memory.paths.sums[..<(head.labelCount &+ TagFeatures.outputsBehindTags)])
        var decoder = PathDecoder(transitions: transitions, mask: mask, memory: memory.paths)
        var logits = TiledLogits(of: head, reading.rows, encoder, memory.logits)
        for part in 0..<parts.count {
            let features =
                head.tagFeatures?.sums(parts, part, in: sums) ?? FeatureSums(sums: sums, scale: 0)
            decoder.add(logits.ofToken(Int(parts[part].part.piece)), features)
        }
        return decoder.path()
    }

    /// The slots of an intent, where the head says which those are and the intent is one of its.
    private func slotMask(of index: Int, for intent: Int?) -> SlotMask {
        let bytes = model.text(.slotMask, index)
        let row = SlotMask.bytes(tags: model.head(index).labelCount)
        guard let intent, (intent &+ 1) &* row <= bytes.count else { return SlotMask(bits: nil) }
        return SlotMask(bits: bytes.base + intent &* row)
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
        clear()
        for index in 0..<parts.count {
            let tag = tags[index]
            let part = parts[index].part
            if tag & 1 == 1 {
                append(TextSpan(label: tag, start: part.start, end: part.end))
            } else if tag > 0 {
                extend(to: part.end)
            }
        }
    }
}
