/// Lines whose parts have tags, as the fit of a path reads them: features by number, hidden states, and what a line may
/// hold.
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
        /// Whether it was made from another line: its features alone make none.
        var isVariation = false
    }

    let width: Int
    let tagCount: Int
    /// The key of each feature, rising.
    let keys: [UInt32]
    /// Which outputs each feature has weights for.
    let rows: PathRows
    /// The lines; those that may hold no slot, and so have one path, are left out.
    let blocks: [PathBlock]
    /// What states were divided by, to a mean square of 1.
    let stateScale: Float

    /// The most parameters of features: with more, rarer features are left out.
    private static let maximumParameters = 4_000_000
    /// Blocks that all lines would make if they might have the same tags: the work of as many cores.
    private static let blocksOfAll = 16

    /// - Parameters:
    ///   - lines: at least one part in all.
    ///   - width: numbers of a hidden state.
    ///   - tagCount: how many tags there are.
    init(_ lines: [Line], width: Int, tagCount: Int) {
        self.width = width
        self.tagCount = tagCount
        keys = PathExamples.keptKeys(lines, limit: PathExamples.maximumParameters / (tagCount + 2))
        let numbers = Dictionary(uniqueKeysWithValues: zip(keys, Int32(0)...))
        let scale = PathExamples.scale(lines)
        let groups = PathExamples.groups(lines)
        let parts = groups.joined().reduce(0) { $0 + lines[$1].tags.count }
        let fewest = max(1, parts / PathExamples.blocksOfAll)
        var known = [Int32](repeating: -1, count: keys.count)
        var blocks: [PathBlock] = []
        for group in groups {
            var (own, count) = ([Int](), 0)
            for line in group {
                own.append(line)
                count += lines[line].tags.count
                guard count >= fewest || line == group.last else { continue }
                blocks.append(
                    PathBlock(
                        own.map { lines[$0] }, width: width, scale: 1 / scale, numbers: numbers,
                        known: &known))
                (own, count) = ([], 0)
            }
        }
        rows = PathRows(&blocks, features: keys.count, tagCount: tagCount)
        (self.blocks, stateScale) = (blocks, scale)
    }

    /// The numbers of the lines that may have the same tags, more than one, together.
    private static func groups(_ lines: [Line]) -> [[Int]] {
        var groups: [[Int]] = []
        var known: [[Int]: Int] = [:]
        for (number, line) in lines.enumerated() where !line.tags.isEmpty && line.allowed.count > 1 {
            if let group = known[line.allowed] {
                groups[group].append(number)
            } else {
                known[line.allowed] = groups.count
                groups.append([number])
            }
        }
        return groups
    }

    private static func scale(_ lines: [Line]) -> Float {
        var (squares, count) = (0.0, 0)
        for line in lines {
            line.states.withUnsafeBufferPointer { for value in $0 { squares += Double(value * value) } }
            count += line.states.count
        }
        return Float(max((squares / Double(max(count, 1))).squareRoot(), 1e-6))
    }

    /// The features of original lines, and those that variations have three times; no more than `limit`, the most
    /// frequent.
    private static func keptKeys(_ lines: [Line], limit: Int) -> [UInt32] {
        var counts: [UInt32: Int] = [:]
        for line in lines {
            for keys in line.keys {
                for key in keys { counts[key, default: 0] += line.isVariation ? 1 : 3 }
            }
        }
        var least = 3
        while counts.values.count(where: { $0 >= least }) > limit { least += 1 }
        return counts.filter { $0.value >= least }.keys.sorted()
    }
}
