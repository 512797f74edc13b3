import Foundation
import PipitCore

/// What a model is to know of sentences about anything, as Teaching/TEACHING.md of the core has it.
struct GeneralDraft {
    /// Sentences that are kept with the model, out of all that the rest is made of.
    private static let sentences = 128
    private static let maximumImportance: Double = 255
    private static let stepsOfImportance: Double = 16
    private static let limit: Float = 7

    let centre: [Float]
    let importances: [UInt8]
    /// `[sentences, width]`.
    let states: [[Float]]

    /// Reads sentences with a model's own encoder.
    init(_ texts: [String], by engine: HostEngine) {
        let progress = Progress("reading sentences about anything")
        let width = engine.model.config.width
        var sum = [Float](repeating: 0, count: width)
        var counts = [Int](repeating: 0, count: GeneralLayout.buckets)
        var units: [[Float]] = []
        for text in texts {
            let unit = TextTraits.unitState(of: text, by: engine)
            for column in 0..<width { sum[column] += unit[column] }
            units.append(unit)
            for bucket in GeneralDraft.buckets(of: text) { counts[bucket] += 1 }
            progress.update("\(units.count)")
        }
        progress.finish()
        let centre = sum.map { $0 / Float(max(1, texts.count)) }
        self.centre = centre
        importances = counts.map { GeneralDraft.importance(textsWithIt: $0, of: texts.count) }
        let kept = min(texts.count, GeneralDraft.sentences)
        states = (0..<kept).map { zip(units[$0 * units.count / kept], centre).map { $0 - $1 } }
    }

    /// The rarer a feature, the more it tells.
    private static func importance(textsWithIt count: Int, of all: Int) -> UInt8 {
        let rarity = log(Double(1 + all) / Double(1 + count)) + 1
        return UInt8(min(maximumImportance, max(1, (stepsOfImportance * rarity).rounded())))
    }

    private static func buckets(of text: String) -> Set<Int> {
        var text = text
        var found: Set<Int> = []
        text.withUTF8 { text in
            forEachTextFeature(of: text, .brief) { found.insert(Int($0) % GeneralLayout.buckets) }
        }
        return found
    }

    /// The section.
    var content: SectionContent {
        var writer = ByteWriter(
            capacity: GeneralLayout(count: states.count, width: centre.count).byteCount)
        writer.append(UInt32(states.count))
        writer.append(UInt32(centre.count))
        writer.append(centre)
        writer.append(raw: importances)
        for state in states {
            let largest = state.reduce(0) { max($0, $1.magnitude) }
            let steps = state.map { largest > 0 ? Int8(Quantizer.rounded($0 * Self.limit / largest)) : 0 }
            for column in stride(from: 0, to: steps.count, by: 2) {
                writer.append(
                    UInt8(bitPattern: steps[column]) & 15 | UInt8(bitPattern: steps[column + 1] << 4))
            }
        }
        return SectionContent(writer.bytes)
    }
}

extension ModelDraft {
    /// Gives the model what it is to know of sentences about anything.
    ///
    /// - Throws: `Failure` when the model cannot be read, or the sentences are missing.
    mutating func putGeneral() throws {
        let engine = try HostEngine(try LoadedModel(bytes: try fileBytes(), path: "the model"))
        self[.general] = GeneralDraft(try GenericSentences.texts(), by: engine).content
    }
}
