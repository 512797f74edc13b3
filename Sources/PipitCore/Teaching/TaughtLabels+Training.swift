import PipitKernels

// Softmax regression on the centred examples, started from their prototypes, in the order that TEACHING.md sets.

extension TaughtLabels {
    private static let passes = 40
    private static let startLength: Float = 4
    private static let rate: Float = 4
    private static let smallestSlope: Float = 0.0009765625  // 2^-10
    private static let share: Float = 0.4
    private static let loneShare: Float = 0.7
    private static let leastThreshold: Float = 0.1
    private static let usualThreshold: Float = 0.25  // while no label has two examples
    private static let loneThreshold: Float = 0.6
    private static let smallestSquare: Float = 0.0001

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
        findMean(kernels)
        for index in 0..<exampleCount {
            memory.centredScales[index] = center(
                memory.example(index), into: memory.centredExample(index), kernels)
        }
        sumExamples(kernels)
        threshold = findThreshold()
        startFromPrototypes()
        if count > 1 {
            for _ in 0..<Self.passes {
                quantizeWeights(kernels)
                pass(kernels)
            }
        }
        quantizeWeights(kernels)
        for label in 0..<count {
            memory.inverseLengths[label] = inverseLength(memory.weights + label &* memory.width)
        }
    }

    /// The mean of all examples; that of a single label is 0, since nothing stands against it.
    private func findMean(_ kernels: Kernels) {
        let (mean, width) = (memory.mean, memory.width)
        mean.update(repeating: 0, count: width)
        if count <= 1 { return }
        for index in 0..<exampleCount {
            let example = memory.example(index)
            kernels.elementwise.addDequantized(example, width, scale: inverseLength(example), to: mean)
        }
        let share = 1 / Float(exampleCount)
        for column in 0..<width { mean[column] = mean[column] * share }
    }

    /// A vector of length 1 less the mean, quantized; what a step of it is worth when its length is 1 again.
    ///
    /// `target` may be `memory.vector`.
    func center(_ values: UnsafePointer<Int8>, into target: UnsafeMutableRawPointer, _ kernels: Kernels)
        -> Float
    {
        let (x, width) = (memory.vector, memory.width)
        kernels.elementwise.dequantize(values, width, scale: inverseLength(values), into: x)
        for column in 0..<width { x[column] = x[column] - memory.mean[column] }
        _ = kernels.elementwise.quantize(x, width, into: target)
        return inverseLength(target.assumingMemoryBound(to: Int8.self))
    }

    /// 1 / the length of int8 `[d]`; 0 for one of zeros.
    private func inverseLength(_ values: UnsafePointer<Int8>) -> Float {
        var sum: Int32 = 0
        for column in 0..<memory.width {
            let value = Int32(values[column])
            sum &+= value &* value
        }
        return sum == 0 ? 0 : 1 / Float(sum).squareRoot()
    }

    /// Each label's weights become the sum of its centred examples.
    private func sumExamples(_ kernels: Kernels) {
        let width = memory.width
        memory.learning.update(repeating: 0, count: count &* width)
        for index in 0..<exampleCount {
            kernels.elementwise.addDequantized(
                memory.centredExample(index), width, scale: memory.centredScales[index],
                to: learningRow(Int(memory.exampleLabels[index])))
        }
    }

    /// A part of how like an example is to the sum of its label's other examples, in the mean.
    private func findThreshold() -> Float {
        var sum: Float = 0
        var compared = 0
        for index in 0..<exampleCount {
            let label = Int(memory.exampleLabels[index])
            if examples(of: label) < 2 { continue }
            let (row, example) = (learningRow(label), memory.centredExample(index))
            let square = LaneSum.of(memory.width) { row[$0] * row[$0] }
            let product =
                LaneSum.of(memory.width) { Float(example[$0]) * row[$0] } * memory.centredScales[index]
            let rest = (square - 2 * product) + 1
            if rest < Self.smallestSquare { continue }
            sum = sum + (product - 1) / rest.squareRoot()
            compared &+= 1
        }
        let isLone = count == 1
        if compared == 0 { return isLone ? Self.loneThreshold : Self.usualThreshold }
        return max((isLone ? Self.loneShare : Self.share) * (sum / Float(compared)), Self.leastThreshold)
    }

    /// Each label's weights are brought to the length 4.
    private func startFromPrototypes() {
        for label in 0..<count {
            let row = learningRow(label)
            let square = LaneSum.of(memory.width) { row[$0] * row[$0] }
            let factor = square > 0 ? Self.startLength / square.squareRoot() : 0
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
            kernels.multiply(
                memory.centredExample(first), stride: width, by: memory.weights, stride: width,
                into: memory.sums, stride: count, rows: rows, outputs: count, depth: width)
            for row in 0..<rows {
                learn(first &+ row, memory.sums + row &* count, kernels)
            }
            first &+= rows
        }
    }

    /// One example's step down the cross entropy; each label's examples weigh 1 together.
    private func learn(_ index: Int, _ sums: UnsafePointer<Int32>, _ kernels: Kernels) {
        let own = Int(memory.exampleLabels[index])
        let scale = memory.centredScales[index]
        let rate = Self.rate / Float(examples(of: own))
        let (e, sum) = softmax(sums, scale)
        for label in 0..<count {
            let share = e[label] / sum
            let slope = label == own ? share - 1 : share
            if slope < Self.smallestSlope && slope > -Self.smallestSlope { continue }
            kernels.elementwise.addDequantized(
                memory.centredExample(index), memory.width, scale: -((slope * rate) * scale),
                to: learningRow(label))
        }
    }

    /// e^(z − max z) for every label, `[count]`, and their sum; z = Float(sum) · (scale · scale of the weights).
    func softmax(_ sums: UnsafePointer<Int32>, _ scale: Float) -> (e: UnsafePointer<Float>, sum: Float) {
        let e = memory.exponentials
        for label in 0..<count { e[label] = Float(sums[label]) * (scale * memory.scales[label]) }
        var highest = e[0]
        for label in 1..<count { highest = max(highest, e[label]) }
        var lanes = LaneSum()
        for label in 0..<count {
            e[label] = exponential(e[label] - highest)
            lanes.add(e[label], at: label)
        }
        return (UnsafePointer(e), lanes.total)
    }

    private func learningRow(_ label: Int) -> UnsafeMutablePointer<Float> {
        memory.learning + label &* memory.width
    }
}
