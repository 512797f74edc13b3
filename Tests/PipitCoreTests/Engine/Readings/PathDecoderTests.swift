import Testing

@testable import PipitCore

/// The decoder of learnt paths against the best of all paths, tried one by one.
@Suite struct PathDecoderTests {
    struct Case {
        let tags: Int
        let logits: [[Float]]
        /// `[parts, tags + 2]`.
        let sums: [[Int32]]
        /// `[1 + tags, tags]`.
        let transitions: [Int8]
        /// One byte, a bit a slot; all slots where it is nil.
        var mask: UInt8?
        static let transitionScale: Float = 0.03125
        static let featureScale: Float = 0.0625

        func allows(_ tag: Int, after before: Int?) -> Bool {
            if let mask, tag > 0, mask >> UInt8((tag - 1) / 2) & 1 == 0 { return false }
            return tag == 0 || tag & 1 == 1 || before == tag || before == tag - 1
        }

        func score(_ path: [Int]) -> Float? {
            var score: Float = 0
            for (part, tag) in path.enumerated() {
                let before = part == 0 ? nil : path[part - 1]
                guard allows(tag, after: before) else { return nil }
                var sum = sums[part][tag]
                if tag & 1 == 1 { sum += sums[part][tags] }
                if tag > 0 && tag & 1 == 0 { sum += sums[part][tag - 1] + sums[part][tags + 1] }
                let row = before.map { $0 + 1 } ?? 0
                score =
                    (score + Float(transitions[row * tags + tag]) * Self.transitionScale)
                    + (logits[part][tag] + Float(sum) * Self.featureScale)
            }
            return score
        }

        var highestScore: Float {
            var best = -Float.infinity
            func extend(_ path: [Int]) {
                guard let score = score(path) else { return }
                if path.count == logits.count {
                    best = max(best, score)
                    return
                }
                for tag in 0..<tags { extend(path + [tag]) }
            }
            extend([])
            return best
        }
    }

    func decode(_ given: Case) -> [Int] {
        let tags = given.tags
        var scores = [Float](repeating: .nan, count: 2 * tags)
        var back = [UInt8](repeating: 0xAA, count: given.logits.count * tags + 1)
        var sums = [Int32](repeating: 0, count: tags + 2)
        var best = [UInt16](repeating: 9999, count: given.logits.count)
        var path: [Int] = []
        given.transitions.withUnsafeBufferPointer { weights in
            [given.mask ?? 0].withUnsafeBufferPointer { mask in
                scores.withUnsafeMutableBufferPointer { scores in
                    back.withUnsafeMutableBufferPointer { back in
                        sums.withUnsafeMutableBufferPointer { sums in
                            best.withUnsafeMutableBufferPointer { best in
                                let memory = PathMemory(
                                    scores: scores, back: back, sums: sums, path: best,
                                    parts: UnsafeMutableBufferPointer(start: nil, count: 0))
                                var decoder = PathDecoder(
                                    transitions: TagTransitions(
                                        tags: tags, weights: weights.baseAddress.unsafelyUnwrapped,
                                        scale: Case.transitionScale
                                    ),
                                    mask: SlotMask(bits: given.mask == nil ? nil : mask.baseAddress),
                                    memory: memory)
                                for (row, own) in zip(given.logits, given.sums) {
                                    for (index, sum) in own.enumerated() { sums[index] = sum }
                                    let features = FeatureSums(sums: sums, scale: Case.featureScale)
                                    row.withUnsafeBufferPointer { decoder.add($0, features) }
                                }
                                path = decoder.path().map { Int($0) }
                            }
                        }
                    }
                }
            }
        }
        #expect(back.last == 0xAA)
        return path
    }

    @Test(arguments: 0..<40)
    func findsTheBestPath(seed: Int) {
        var numbers = Dice(UInt64(seed))
        let tags = [1, 3, 5][seed % 3]
        func random(_ bound: Int) -> Int { Int(numbers.next() % UInt64(2 * bound + 1)) - bound }
        let parts = seed % 6
        let given = Case(
            tags: tags, logits: (0..<parts).map { _ in (0..<tags).map { _ in Float(random(64)) / 16 } },
            sums: (0..<parts).map { _ in (0..<tags + 2).map { _ in Int32(random(20)) } },
            transitions: (0..<(tags + 1) * tags).map { _ in Int8(random(127)) },
            mask: seed % 4 == 0 ? UInt8(numbers.next() & 3) : nil)
        let path = decode(given)
        #expect(path.count == parts)
        #expect(given.score(path) == (parts == 0 ? 0 : given.highestScore))
    }

    @Test func equalPathsGoToTheLowerTag() {
        let given = Case(
            tags: 5, logits: [[0, 0, 0, 0, 0], [0, 0, 0, 0, 0]],
            sums: [[Int32]](repeating: [0, 0, 0, 0, 0, 0, 0], count: 2),
            transitions: [Int8](repeating: 0, count: 30))
        #expect(decode(given) == [0, 0])
    }

    @Test func aMaskLeavesSlotsOut() {
        var given = Case(
            tags: 5, logits: [[0, 1, 0, 2, 0], [0, 0, 1, 0, 2]],
            sums: [[Int32]](repeating: [0, 0, 0, 0, 0, 0, 0], count: 2),
            transitions: [Int8](repeating: 0, count: 30))
        #expect(decode(given) == [3, 4])
        given.mask = 1
        #expect(decode(given) == [1, 2])
        given.mask = 0
        #expect(decode(given) == [0, 0])
    }
}
