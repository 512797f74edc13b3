import PipitKernels

@testable import PipitCore

/// Taught labels in memory of exactly the planned size, which holds anything but zeros at first.
final class TaughtBlock {
    private let kept: FencedBytes
    private let training: FencedBytes
    private let width: Int
    private let kernels: Kernels
    var labels: TaughtLabels

    private let general: FencedBytes?

    /// - Parameters:
    ///   - width: that of the vectors.
    ///   - limits: how much can be taught.
    ///   - general: a general section, none where it is empty.
    ///   - kernels: those of this processor where it is nil.
    init(
        width: Int, limits: TeachingLimits, general: [UInt8] = [],
        kernels: UnsafePointer<pipit_kernels>? = nil
    ) {
        self.width = width
        self.general = general.isEmpty ? nil : FencedBytes(general)
        self.kernels = Kernels(kernels ?? pipit_kernels_for_this_processor())
        kept = FencedBytes(count: limits.keptBytes(width: width))
        training = FencedBytes(count: limits.trainingBytes(width: width))
        kept.bytes.initializeMemory(as: UInt8.self, repeating: 0xA5)
        training.bytes.initializeMemory(as: UInt8.self, repeating: 0xA5)
        labels = TaughtLabels(
            limits: limits, width: width, general: self.general.map { GeneralSentences($0.readOnly) },
            kept: kept.bytes, training: training.bytes)
    }

    /// Teaches an example; how many its label has, or the error.
    @discardableResult
    func teach(_ row: [Int8], of text: String = "some text", as label: String) -> Result<Int, TeachingError> {
        var (label, text) = (label, text)
        return label.withUTF8 { label in
            text.withUTF8 { text in
                withRow(row) { row in
                    Result { () throws(TeachingError) in
                        try labels.teach(row, of: text, as: label, by: kernels)
                    }
                }
            }
        }
    }

    /// Forgets a label; how many examples it had, or the error.
    @discardableResult
    func forget(_ label: String) -> Result<Int, TeachingError> {
        var label = label
        return label.withUTF8 { bytes in Result { () throws(TeachingError) in try labels.forget(bytes) } }
    }

    func classify(_ row: [Int8], of text: String = "some text") -> TaughtAnswer {
        labels.train(by: kernels)
        var text = text
        return text.withUTF8 { text in withRow(row) { labels.classify($0, of: text, by: kernels) } }
    }

    /// Labels and examples in order, as text.
    var state: [String] {
        (0..<labels.count).map {
            "\(String(decoding: labels.label($0), as: UTF8.self)) \(labels.examples(of: $0))"
        }
            + (0..<labels.exampleCount).map { index in
                let memory = labels.memory
                let features = (0..<Int(memory.featureCounts[index])).map { memory.feature(index, $0) }
                return "\(memory.exampleLabels[index]) \(Array(memory.example(index))) \(features)"
                    + " \(memory.generalScores[index])"
            }
    }

    private func withRow<Answer>(_ values: [Int8], _ body: (QuantizedRow) -> Answer) -> Answer {
        var scale: Float = 0.01
        return values.withUnsafeBufferPointer { values in
            withUnsafePointer(to: &scale) { scale in
                body(
                    QuantizedRow(
                        values: values.baseAddress.unsafelyUnwrapped, width: width, scalePointer: scale))
            }
        }
    }
}
