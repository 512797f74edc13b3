import Foundation

/// The loss of a path's weights on examples: minus the log-probability of the right paths, and the squares of the weights.
///
/// The weights, in this order: features `[features, outputs]`, states `[outputs, width]`, transitions `[1 + tags, tags]`, and
/// transitions that tags of a kind share. Outputs are the tags, all that begin a span, and all that go on with one; what is
/// at B-X counts for I-X as well.
struct PathObjective {
    /// How strongly squares of weights count.
    struct Strengths: Equatable {
        var features: Float = 1
        var states: Float = 10
        var transitions: Float = 0.1
    }

    let examples: PathExamples
    let strengths: Strengths

    var outputs: Int { examples.tagCount + 2 }
    var statesStart: Int { examples.keys.count * outputs }
    var transitionsStart: Int { statesStart + outputs * examples.width }
    var sharedStart: Int { transitionsStart + (examples.tagCount + 1) * examples.tagCount }
    /// From before the text, O, B-, I- to O, B-, I-; and from a slot to another value of its own.
    static let sharedCount = 13
    var weightCount: Int { sharedStart + PathObjective.sharedCount }

    private static let chunks = 4

    /// Which of the shared transitions belongs to one from row `from` (0 before the text) to `tag`.
    static func shared(from: Int, to tag: Int) -> Int {
        let before = from == 0 ? 0 : 1 + kind(from - 1)
        return before * 3 + kind(tag)
    }

    /// 0 for O, 1 for B-, 2 for I-.
    static func kind(_ tag: Int) -> Int { tag == 0 ? 0 : tag & 1 == 1 ? 1 : 2 }

    /// Whether `tag` may follow: I-X only B-X and I-X.
    static func mayFollow(_ tag: Int, from: Int) -> Bool {
        guard kind(tag) == 2 else { return true }
        return from - 1 == tag || from - 1 == tag - 1
    }

    /// The transition's weight with what it shares.
    func transition(_ weights: UnsafePointer<Float>, from: Int, to tag: Int) -> Float {
        var sum = weights[transitionsStart + from * examples.tagCount + tag]
        sum += weights[sharedStart + PathObjective.shared(from: from, to: tag)]
        if tag & 1 == 1, from == tag + 1 || from == tag + 2 { sum += weights[sharedStart + 12] }
        return sum
    }

    /// The loss at `weights`; its gradient is written.
    func loss(_ weights: [Float], _ gradient: inout [Float]) -> Double {
        let lines = examples.lines
        let parts = ChunkResults(count: PathObjective.chunks, weightCount: weightCount)
        weights.withUnsafeBufferPointer { weights in
            // There is a weight for each tag at least.
            let shared = SharedWeights(base: weights.baseAddress.unsafelyUnwrapped)
            DispatchQueue.concurrentPerform(iterations: PathObjective.chunks) { chunk in
                var worker = PathWorker(self, weights: shared.base, gradient: parts.gradient(chunk))
                var loss = 0.0
                for index in stride(from: chunk, to: lines.count, by: PathObjective.chunks) {
                    loss += worker.add(lines[index])
                }
                parts.set(loss, of: chunk)
            }
        }
        var loss = parts.losses
        gradient.withUnsafeMutableBufferPointer { gradient in
            parts.addUp(into: gradient)
            loss += addSquares(weights, gradient)
        }
        return loss
    }

    private func addSquares(_ weights: [Float], _ gradient: UnsafeMutableBufferPointer<Float>) -> Double {
        var loss = 0.0
        for (range, strength) in [
            (0..<statesStart, strengths.features), (statesStart..<transitionsStart, strengths.states),
            (transitionsStart..<weightCount, strengths.transitions),
        ] {
            var squares = 0.0
            for index in range {
                squares += Double(weights[index] * weights[index])
                gradient[index] += strength * weights[index]
            }
            loss += 0.5 * Double(strength) * squares
        }
        return loss
    }
}

/// The weights while several threads read them.
private struct SharedWeights: @unchecked Sendable {
    let base: UnsafePointer<Float>
}

/// The sum of all gradients, of which each thread writes its own part.
private struct SharedGradient: @unchecked Sendable {
    let base: UnsafeMutableBufferPointer<Float>
}

/// The gradients and losses of chunks of the lines, which are added up in their order whoever computed them.
private final class ChunkResults: @unchecked Sendable {
    private let gradients: UnsafeMutablePointer<Float>
    private let chunkLosses: UnsafeMutablePointer<Double>
    private let count: Int
    private let weightCount: Int

    private static let blocks = 16

    init(count: Int, weightCount: Int) {
        (self.count, self.weightCount) = (count, weightCount)
        gradients = .allocate(capacity: count * weightCount)
        gradients.initialize(repeating: 0, count: count * weightCount)
        chunkLosses = .allocate(capacity: count)
        chunkLosses.initialize(repeating: 0, count: count)
    }

    deinit {
        gradients.deallocate()
        chunkLosses.deallocate()
    }

    var losses: Double { (0..<count).reduce(0) { $0 + chunkLosses[$1] } }

    func gradient(_ chunk: Int) -> UnsafeMutablePointer<Float> { gradients + chunk * weightCount }

    func set(_ loss: Double, of chunk: Int) { chunkLosses[chunk] = loss }

    func addUp(into sum: UnsafeMutableBufferPointer<Float>) {
        let target = SharedGradient(base: sum)
        let (blocks, weights, chunks) = (ChunkResults.blocks, weightCount, count)
        DispatchQueue.concurrentPerform(iterations: blocks) { block in
            let range = weights * block / blocks..<weights * (block + 1) / blocks
            for index in range { target.base[index] = gradients[index] }
            for chunk in 1..<chunks {
                let more = gradient(chunk)
                for index in range { target.base[index] += more[index] }
            }
        }
    }
}
