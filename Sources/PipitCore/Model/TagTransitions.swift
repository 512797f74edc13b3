/// What following another tag adds to a tag's score, read in place.
struct TagTransitions {
    /// How many tags there are.
    let tags: Int
    /// s8 `[1 + tags, tags]`: from before the text, then from each tag.
    let weights: UnsafePointer<Int8>
    let scale: Float

    func score(from row: Int, to tag: Int) -> Float {
        Float(weights[row &* tags &+ tag]) * scale
    }
}

extension TagTransitions {
    /// Those of a section of one scale, which has been checked.
    init(_ section: Section) {
        let weights = section.bytes.base + section.weightsOffset
        self.init(
            tags: section.columns, weights: weights.assumingMemoryBound(to: Int8.self),
            scale: section.bytes.float(0))
    }
}
