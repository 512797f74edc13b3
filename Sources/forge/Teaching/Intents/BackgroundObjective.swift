import Foundation

/// The loss of a linear head against a background class whose logit is always 0, on examples.
///
/// Minus the log-probability of what each text is, and the squares of the weights. The weights lie in rows of one number
/// a label: `[width]` rows of states, `[features]` rows of features, then the bias.
struct BackgroundObjective {
    /// How strongly a head is held back, and how much of it is meaning.
    struct Strengths: Equatable {
        /// The loss of all texts counts so many times the squares of the weights.
        var trust: Float = 60
        /// The length of a state; that of a text's features is 1.
        var meaning: Float = 1
    }

    let examples: BackgroundExamples
    let strengths: Strengths
    /// Of each weight of features, `[features, labels]`, whether it may be other than 0; all may where there are none.
    var kept: [Bool] = []

    var weightCount: Int { (biasRow + 1) * examples.labelCount }
    private var biasRow: Int { examples.width + examples.table.keys.count }

    private static let chunks = 16

    /// The loss at `weights`; its gradient is written.
    ///
    /// The same numbers whatever threads there are.
    func loss(_ weights: [Float], _ gradient: inout [Float]) -> Double {
        let slopes = SharedFloats(count: examples.count * examples.labelCount)
        let losses = weights.withUnsafeBufferPointer { scoreTexts(SharedWeights(values: $0), slopes) }
        var loss = losses.reduce(0, +)
        let penalty = 1 / strengths.trust
        gradient.withUnsafeMutableBufferPointer { gradient in
            gradient.update(repeating: 0)
            // There is a weight for each label at least.
            addSlopes(slopes, to: SharedFloats(gradient.baseAddress.unsafelyUnwrapped))
            var squares = 0.0
            for index in 0..<biasRow * examples.labelCount {
                squares += Double(weights[index] * weights[index])
                gradient[index] += penalty * weights[index]
            }
            loss += 0.5 * Double(penalty) * squares
            let features = examples.width * examples.labelCount
            for index in kept.indices where !kept[index] { gradient[features + index] = 0 }
        }
        return loss
    }

    /// The loss of each chunk of texts; `slopes` become those of the loss by each text's logits.
    private func scoreTexts(_ weights: SharedWeights, _ slopes: SharedFloats) -> [Double] {
        let losses = SharedFloats.Doubles(count: Self.chunks)
        DispatchQueue.concurrentPerform(iterations: Self.chunks) { chunk in
            var loss = 0.0
            for index in part(chunk, of: examples.count) {
                loss += score(index, weights.base, slopes.base + index * examples.labelCount)
            }
            losses.base[chunk] = loss
        }
        return losses.values
    }

    private func part(_ chunk: Int, of count: Int) -> Range<Int> {
        count * chunk / Self.chunks..<count * (chunk + 1) / Self.chunks
    }

    /// The loss of one text, and its slopes.
    private func score(_ index: Int, _ weights: UnsafePointer<Float>, _ logits: UnsafeMutablePointer<Float>)
        -> Double
    {
        let (count, width) = (examples.labelCount, examples.width)
        logits.update(from: weights + biasRow * count, count: count)
        examples.states.withUnsafeBufferPointer { states in
            addRows(0..<width, count, to: logits) { column in
                (weights + column * count, strengths.meaning * states[index * width + column])
            }
        }
        let features = examples.features
        addRows(features.starts[index]..<features.starts[index + 1], count, to: logits) { place in
            (weights + (width + Int(features.numbers[place])) * count, features.values[place])
        }
        var highest: Float = 0
        for label in 0..<count { highest = max(highest, logits[label]) }
        let label = examples.labels[index]
        let own = label < count ? logits[label] : 0
        let background = exp(-highest)
        var sum = background
        for label in 0..<count {
            logits[label] = exp(logits[label] - highest)
            sum += logits[label]
        }
        let share = examples.shares[index]
        for label in 0..<count { logits[label] *= share / sum }
        if label < count { logits[label] -= share }
        return Double(share) * Double(highest + log(sum) - own)
    }

    private func addSlopes(_ slopes: SharedFloats, to gradient: SharedFloats) {
        let (count, width) = (examples.labelCount, examples.width)
        DispatchQueue.concurrentPerform(iterations: Self.chunks) { chunk in
            let columns = part(chunk, of: width)
            examples.states.withUnsafeBufferPointer { states in
                for first in stride(from: 0, to: examples.count, by: rowsAtOnce) {
                    let texts = first..<min(first + rowsAtOnce, examples.count)
                    for column in columns {
                        addRows(texts, count, to: gradient.base + column * count) { index in
                            (
                                UnsafePointer(slopes.base + index * count),
                                strengths.meaning * states[index * width + column]
                            )
                        }
                    }
                }
            }
            let texts = examples.textsOfFeatures
            for number in part(chunk, of: examples.table.keys.count) {
                let row = gradient.base + (width + number) * count
                addRows(texts.starts[number]..<texts.starts[number + 1], count, to: row) { place in
                    (UnsafePointer(slopes.base + Int(texts.numbers[place]) * count), texts.values[place])
                }
            }
        }
        let bias = gradient.base + biasRow * count
        addRows(0..<examples.count, count, to: bias) { (UnsafePointer(slopes.base + $0 * count), 1) }
    }
}

/// The weights while several threads read them.
private struct SharedWeights: @unchecked Sendable {
    let values: UnsafeBufferPointer<Float>

    /// There is a weight for each label at least.
    var base: UnsafePointer<Float> { values.baseAddress.unsafelyUnwrapped }
}

/// Floats of which each thread writes its own part.
private final class SharedFloats: @unchecked Sendable {
    let base: UnsafeMutablePointer<Float>
    private let isOwned: Bool

    init(count: Int) {
        base = .allocate(capacity: max(count, 1))
        base.initialize(repeating: 0, count: max(count, 1))
        isOwned = true
    }

    init(_ base: UnsafeMutablePointer<Float>) {
        self.base = base
        isOwned = false
    }

    deinit {
        if isOwned { base.deallocate() }
    }

    /// One number a thread.
    final class Doubles: @unchecked Sendable {
        let base: UnsafeMutablePointer<Double>
        private let count: Int

        init(count: Int) {
            base = .allocate(capacity: count)
            base.initialize(repeating: 0, count: count)
            self.count = count
        }

        deinit {
            base.deallocate()
        }

        var values: [Double] { (0..<count).map { base[$0] } }
    }
}
