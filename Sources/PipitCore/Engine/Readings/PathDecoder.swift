/// The best sequence of tags for the parts of a text, where learnt transitions say what follows what: Viterbi.
///
/// The tags are O, then B-X and I-X for one slot after the other, so a tag's number says what it is. I-X follows only B-X
/// and I-X; a slot that the mask leaves out has no path. Sums and ties are those of ARITHMETIC.md.
struct PathDecoder {
    private let transitions: TagTransitions
    private let mask: SlotMask
    private let memory: PathMemory
    private var parts = 0

    /// A decoder for a new text.
    ///
    /// - Parameters:
    ///   - transitions: what follows what.
    ///   - mask: the slots that a path may hold.
    ///   - memory: room for as many parts as the text may have.
    init(transitions: TagTransitions, mask: SlotMask, memory: PathMemory) {
        self.transitions = transitions
        self.mask = mask
        self.memory = memory
    }

    private var tags: Int { transitions.tags }

    /// Adds the next part.
    ///
    /// - Parameters:
    ///   - logits: `[tags]`.
    ///   - features: what is added to them.
    mutating func add(_ logits: UnsafeBufferPointer<Float>, _ features: FeatureSums) {
        let before = memory.scores(parts &+ 1, tags)
        let now = memory.scores(parts, tags)
        for tag in 0..<tags {
            let (score, previous) = best(before: tag, in: before)
            memory.back[parts &* tags &+ tag] = UInt8(truncatingIfNeeded: previous)
            now[tag] = score + (logits[tag] + features.score(of: tag))
        }
        parts &+= 1
    }

    /// The score of the best path that ends before `tag`, with the transition to it, and the path's last tag.
    ///
    /// Minus infinity where there is none; of equals the lowest tag counts.
    @inline(__always)
    private func best(
        before tag: Int, in scores: UnsafeMutableBufferPointer<Float>
    ) -> (score: Float, previous: Int) {
        var (best, previous) = (-Float.infinity, 0)
        if !mask.allows(tag) { return (best, previous) }
        let isInside = tag != 0 && tag & 1 == 0
        if parts == 0 { return isInside ? (best, previous) : (transitions.score(from: 0, to: tag), previous) }
        for from in isInside ? tag &- 1..<tag &+ 1 : 0..<tags where scores[from] > -Float.infinity {
            let score = scores[from] + transitions.score(from: from &+ 1, to: tag)
            if score > best { (best, previous) = (score, from) }
        }
        return (best, previous)
    }

    /// The tags of the best path, `[parts]`, in the memory of `path`; the decoder is used up by it.
    func path() -> UnsafeBufferPointer<UInt16> {
        let path = UnsafeMutableBufferPointer(rebasing: memory.path[..<parts])
        let scores = memory.scores(parts &+ 1, tags)
        var tag = 0
        for other in 1..<tags where parts > 0 && scores[other] > scores[tag] { tag = other }
        var part = parts
        while part > 0 {
            part &-= 1
            path[part] = UInt16(truncatingIfNeeded: tag)
            tag = Int(memory.back[part &* tags &+ tag])
        }
        return UnsafeBufferPointer(path)
    }
}
