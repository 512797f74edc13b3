/// Lines whose parts have tags, as the fit of a path reads them: features by number, hidden states, and what a line may hold.
struct PathExamples {
    /// A line before it is numbered.
    struct Line {
        /// The keys of the features of each part.
        let keys: [[UInt32]]
        /// `[parts, width]`.
        let states: [Float]
        /// `[parts]`.
        let tags: [Int]
        /// The tags that its intent may have, rising; O is the first.
        let allowed: [Int]
        /// How much it counts.
        var share: Float = 1
        /// Whether it was made from another line: its features alone make none.
        var isVariation = false
    }

    /// Where a line lies in the arrays of all.
    struct Range {
        let parts: Swift.Range<Int>
        let allowed: [Int]
        let share: Float
    }

    let width: Int
    let tagCount: Int
    /// The key of each feature, rising.
    let keys: [UInt32]
    let lines: [Range]
    /// Where the features of each part start, `[parts + 1]`.
    let starts: [Int]
    /// The numbers of the features of all parts.
    let features: [Int32]
    /// `[parts, width]`, scaled to a mean square of 1.
    let states: [Float]
    /// Place of each part's tag among those that its line may have.
    let places: [Int32]
    /// What states were divided by.
    let stateScale: Float

    /// The most parameters of features: with more, rarer features are left out.
    private static let maximumParameters = 4_000_000

    /// - Parameters:
    ///   - lines: at least one part in all.
    ///   - width: numbers of a hidden state.
    ///   - tagCount: how many tags there are.
    init(_ lines: [Line], width: Int, tagCount: Int) {
        self.width = width
        self.tagCount = tagCount
        keys = PathExamples.keptKeys(lines, limit: PathExamples.maximumParameters / (tagCount + 2))
        let numbers = Dictionary(uniqueKeysWithValues: zip(keys, Int32(0)...))
        var (starts, features, places, ranges) = ([0], [Int32](), [Int32](), [Range]())
        var states: [Float] = []
        var squares = 0.0
        for line in lines where !line.tags.isEmpty {
            let first = places.count
            for (keys, tag) in zip(line.keys, line.tags) {
                for key in keys { if let number = numbers[key] { features.append(number) } }
                starts.append(features.count)
                places.append(Int32(line.allowed.firstIndex(of: tag) ?? 0))
            }
            states += line.states
            for value in line.states { squares += Double(value * value) }
            ranges.append(Range(parts: first..<places.count, allowed: line.allowed, share: line.share))
        }
        let scale = Float(max((squares / Double(max(states.count, 1))).squareRoot(), 1e-6))
        for index in states.indices { states[index] /= scale }
        (self.starts, self.features, self.places, self.lines) = (starts, features, places, ranges)
        (self.states, stateScale) = (states, scale)
    }

    /// The features of original lines, and those that variations have three times; no more than `limit`, the most frequent.
    private static func keptKeys(_ lines: [Line], limit: Int) -> [UInt32] {
        var counts: [UInt32: Int] = [:]
        for line in lines {
            for key in line.keys.joined() { counts[key, default: 0] += line.isVariation ? 1 : 3 }
        }
        var least = 3
        while counts.values.count(where: { $0 >= least }) > limit { least += 1 }
        return counts.filter { $0.value >= least }.keys.sorted()
    }
}
