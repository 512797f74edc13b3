import PipitKernels

// Softmax regression on the examples, started from their prototypes, in the order that TEACHING.md sets.

extension TaughtLabels {
    private static let passes = 8
    private static let rate: Float = 4
    private static let smallestSlope: Float = 0.0625
    private static let share: Float = 0.24
    private static let loneShare: Float = 0.6
    private static let leastThreshold: Float = 0.5
    private static let usualThreshold: Float = 2  // while no label has two examples
    private static let loneThreshold: Float = 3.5
    static let smallestSquare: Float = 0.0001

    /// Makes the weights fit the examples, if they do not yet.
    ///
    /// It takes the memory that was set aside for training, so rows of the encoder that share it are lost.
    ///
    /// - Parameter kernels: the integer kernels to run on.
    public mutating func train(by kernels: UnsafePointer<pipit_kernels>) {
        train(by: Kernels(kernels))
    }

    mutating func train(by kernels: Kernels) {
        if isTrained { return }
        isTrained = true
        trainWords()
        sumExamples(kernels)
        threshold = findThreshold()
        startFromPrototypes()
        quantizeWeights(kernels)
        if count <= 1 { return }
        for _ in 0..<Self.passes {
            pass(kernels)
            quantizeWeights(kernels)
        }
    }

    /// Each label's weights become the sum of its examples.
    private func sumExamples(_ kernels: Kernels) {
        let width = memory.width
        memory.learning.update(repeating: 0, count: count &* width)
        for index in 0..<exampleCount {
            let example = unpacked(index)
            kernels.elementwise.addDequantized(
                example, width, scale: inverseLength(of: example, width),
                to: learningRow(Int(memory.exampleLabels[index])))
        }
        for label in 0..<count {
            let square = squareOfLearning(label)
            memory.meaningScales[label] = square > 0 ? Self.meaning / square.squareRoot() : 0
        }
    }

    /// An example as int8 `[d]`, valid until the next one is unpacked.
    func unpacked(_ index: Int) -> UnsafePointer<Int8> {
        memory.unpackExample(index, into: memory.tile)
        return UnsafePointer(memory.tile)
    }

    @inline(never)
    private func squareOfLearning(_ label: Int) -> Float {
        let row = learningRow(label)
        return LaneSum.of(memory.width) { row[$0] * row[$0] }
    }

    /// A part of what each example comes to by the other examples of its label, in the mean.
    private func findThreshold() -> Float {
        var sum: Float = 0
        var compared = 0
        for index in 0..<exampleCount {
            let label = Int(memory.exampleLabels[index])
            if examples(of: label) < 2 { continue }
            let (row, example) = (learningRow(label), unpacked(index))
            let product =
                LaneSum.of(memory.width) { Float(example[$0]) * row[$0] }
                * inverseLength(of: example, memory.width)
            let rest = (squareOfLearning(label) - 2 * product) + 1
            if rest < Self.smallestSquare { continue }
            let score = Self.meaning * ((product - 1) / rest.squareRoot()) + wordScore(index, label)
            sum = sum + (score - Self.generalShare * memory.generalScores[index])
            compared &+= 1
        }
        let isLone = count == 1
        if compared == 0 { return isLone ? Self.loneThreshold : Self.usualThreshold }
        return max((isLone ? Self.loneShare : Self.share) * (sum / Float(compared)), Self.leastThreshold)
    }

    /// Each label's weights are brought to the length 8.
    private func startFromPrototypes() {
        for label in 0..<count {
            let (row, factor) = (learningRow(label), memory.meaningScales[label])
            for column in 0..<memory.width { row[column] = row[column] * factor }
        }
    }

    private func quantizeWeights(_ kernels: Kernels) {
        for label in 0..<count {
            memory.scales[label] = kernels.elementwise.quantize(
                learningRow(label), memory.width, into: memory.weights + label &* memory.width)
        }
    }

    /// One pass over all examples, all compared with the quantized weights that stood at its start.
    private func pass(_ kernels: Kernels) {
        let width = memory.width
        var first = 0
        while first < exampleCount {
            let rows = min(Encoder.tileRows, exampleCount &- first)
            for row in 0..<rows {
                memory.unpackExample(first &+ row, into: memory.tile + row &* width)
            }
            kernels.multiply(
                memory.tile, stride: width, by: memory.weights, stride: width, into: memory.sums,
                stride: count, rows: rows, outputs: count, depth: width)
            for row in 0..<rows {
                learn(first &+ row, memory.tile + row &* width, memory.sums + row &* count, kernels)
            }
            first &+= rows
        }
    }

    /// One example's step down the cross entropy; each label's examples weigh 1 together.
    private func learn(
        _ index: Int, _ example: UnsafePointer<Int8>, _ sums: UnsafePointer<Int32>, _ kernels: Kernels
    ) {
        let own = Int(memory.exampleLabels[index])
        let scale = inverseLength(of: example, memory.width)
        let rate = Self.rate / Float(examples(of: own))
        let e = memory.logits
        for label in 0..<count {
            e[label] = Float(sums[label]) * (scale * memory.scales[label]) + wordScore(index, label)
        }
        let sum = exponentiateLogits()
        for label in 0..<count {
            let share = e[label] / sum
            let slope = label == own ? share - 1 : share
            if slope < Self.smallestSlope && slope > -Self.smallestSlope { continue }
            kernels.elementwise.addDequantized(
                example, memory.width, scale: -((slope * rate) * scale), to: learningRow(label))
        }
    }

    /// Logits become e^(z − max z); their sum.
    @inline(never)  // Long, and called in several places.
    func exponentiateLogits() -> Float {
        let e = memory.logits
        var highest = e[0]
        for label in 1..<count { highest = max(highest, e[label]) }
        var lanes = LaneSum()
        for label in 0..<count {
            e[label] = exponential(e[label] - highest)
            lanes.add(e[label], at: label)
        }
        return lanes.total
    }

    private func learningRow(_ label: Int) -> UnsafeMutablePointer<Float> {
        memory.learning + label &* memory.width
    }
}
