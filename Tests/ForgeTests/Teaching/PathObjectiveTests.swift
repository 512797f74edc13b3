import Foundation
import Testing

@testable import forge

/// The loss of learnt paths beside all paths counted one by one, and its gradient beside differences of the loss.
@Suite struct PathObjectiveTests {
    private static let width = 16
    private static let tagCount = 7
    private static let strengths = PathObjective.Strengths(features: 0.5, states: 2, transitions: 0.25)

    /// Lines of three kinds: two slots, another one, and none; some features are in several of them, and one twice.
    private static let lines: [PathExamples.Line] = {
        var numbers = SeededNumbers(7)
        func line(_ keys: [[UInt32]], _ tags: [Int], _ allowed: [Int]) -> PathExamples.Line {
            let states = (0..<keys.count * width).map { _ in Float(numbers.next() % 2_001) / 1_000 - 1 }
            return PathExamples.Line(keys: keys, states: states, tags: tags, allowed: allowed)
        }
        return [
            line([[5, 900], [7, 5], [900], [11]], [0, 1, 2, 3], [0, 1, 2, 3, 4]),
            line([[7], [7, 7, 11], [5]], [3, 4, 3], [0, 1, 2, 3, 4]),
            line([[5], [900, 70_000]], [5, 6], [0, 5, 6]),
            line([[900, 7], [5]], [0, 0], [0]),
        ]
    }()

    private func objective() -> PathObjective {
        PathObjective(
            examples: PathExamples(Self.lines, width: Self.width, tagCount: Self.tagCount),
            strengths: Self.strengths)
    }

    private func weights(_ count: Int) -> [Float] {
        var numbers = SeededNumbers(8)
        return (0..<count).map { _ in Float(numbers.next() % 2_001) / 2_000 - 0.5 }
    }

    @Test func featuresHaveWeightsForTheTagsOfLinesThatHoldThem() {
        let examples = objective().examples
        #expect(examples.keys == [5, 7, 11, 900, 70_000])
        let rows = (0..<5).map { feature in
            let own = examples.rows.starts[feature]..<examples.rows.starts[feature + 1]
            return examples.rows.outputs[own].map { Int($0) }
        }
        let (two, one) = ([0, 1, 2, 3, 4, 7, 8], [0, 5, 6, 7, 8])
        #expect(rows == [[0, 1, 2, 3, 4, 5, 6, 7, 8], two, two, [0, 1, 2, 3, 4, 5, 6, 7, 8], one])
    }

    @Test func theLossIsThatOfAllPathsCountedOneByOne() {
        let objective = objective()
        let weights = weights(objective.weightCount)
        var gradient = weights
        let loss = objective.loss(weights, &gradient)
        var expected = Self.lines.reduce(0) { $0 + lossByEnumeration($1, objective, weights) }
        for (range, strength) in [
            (0..<objective.statesStart, Self.strengths.features),
            (objective.statesStart..<objective.transitionsStart, Self.strengths.states),
            (objective.transitionsStart..<objective.weightCount, Self.strengths.transitions),
        ] {
            for index in range {
                expected += 0.5 * Double(strength) * Double(weights[index] * weights[index])
            }
        }
        #expect(abs(loss - expected) < 1e-4 * expected)
    }

