/// What decoding a path needs to remember; the head phase has it to itself.
struct PathMemory {
    /// The best path that ends in each tag, at this part and at the one before: `[2, tags]`.
    let scores: UnsafeMutableBufferPointer<Float>
    /// The tag before each tag of each part, `[parts, tags]`.
    let back: UnsafeMutableBufferPointer<UInt8>
    /// What the features of a part add, `[tags + 2]`.
    let sums: UnsafeMutableBufferPointer<Int32>
    /// The best path, `[parts]`.
    let path: UnsafeMutableBufferPointer<UInt16>
    /// The parts of the text.
    let parts: UnsafeMutableBufferPointer<PartTraits>

    /// Those of an even or of an odd part.
    func scores(_ part: Int, _ tags: Int) -> UnsafeMutableBufferPointer<Float> {
        let start = (part & 1) &* tags
        return UnsafeMutableBufferPointer(rebasing: scores[start..<start &+ tags])
    }
}
