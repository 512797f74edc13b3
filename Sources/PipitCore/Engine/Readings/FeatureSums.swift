/// What the features of a part add to the score of each tag.
struct FeatureSums {
    /// `[tags + 2]`.
    let sums: UnsafeMutableBufferPointer<Int32>
    let scale: Float

    /// A tag's own sum, with those of its slot and of its place in a span.
    func score(of tag: Int) -> Float {
        let tags = sums.count &- TagFeatures.outputsBehindTags
        var sum = sums[tag]
        if tag & 1 == 1 {
            sum = sum &+ sums[tags]
        } else if tag > 0 {
            sum = sum &+ sums[tag &- 1] &+ sums[tags &+ 1]
        }
        return Float(sum) * scale
    }
}

extension TagFeatures {
    /// The sums of the features of part `index`, in `sums`, `[tags + 2]`.
    func sums(
        _ parts: PartList, _ index: Int, in sums: UnsafeMutableBufferPointer<Int32>
    ) -> FeatureSums {
        sums.update(repeating: 0)
        parts.eachFeature(of: index) { add($0, to: sums) }
        return FeatureSums(sums: sums, scale: scale)
    }
}
