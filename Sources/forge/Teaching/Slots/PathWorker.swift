/// The loss and the gradient of one block of lines, with the weights of its own tags and features side by side.
final class PathWorker: @unchecked Sendable {
    private(set) var loss = 0.0
    private let block: PathBlock
    private let width: Int
    /// Vectors of four that a row of tags has.
    private let stride: Int
    private let lattice: PathLattice
    // Rows of tags: of features and their slopes, and of each number of a state.
    private let features: FourFloats
    private let featureSlopes: FourFloats
    private let states: FourFloats
    /// `[tags, width]`.
    private let stateSlopes: FourFloats
    /// Rows of tags of all parts: scores, which become slopes.
    private let scores: FourFloats

    /// Parts whose states stay in a core's nearest cache.
    private static let tile = 16

    init(_ block: PathBlock, width: Int) {
        self.block = block
        self.width = width
        stride = (block.tags.count + 3) / 4
        let lengths = zip(block.lineStarts.dropFirst(), block.lineStarts).map(-)
        lattice = PathLattice(block.tags, longest: lengths.max() ?? 0)
        features = FourFloats(count: block.numbers.count * stride)
        featureSlopes = FourFloats(count: block.numbers.count * stride)
        states = FourFloats(count: width * stride)
        stateSlopes = FourFloats(count: block.tags.count * width / 4)
        scores = FourFloats(count: block.states.count / width * stride)
    }

    /// About how much there is to do.
    var cost: Int { (block.states.count + block.features.count) * stride }

    /// Computes the loss and all slopes at these weights.
    func run(_ objective: PathObjective, _ weights: UnsafePointer<Float>) {
        readFeatures(weights)
        readStates(objective, weights)
        lattice.read(objective, weights)
        featureSlopes.clear()
        stateSlopes.clear()
        scoreStates()
        loss = 0
        for line in 0..<block.lineStarts.count - 1 {
            let parts = block.lineStarts[line]..<block.lineStarts[line + 1]
            scoreFeatures(parts)
            loss += lattice.run(scores.vectors + parts.lowerBound * stride, places: block.places[parts])
            slopeFeatures(parts)
        }
        lattice.finish()
        slopeStates()
    }

    // What is at B-X counts for I-X as well, and what is at all B- and all I- for each.

    private func readFeatures(_ weights: UnsafePointer<Float>) {
        let tags = block.tags.count
        block.positions.withUnsafeBufferPointer { positions in
            for feature in block.numbers.indices {
                let own = positions.baseAddress.unsafelyUnwrapped + feature * (tags + 2)
                let row = features.floats + feature * stride * 4
                row[0] = weights[Int(own[0])]
                let (begins, goesOn) = (weights[Int(own[tags])], weights[Int(own[tags + 1])])
                for tag in Swift.stride(from: 1, to: tags, by: 2) {
                    let begin = weights[Int(own[tag])]
                    row[tag] = begin + begins
                    row[tag + 1] = weights[Int(own[tag + 1])] + begin + goesOn
                }
            }
        }
    }

    private func readStates(_ objective: PathObjective, _ weights: UnsafePointer<Float>) {
        let rows = weights + objective.statesStart
        let (begins, goesOn) = (
            rows + (objective.outputs - 2) * width, rows + (objective.outputs - 1) * width
        )
        let target = states.floats
        for (place, tag) in block.tags.enumerated() {
            let own = rows + tag * width
            for index in 0..<width {
                target[index * stride * 4 + place] =
                    switch PathObjective.kind(tag) {
                    case 1: own[index] + begins[index]
                    case 2: own[index] + own[index - width] + goesOn[index]
                    default: own[index]
                    }
            }
        }
    }

    private func scoreStates() {
        block.states.withUnsafeBufferPointer { values in
            for part in Swift.stride(from: 0, to: values.count / width, by: 4) {
                let first = values.baseAddress.unsafelyUnwrapped + part * width
                let (second, third, fourth) = (first + width, first + 2 * width, first + 3 * width)
                for column in 0..<stride {
                    var sums = (
                        SIMD4<Float>.zero, SIMD4<Float>.zero, SIMD4<Float>.zero, SIMD4<Float>.zero
                    )
                    for index in 0..<width {
                        let row = states.vectors[index * stride + column]
                        sums.0 += first[index] * row
                        sums.1 += second[index] * row
                        sums.2 += third[index] * row
                        sums.3 += fourth[index] * row
                    }
                    let target = scores.vectors + part * stride + column
                    target[0] = sums.0
                    target[stride] = sums.1
                    target[2 * stride] = sums.2
                    target[3 * stride] = sums.3
                }
            }
        }
    }

