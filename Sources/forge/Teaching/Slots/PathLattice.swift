import Foundation

/// The forward-backward algorithm over the tags that the lines of a block may have.
///
/// Rows of tags are filled up to whole vectors of four; what is added has no transitions, and so no probability.
final class PathLattice {
    private let tags: [Int]
    /// Vectors of a row of tags.
    private let stride: Int
    /// `[1 + tags, tags]`: from before the text, then from each tag.
    private let scores: FourFloats
    private let exponentials: FourFloats
    /// `[tags, tags]`: to each tag, from each.
    private let turned: FourFloats
    /// Slopes of transitions, which lack their exponentials as a factor in `products`.
    private let slopes: FourFloats
    private let products: FourFloats
    // Of a line: exponentials of scores, forward probabilities, of each part; what follows it, of two.
    private let emitted: FourFloats
    private let forward: FourFloats
    private let backward: FourFloats
    private var sums: [Float]

    init(_ tags: [Int], longest: Int) {
        self.tags = tags
        stride = (tags.count + 3) / 4
        scores = FourFloats(count: (tags.count + 1) * stride)
        exponentials = FourFloats(count: (tags.count + 1) * stride)
        turned = FourFloats(count: tags.count * stride)
        slopes = FourFloats(count: (tags.count + 1) * stride)
        products = FourFloats(count: (tags.count + 1) * stride)
        emitted = FourFloats(count: longest * stride)
        forward = FourFloats(count: longest * stride)
        backward = FourFloats(count: 2 * stride)
        sums = [Float](repeating: 0, count: longest)
    }

    /// Takes the weights of transitions, and forgets all slopes.
    func read(_ objective: PathObjective, _ weights: UnsafePointer<Float>) {
        let row = stride * 4
        forEachTransition { from, place, tag, number in
            let score = objective.transition(weights, from: number, to: tag)
            scores.floats[from * row + place] = score
            exponentials.floats[from * row + place] = exp(score)
            if from > 0 { turned.floats[place * row + from - 1] = exp(score) }
        }
        slopes.clear()
        products.clear()
    }

    /// Reads a line.
    ///
    /// - Parameters:
    ///   - rows: the scores of each part's tags, which become their slopes.
    ///   - places: those of the right tags; at least one.
    /// - Returns: minus the log-probability of the right tags.
    func run(_ rows: UnsafeMutablePointer<SIMD4<Float>>, places: ArraySlice<Int>) -> Double {
        let loss = goForward(rows, places)
        goBack(rows, places)
        return loss
    }

    /// Forward, each part's probabilities scaled to a sum of 1.
    private func goForward(_ rows: UnsafeMutablePointer<SIMD4<Float>>, _ places: ArraySlice<Int>) -> Double {
        var loss = 0.0
        var before = 0
        for (part, right) in places.enumerated() {
            let own = UnsafeMutableRawPointer(rows + part * stride).assumingMemoryBound(to: Float.self)
            var highest = own[0]
            for tag in 1..<tags.count { highest = max(highest, own[tag]) }
            loss += Double(highest - own[right])
            let target = forward.vectors + part * stride
            let last = forward.floats + (part - 1) * stride * 4
            var total = SIMD4<Float>.zero
            for column in 0..<stride {
                let score = exponential(rows[part * stride + column] - highest)
                emitted.vectors[part * stride + column] = score
                var reached = SIMD4<Float>.zero
                if part == 0 {
                    reached = exponentials.vectors[column]
                } else {
                    for from in tags.indices {
                        reached += last[from] * exponentials.vectors[(from + 1) * stride + column]
                    }
                }
                target[column] = reached * score
                total += target[column]
            }
            let sum = max(total.sum(), 1e-30)
            sums[part] = sum
            for column in 0..<stride { target[column] *= 1 / sum }
            loss += Double(log(sum)) - Double(scores.floats[before * stride * 4 + right])
            slopes.floats[before * stride * 4 + right] -= 1
            before = right + 1
        }
        return loss
    }

    private func goBack(_ rows: UnsafeMutablePointer<SIMD4<Float>>, _ places: ArraySlice<Int>) {
        let (after, weighted) = (backward.vectors, backward.vectors + stride)
        let weightedFloats = backward.floats + stride * 4
        for column in 0..<stride { after[column] = SIMD4(repeating: 1) }
        for part in Swift.stride(from: places.count - 1, through: 0, by: -1) {
            let own = rows + part * stride
            // The probability of each tag at this part.
            for column in 0..<stride { own[column] = forward.vectors[part * stride + column] * after[column] }
            if part > 0 {
                let last = forward.floats + (part - 1) * stride * 4
                for column in 0..<stride {
                    let emitted = emitted.vectors[part * stride + column]
                    weighted[column] = after[column] * emitted * (1 / sums[part])
                }
                for from in tags.indices {
                    let target = products.vectors + (from + 1) * stride
                    for column in 0..<stride { target[column] += last[from] * weighted[column] }
                }
                for column in 0..<stride {
                    var reached = SIMD4<Float>.zero
                    for tag in tags.indices {
                        reached += weightedFloats[tag] * turned.vectors[tag * stride + column]
                    }
                    after[column] = reached
                }
            } else {
                for column in 0..<stride { slopes.vectors[column] += own[column] }
            }
            let right = places[places.startIndex + part]
            UnsafeMutableRawPointer(own).assumingMemoryBound(to: Float.self)[right] -= 1
        }
    }

    /// Makes the slopes of transitions whole, after all lines.
    func finish() {
        for index in 0..<slopes.count {
            slopes.vectors[index] += products.vectors[index] * exponentials.vectors[index]
        }
    }

    /// Adds the slopes of transitions.
    func add(_ objective: PathObjective, to gradient: UnsafeMutablePointer<Float>) {
        forEachTransition { from, place, tag, number in
            let slope = slopes.floats[from * stride * 4 + place]
            objective.forEachWeight(ofTransitionFrom: number, to: tag) { gradient[$0] += slope }
        }
    }

    /// Calls `body` with each transition's row and column, the tag that it leads to, and its row among those of all tags.
    private func forEachTransition(_ body: (_ from: Int, _ place: Int, _ tag: Int, _ number: Int) -> Void) {
        for from in 0...tags.count {
            let number = from == 0 ? 0 : tags[from - 1] + 1
            for (place, tag) in tags.enumerated() where PathObjective.mayFollow(tag, from: number) {
                body(from, place, tag, number)
            }
        }
    }
}
