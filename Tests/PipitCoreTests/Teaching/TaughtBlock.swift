import PipitKernels

@testable import PipitCore

/// Taught labels in memory of exactly the planned size, which holds anything but zeros at first.
final class TaughtBlock {
    private let kept: FencedBytes
    private let training: FencedBytes
    private let width: Int
    private let kernels: Kernels
    var labels: TaughtLabels

    init(width: Int, limits: TeachingLimits, kernels: UnsafePointer<pipit_kernels>? = nil) {
        self.width = width
        self.kernels = Kernels(kernels ?? pipit_kernels_for_this_processor())
        kept = FencedBytes(count: limits.keptBytes(width: width))
        training = FencedBytes(count: limits.trainingBytes(width: width))
        kept.bytes.initializeMemory(as: UInt8.self, repeating: 0xA5)
        training.bytes.initializeMemory(as: UInt8.self, repeating: 0xA5)
        labels = TaughtLabels(limits: limits, width: width, kept: kept.bytes, training: training.bytes)
    }

    /// Teaches an example; how many its label has, or the error.
    @discardableResult
    func teach(_ row: [Int8], as label: String) -> Result<Int, TeachingError> {
        var label = label
        return label.withUTF8 { bytes in
            withRow(row) { row in Result { () throws(TeachingError) in try labels.teach(row, as: bytes) } }
        }
    }

    /// Forgets a label; how many examples it had, or the error.
    @discardableResult
    func forget(_ label: String) -> Result<Int, TeachingError> {
        var label = label
        return label.withUTF8 { bytes in Result { () throws(TeachingError) in try labels.forget(bytes) } }
    }

    func classify(_ row: [Int8]) -> TaughtAnswer {
        labels.train(by: kernels)
        return withRow(row) { labels.classify($0, by: kernels) }
    }

    /// Labels and examples in order, as text.
    var state: [String] {
        (0..<labels.count).map {
            "\(String(decoding: labels.label($0), as: UTF8.self)) \(labels.examples(of: $0))"
        }
            + (0..<labels.exampleCount).map { index in
                let row = UnsafeBufferPointer(start: labels.memory.example(index), count: width)
                return "\(labels.memory.exampleLabels[index]) \(Array(row))"
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
