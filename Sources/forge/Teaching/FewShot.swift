import PipitCore
import PipitKernels

/// How well labels are told apart that the device was taught by a few examples each, with the device's own classifier.
final class FewShot {
    private let width: Int
    private let general: GeneralSentences?
    private let train: [(state: SentenceState, label: String)]
    private let test: [(state: SentenceState, label: String)]
    private let labels: [String]

    /// The state of a whole text, kept.
    private struct SentenceState {
        let text: String
        let values: [Int8]
        let scale: Float
    }

    /// - Throws: `Failure` when a file has no texts or labels.
    init(_ engine: HostEngine, train: LabelledFile, test: LabelledFile) throws {
        width = engine.model.config.width
        general = engine.model.general
        let progress = Progress("reading \(train.count + test.count) texts")
        self.train = try FewShot.states(of: train, engine, progress)
        self.test = try FewShot.states(of: test, engine, progress)
        labels = Set(self.train.map(\.label)).sorted()
        progress.finish()
    }

    private static func states(of file: LabelledFile, _ engine: HostEngine, _ progress: Progress) throws
        -> [(state: SentenceState, label: String)]
    {
        let labels = try file.column(["label", "intent"])
        return try zip(file.texts(), labels).filter { $1 != TaughtExample.outOfScopeLabel }.map {
            text, label in
            progress.update("\(label)")
            return engine.withSentenceState(text) { state in
                let values = Array(UnsafeBufferPointer(start: state.values, count: state.width))
                return (SentenceState(text: text, values: values, scale: state.scale), label)
            }
        }
    }

    /// How many labels there are.
    var labelCount: Int { labels.count }

    /// One draw: the fraction of the test texts that get their label, thresholds aside, and of those that are not null.
    func accuracy(examples count: Int, draw: Int) throws -> (accuracy: Double, kept: Double) {
        let limits = TeachingLimits(labels: labels.count, examples: labels.count * count)
        let kept = Memory(bytes: limits.keptBytes(width: width))
        let training = Memory(bytes: limits.trainingBytes(width: width))
        return try withExtendedLifetime((kept, training)) {
            var taught = TaughtLabels(
                limits: limits, width: width, general: general, kept: kept.bytes, training: training.bytes)
            let kernels = pipit_kernels_for_this_processor()
            guard let kernels else { throw Failure("no kernels for this processor") }
            var numbers = SeededNumbers(UInt64(truncatingIfNeeded: draw))
            for label in labels {
                for example in train.filter({ $0.label == label }).shuffled(using: &numbers).prefix(count) {
                    try FewShot.teach(&taught, example.state, label, by: kernels)
                }
            }
            taught.train(by: kernels)
            var (right, known) = (0, 0)
            for example in test {
                var text = example.state.text
                let answer = text.withUTF8 { text in
                    FewShot.withRow(of: example.state) { taught.classify($0, of: text, by: kernels) }
                }
                if String(taught.label(answer.label)) == example.label { right += 1 }
                if !answer.isUnknown { known += 1 }
            }
            return (Double(right) / Double(test.count), Double(known) / Double(test.count))
        }
    }

    private static func teach(
        _ taught: inout TaughtLabels, _ state: SentenceState, _ label: String,
        by kernels: UnsafePointer<pipit_kernels>
    ) throws {
        var (label, text) = (label, state.text)
        try label.withUTF8 { label in
            try text.withUTF8 { text in
                _ = try withRow(of: state) { try taught.teach($0, of: text, as: label, by: kernels) }
            }
        }
    }

    private static func withRow<Answer>(
        of state: SentenceState, _ body: (QuantizedRow) throws -> Answer
    ) rethrows -> Answer {
        try state.values.withUnsafeBufferPointer { values in
            try withUnsafePointer(to: state.scale) { scale in
                guard let start = values.baseAddress else { fatalError("a state without numbers") }
                return try body(QuantizedRow(values: start, width: values.count, scalePointer: scale))
            }
        }
    }

    /// Bytes for taught labels.
    private final class Memory {
        let bytes: UnsafeMutableRawBufferPointer

        init(bytes count: Int) {
            bytes = .allocate(byteCount: count, alignment: 16)
        }

        deinit {
            bytes.deallocate()
        }
    }
}
