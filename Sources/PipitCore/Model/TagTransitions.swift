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
    init(_ section: Section) {
        let table = Table(section)
        self.init(tags: table.columns, weights: table.entries, scale: table.scale)
    }
}
