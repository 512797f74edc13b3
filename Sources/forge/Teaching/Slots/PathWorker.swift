import Foundation

/// Adds the loss and the gradient of one line after the other: the forward-backward algorithm over the tags that a line may have.
struct PathWorker {
    private let objective: PathObjective
    private let examples: PathExamples
    private let weights: UnsafePointer<Float>
    private let gradient: UnsafeMutablePointer<Float>
    // Of the line: scores and slopes `[parts, tags]`, forward and backward probabilities, transitions `[1 + tags, tags]`.
    private var scores: [Float] = []
    private var forward: [Float] = []
    private var backward: [Float] = []
    private var sums: [Float] = []
    private var transitions: [Float] = []
    private var transitionSlopes: [Float] = []
    private var outputScores: [Float]

    init(_ objective: PathObjective, weights: UnsafePointer<Float>, gradient: UnsafeMutablePointer<Float>) {
        self.objective = objective
        examples = objective.examples
        self.weights = weights
        self.gradient = gradient
        outputScores = [Float](repeating: 0, count: objective.outputs)
    }

    /// The loss of a line, whose gradient is added.
    mutating func add(_ line: PathExamples.Range) -> Double {
        let (count, tags) = (line.parts.count, line.allowed.count)
        prepare(line)
        var loss = 0.0
        // Forward, each part's probabilities scaled to a sum of 1; `scores` become their exponentials.
        for part in 0..<count {
            let row = part * tags
            var highest = scores[row]
            for tag in 1..<tags { highest = max(highest, scores[row + tag]) }
            let right = Int(examples.places[line.parts.lowerBound + part])
            loss += Double(highest - scores[row + right])
            var sum: Float = 0
            for tag in 0..<tags {
                let score = exp(scores[row + tag] - highest)
                scores[row + tag] = score
                var reached: Float = 0
                if part == 0 {
                    reached = transitions[tag]
                } else {
                    for from in 0..<tags {
                        reached += forward[row - tags + from] * transitions[(from + 1) * tags + tag]
                    }
                }
                forward[row + tag] = reached * score
                sum += forward[row + tag]
            }
            sum = max(sum, 1e-30)
            sums[part] = sum
            for tag in 0..<tags { forward[row + tag] /= sum }
            loss += Double(log(sum))
            let before = part == 0 ? 0 : Int(examples.places[line.parts.lowerBound + part - 1]) + 1
            loss -= Double(log(max(transitions[before * tags + right], 1e-30)))
            transitionSlopes[before * tags + right] -= 1
        }
        goBack(line)
        addSlopes(line)
        return loss * Double(line.share)
    }

    /// Scores of all parts, and the exponentials of the transitions between the line's tags.
    private mutating func prepare(_ line: PathExamples.Range) {
        let (count, tags) = (line.parts.count, line.allowed.count)
        if scores.count < count * tags {
            scores = [Float](repeating: 0, count: count * tags)
            forward = scores
            backward = scores
        }
        if sums.count < count { sums = [Float](repeating: 0, count: count) }
        transitions = [Float](repeating: 0, count: (tags + 1) * tags)
        transitionSlopes = transitions
        for from in 0...tags {
            let row = from == 0 ? 0 : line.allowed[from - 1] + 1
            for (place, tag) in line.allowed.enumerated() where PathObjective.mayFollow(tag, from: row) {
                transitions[from * tags + place] = exp(objective.transition(weights, from: row, to: tag))
            }
        }
        for part in 0..<count {
            score(line.parts.lowerBound + part, line.allowed)
            for (place, tag) in line.allowed.enumerated() {
                var score = outputScores[tag]
                switch PathObjective.kind(tag) {
                case 1: score += outputScores[examples.tagCount]
                case 2: score += outputScores[tag - 1] + outputScores[examples.tagCount + 1]
                default: break
                }
                scores[part * tags + place] = score
            }
        }
    }

    /// The scores of the outputs that a line's tags are made of.
    private mutating func score(_ part: Int, _ allowed: [Int]) {
        let (outputs, width) = (objective.outputs, examples.width)
        examples.states.withUnsafeBufferPointer { states in
            let state = states.baseAddress.unsafelyUnwrapped + part * width
            for output in allowed { outputScores[output] = stateScore(output, state) }
            for output in [examples.tagCount, examples.tagCount + 1] {
                outputScores[output] = stateScore(output, state)
            }
        }
        for index in examples.starts[part]..<examples.starts[part + 1] {
            let row = weights + Int(examples.features[index]) * outputs
            for output in allowed { outputScores[output] += row[output] }
            outputScores[examples.tagCount] += row[examples.tagCount]
            outputScores[examples.tagCount + 1] += row[examples.tagCount + 1]
        }
    }