    private func scoreFeatures(_ parts: Range<Int>) {
        block.features.withUnsafeBufferPointer { numbers in
            for part in parts {
                for column in 0..<stride {
                    var sum = scores.vectors[part * stride + column]
                    for place in block.starts[part]..<block.starts[part + 1] {
                        sum += features.vectors[Int(numbers[place]) * stride + column]
                    }
                    scores.vectors[part * stride + column] = sum
                }
            }
        }
    }

    private func slopeFeatures(_ parts: Range<Int>) {
        block.features.withUnsafeBufferPointer { numbers in
            for part in parts {
                for column in 0..<stride {
                    let slope = scores.vectors[part * stride + column]
                    for place in block.starts[part]..<block.starts[part + 1] {
                        featureSlopes.vectors[Int(numbers[place]) * stride + column] += slope
                    }
                }
            }
        }
    }

    private func slopeStates() {
        let slopes = scores.floats
        block.states.withUnsafeBytes { values in
            let values = values.assumingMemoryBound(to: SIMD4<Float>.self).baseAddress.unsafelyUnwrapped
            let columns = width / 4
            for start in Swift.stride(from: 0, to: block.places.count, by: PathWorker.tile) {
                let parts = start..<min(start + PathWorker.tile, block.places.count)
                for tag in block.tags.indices {
                    for column in Swift.stride(from: 0, to: columns, by: 4) {
                        let target = stateSlopes.vectors + tag * columns + column
                        var sums = (target[0], target[1], target[2], target[3])
                        for part in parts {
                            let slope = slopes[part * stride * 4 + tag]
                            let row = values + part * columns + column
                            sums.0 += slope * row[0]
                            sums.1 += slope * row[1]
                            sums.2 += slope * row[2]
                            sums.3 += slope * row[3]
                        }
                        (target[0], target[1], target[2], target[3]) = sums
                    }
                }
            }
        }
    }
}

extension PathWorker {
    /// Adds the slopes of features of these numbers.
    func addFeatures(_ range: Range<Int>, to gradient: UnsafeMutablePointer<Float>) {
        let tags = block.tags.count
        block.positions.withUnsafeBufferPointer { positions in
            for feature in firstFeature(from: range.lowerBound)..<firstFeature(from: range.upperBound) {
                let own = positions.baseAddress.unsafelyUnwrapped + feature * (tags + 2)
                let row = featureSlopes.floats + feature * stride * 4
                gradient[Int(own[0])] += row[0]
                var (begins, goesOn): (Float, Float) = (0, 0)
                for tag in Swift.stride(from: 1, to: tags, by: 2) {
                    gradient[Int(own[tag])] += row[tag] + row[tag + 1]
                    gradient[Int(own[tag + 1])] += row[tag + 1]
                    begins += row[tag]
                    goesOn += row[tag + 1]
                }
                gradient[Int(own[tags])] += begins
                gradient[Int(own[tags + 1])] += goesOn
            }
        }
    }

    /// The block's first feature whose number is not below `number`.
    private func firstFeature(from number: Int) -> Int {
        var (first, end) = (0, block.numbers.count)
        while first < end {
            let middle = (first + end) / 2
            if Int(block.numbers[middle]) < number { first = middle + 1 } else { end = middle }
        }
        return first
    }

    /// Adds the slopes of states and transitions.
    func addOthers(_ objective: PathObjective, to gradient: UnsafeMutablePointer<Float>) {
        let rows = gradient + objective.statesStart
        for (place, tag) in block.tags.enumerated() {
            let own = stateSlopes.floats + place * width
            let outputs =
                switch PathObjective.kind(tag) {
                case 1: [tag, objective.outputs - 2]
                case 2: [tag, tag - 1, objective.outputs - 1]
                default: [tag]
                }
            for output in outputs {
                let target = rows + output * width
                for index in 0..<width { target[index] += own[index] }
            }
        }
        lattice.add(objective, to: gradient)
    }
}
