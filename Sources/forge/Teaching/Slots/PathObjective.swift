import Foundation

/// The loss of a path's weights on examples: minus the log-probability of the right paths, and the squares of the weights.
///
/// The weights, in this order: features in the rows of the examples, states `[outputs, width]`, transitions
/// `[1 + tags, tags]`, and transitions that tags of a kind share. Outputs are the tags, all that begin a span, and all
/// that go on with one; what is at B-X counts for I-X as well.
struct PathObjective {
    /// How strongly squares of weights count.
    struct Strengths: Equatable {
        var features: Float = 1
        var states: Float = 10
        var transitions: Float = 0.1
    }

    let examples: PathExamples
    let strengths: Strengths
    private let workers: [PathWorker]
    /// The numbers of the workers with the most to do first, so that no core is left with a long one at the end.
    private let order: [Int]

    /// Parts of the features whose slopes a core adds up.
    private static let ranges = 16

    init(examples: PathExamples, strengths: Strengths) {
        self.examples = examples
        self.strengths = strengths
        let workers = examples.blocks.map { PathWorker($0, width: examples.width) }
        self.workers = workers
        order = workers.indices.sorted { (workers[$1].cost, $0) < (workers[$0].cost, $1) }
    }

    var outputs: Int { examples.tagCount + 2 }
    var statesStart: Int { examples.rows.outputs.count }
    var transitionsStart: Int { statesStart + outputs * examples.width }
    var sharedStart: Int { transitionsStart + (examples.tagCount + 1) * examples.tagCount }
    /// From before the text, O, B-, I- to O, B-, I-; and from a slot to another value of its own.
    static let sharedCount = 13
    var weightCount: Int { sharedStart + PathObjective.sharedCount }

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
        var sum: Float = 0
        forEachWeight(ofTransitionFrom: from, to: tag) { sum += weights[$0] }
        return sum
    }

    /// Calls `body` with the places of the weights that a transition's is the sum of.
    @inline(__always)
    func forEachWeight(ofTransitionFrom from: Int, to tag: Int, _ body: (Int) -> Void) {
        body(transitionsStart + from * examples.tagCount + tag)
        body(sharedStart + PathObjective.shared(from: from, to: tag))
        if tag & 1 == 1, from == tag + 1 || from == tag + 2 { body(sharedStart + 12) }
    }

    /// The loss at `weights`; its gradient is written.
    func loss(_ weights: [Float], _ gradient: inout [Float]) -> Double {
        weights.withUnsafeBufferPointer { weights in
            gradient.withUnsafeMutableBufferPointer { gradient in
                // There is a weight for each tag at least.
                let (weights, gradient) = (
                    weights.baseAddress.unsafelyUnwrapped, gradient.baseAddress.unsafelyUnwrapped
                )
                let shared = Shared((self, weights))
                DispatchQueue.concurrentPerform(iterations: workers.count) { place in
                    let (objective, weights) = shared.value
                    objective.workers[objective.order[place]].run(objective, weights)
                }
                var loss = workers.reduce(0) { $0 + $1.loss }
                loss += addFeatures(weights, to: gradient)
                for (range, strength) in [
                    (statesStart..<transitionsStart, strengths.states),
                    (transitionsStart..<weightCount, strengths.transitions),
                ] {
                    loss += PathObjective.squares(weights, range, strength, gradient)
                }
                for worker in workers { worker.addOthers(self, to: gradient) }
                return loss
            }
        }
    }

    /// Writes the gradient of the weights of features, each range by one core; their part of the loss.
    private func addFeatures(
        _ weights: UnsafePointer<Float>, to gradient: UnsafeMutablePointer<Float>
    ) -> Double {
        var losses = [Double](repeating: 0, count: PathObjective.ranges)
        losses.withUnsafeMutableBufferPointer { losses in
            let shared = Shared((self, weights, gradient, losses))
            DispatchQueue.concurrentPerform(iterations: PathObjective.ranges) { number in
                let (objective, weights, gradient, losses) = shared.value
                let (rows, count) = (objective.examples.rows, objective.examples.keys.count)
                let first = count * number / PathObjective.ranges
                let features = first..<count * (number + 1) / PathObjective.ranges
                losses[number] = PathObjective.squares(
                    weights, rows.starts[features.lowerBound]..<rows.starts[features.upperBound],
                    objective.strengths.features, gradient)
                for worker in objective.workers { worker.addFeatures(features, to: gradient) }
            }
        }
        return losses.reduce(0, +)
    }

    /// The loss of the squares of some weights, whose gradient is written.
    private static func squares(
        _ weights: UnsafePointer<Float>, _ range: Range<Int>, _ strength: Float,
        _ gradient: UnsafeMutablePointer<Float>
    ) -> Double {
        var squares = 0.0
        for index in range {
            squares += Double(weights[index] * weights[index])
            gradient[index] = strength * weights[index]
        }
        return 0.5 * Double(strength) * squares
    }
}
