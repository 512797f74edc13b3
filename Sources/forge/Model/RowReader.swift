import PipitCore
import PipitKernels

/// The rows that heads read, as the device's own engine makes them.
final class RowReader {
    /// A word of a text: where it stands, and the row of its first piece.
    struct Word {
        let bytes: Range<Int>
        /// `[d]`.
        let row: [Float]
    }

    private let loaded: LoadedModel
    private let engine: Engine
    private let arena: UnsafeMutableRawBufferPointer

    /// d, the numbers of a row.
    var width: Int { loaded.model.config.width }

    /// - Throws: `Failure` when the engine does not start.
    init(_ loaded: LoadedModel) throws {
        let bytes = Engine.plan(for: loaded.model).totalBytes
        arena = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes, alignment: 64)
        self.loaded = loaded
        do {
            engine = try Engine(
                model: loaded.model, kernels: pipit_kernels_for_this_processor(), arena: arena)
        } catch {
            arena.deallocate()
            throw Failure("\(loaded.path): the engine does not start: \(String(error.code.bytes))")
        }
    }

    deinit {
        arena.deallocate()
    }

    /// Gives `body` the quantized row of a whole text, and whether the text was cut.
    func withSentenceRow<Answer>(_ text: String, _ body: (QuantizedRow, Bool) -> Answer) -> Answer {
        var text = text
        return text.withUTF8 { bytes in
            let (row, reading) = engine.sentenceRow(of: bytes)
            return body(row, reading.isTruncated)
        }
    }

    /// The row of a whole text as a head with the model's pooling reads it, `[d]`.
    func sentence(_ text: String) -> [Float] {
        withSentenceRow(text) { row, _ in floats(row) }
    }

    /// The words of a text that fit the model, with their rows.
    func words(_ text: String) -> [Word] {
        var text = text
        return text.withUTF8 { bytes in
            let reading = engine.encode(bytes)
            var words = reading.words
            var found: [Word] = []
            while let word = words.next() {
                let row = floats(reading.rows[word.firstToken + 1])
                found.append(Word(bytes: Int(word.start)..<Int(word.end), row: row))
            }
            return found
        }
    }

    private func floats(_ row: QuantizedRow) -> [Float] {
        (0..<row.width).map { Float(row.values[$0]) * row.scale }
    }
}