    /// Minus the log-probability of a line's tags among all that may follow each other.
    private func lossByEnumeration(
        _ line: PathExamples.Line, _ objective: PathObjective, _ weights: [Float]
    ) -> Double {
        let examples = objective.examples
        func outputs(_ tag: Int) -> [Int] {
            switch PathObjective.kind(tag) {
            case 1: [tag, Self.tagCount]
            case 2: [tag, tag - 1, Self.tagCount + 1]
            default: [tag]
            }
        }
        func score(_ part: Int, _ tag: Int) -> Double {
            var sum = 0.0
            for output in outputs(tag) {
                for key in line.keys[part] {
                    let row = examples.keys.firstIndex(of: key) ?? -1
                    for place in examples.rows.starts[row]..<examples.rows.starts[row + 1]
                    where Int(examples.rows.outputs[place]) == output { sum += Double(weights[place]) }
                }
                for index in 0..<Self.width {
                    let state = Double(line.states[part * Self.width + index] / examples.stateScale)
                    sum += state * Double(weights[objective.statesStart + output * Self.width + index])
                }
            }
            return sum
        }
        func transition(_ from: Int, _ tag: Int) -> Double {
            weights.withUnsafeBufferPointer { weights in
                let base = weights.baseAddress.unsafelyUnwrapped
                return Double(objective.transition(base, from: from, to: tag))
            }
        }
        func score(_ path: [Int]) -> Double? {
            var (sum, from) = (0.0, 0)
            for (part, tag) in path.enumerated() {
                guard PathObjective.mayFollow(tag, from: from) else { return nil }
                sum += score(part, tag) + transition(from, tag)
                from = tag + 1
            }
            return sum
        }
        let paths = line.keys.indices.reduce([[]]) { paths, _ in
            paths.flatMap { path in line.allowed.map { path + [$0] } }
        }
        let all = paths.compactMap { score($0) }.reduce(0) { $0 + exp($1) }
        return log(all) - (score(line.tags) ?? .infinity)
    }

    @Test func theGradientIsThatOfTheLoss() {
        let objective = objective()
        var weights = weights(objective.weightCount)
        var gradient = weights
        _ = objective.loss(weights, &gradient)
        var unused = gradient
        let step: Float = 1 / 64
        for index in weights.indices {
            let weight = weights[index]
            weights[index] = weight + step
            let above = objective.loss(weights, &unused)
            weights[index] = weight - step
            let below = objective.loss(weights, &unused)
            weights[index] = weight
            let slope = (above - below) / Double(2 * step)
            #expect(abs(slope - Double(gradient[index])) < 2e-3 + 2e-3 * abs(slope), "weight \(index)")
        }
    }

    /// However the work is spread: here all cores have other objectives to do meanwhile.
    @Test func theNumbersAreTheSameWhateverCoresDo() {
        let copies = (0..<6).flatMap { _ in Self.lines }
        let examples = PathExamples(copies, width: Self.width, tagCount: Self.tagCount)
        #expect(examples.blocks.count > 4)
        let count = PathObjective(examples: examples, strengths: Self.strengths).weightCount
        let results = Shared(UnsafeMutablePointer<[Float]>.allocate(capacity: 8))
        results.value.initialize(repeating: [], count: 8)
        defer {
            results.value.deinitialize(count: 8)
            results.value.deallocate()
        }
        let weights = weights(count)
        DispatchQueue.concurrentPerform(iterations: 8) { copy in
            let objective = PathObjective(examples: examples, strengths: Self.strengths)
            var gradient = weights
            let loss = objective.loss(weights, &gradient)
            results.value[copy] = gradient + [Float(loss)]
        }
        for copy in 1..<8 { #expect(results.value[copy] == results.value[0]) }
    }

    @Test func linesWithoutSlotsHaveNothingToLearn() {
        let line = Self.lines[3]
        let objective = PathObjective(
            examples: PathExamples([line], width: Self.width, tagCount: 1), strengths: Self.strengths)
        var gradient = [Float](repeating: 1, count: objective.weightCount)
        #expect(objective.examples.blocks.isEmpty)
        #expect(objective.loss([Float](repeating: 0, count: objective.weightCount), &gradient) == 0)
        #expect(gradient.allSatisfy { $0 == 0 })
    }

    @Test func theExponentialIsThatOfTheLibrary() {
        for step in 0...8_700 {
            let x = -Float(step) / 100
            let found = exponential(SIMD4(x, 0, -1, -200))
            #expect(abs(found[0] - exp(x)) <= 3e-7 * exp(x))
            #expect(found[1] == 1 && abs(found[3] - exp(-87)) <= 1e-6 * exp(-87))
        }
    }
}