    private func stateScore(_ output: Int, _ state: UnsafePointer<Float>) -> Float {
        let row = weights + objective.statesStart + output * examples.width
        var sums = SIMD16<Float>.zero
        for start in stride(from: 0, to: examples.width, by: 16) {
            sums +=
                UnsafeRawPointer(row + start).loadUnaligned(as: SIMD16<Float>.self)
                * UnsafeRawPointer(state + start).loadUnaligned(as: SIMD16<Float>.self)
        }
        return sums.sum()
    }

    /// Backward; `backward` becomes the slope of each score, and the slopes of transitions are added.
    private mutating func goBack(_ line: PathExamples.Range) {
        let (count, tags) = (line.parts.count, line.allowed.count)
        for tag in 0..<tags { backward[(count - 1) * tags + tag] = 1 }
        for part in stride(from: count - 1, to: 0, by: -1) {
            let row = part * tags
            for tag in 0..<tags { backward[row + tag] *= scores[row + tag] / sums[part] }
            for from in 0..<tags {
                let before = forward[row - tags + from]
                var reached: Float = 0
                for tag in 0..<tags {
                    let step = transitions[(from + 1) * tags + tag] * backward[row + tag]
                    reached += step
                    transitionSlopes[(from + 1) * tags + tag] += before * step
                }
                backward[row - tags + from] = reached
            }
            // The probability of each tag at this part.
            for tag in 0..<tags {
                backward[row + tag] =
                    forward[row + tag] * sums[part] / max(scores[row + tag], 1e-30) * backward[row + tag]
            }
        }
        for tag in 0..<tags {
            backward[tag] *= forward[tag]
            transitionSlopes[tag] += backward[tag]
        }
        for part in 0..<count {
            backward[part * tags + Int(examples.places[line.parts.lowerBound + part])] -= 1
        }
    }

    private mutating func addSlopes(_ line: PathExamples.Range) {
        let (count, tags) = (line.parts.count, line.allowed.count)
        for from in 0...tags {
            let row = from == 0 ? 0 : line.allowed[from - 1] + 1
            for (place, tag) in line.allowed.enumerated() {
                let slope = transitionSlopes[from * tags + place] * line.share
                if slope == 0 { continue }
                gradient[objective.transitionsStart + row * examples.tagCount + tag] += slope
                gradient[objective.sharedStart + PathObjective.shared(from: row, to: tag)] += slope
                if tag & 1 == 1, row == tag + 1 || row == tag + 2 {
                    gradient[objective.sharedStart + 12] += slope
                }
            }
        }
        for part in 0..<count { addSlopes(of: part, line) }
    }

    private mutating func addSlopes(of part: Int, _ line: PathExamples.Range) {
        let (tags, tagCount, width) = (line.allowed.count, examples.tagCount, examples.width)
        for output in line.allowed { outputScores[output] = 0 }
        outputScores[tagCount] = 0
        outputScores[tagCount + 1] = 0
        for (place, tag) in line.allowed.enumerated() {
            let slope = backward[part * tags + place] * line.share
            outputScores[tag] += slope
            switch PathObjective.kind(tag) {
            case 1: outputScores[tagCount] += slope
            case 2:
                outputScores[tag - 1] += slope
                outputScores[tagCount + 1] += slope
            default: break
            }
        }
        let number = line.parts.lowerBound + part
        let outputs = line.allowed + [tagCount, tagCount + 1]
        for index in examples.starts[number]..<examples.starts[number + 1] {
            let row = gradient + Int(examples.features[index]) * objective.outputs
            for output in outputs { row[output] += outputScores[output] }
        }
        examples.states.withUnsafeBufferPointer { states in
            let state = states.baseAddress.unsafelyUnwrapped + number * width
            for output in outputs where outputScores[output] != 0 {
                let target = gradient + objective.statesStart + output * width
                for index in 0..<width { target[index] += outputScores[output] * state[index] }
            }
        }
    }
}
