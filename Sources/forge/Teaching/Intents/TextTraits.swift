import PipitCore

/// What a taught head reads of a text.
struct TextTraits {
    /// The pooled state, of length 1: `[width]`.
    let state: [Float]
    /// The keys of its lexical features, rising, none twice.
    let features: [UInt32]

    /// Reads a text with the device's engine.
    init(_ text: String, by engine: HostEngine) {
        state = TextTraits.unitState(of: text, by: engine)
        var text = text
        var keys: [UInt32] = []
        text.withUTF8 { forEachTextFeature(of: $0) { keys.append($0) } }
        features = keys.distinct
    }

    /// The pooled state of a text, of length 1.
    static func unitState(of text: String, by engine: HostEngine) -> [Float] {
        engine.withSentenceState(text) { row in
            let scale = row.scaleOfUnitLength
            return (0..<row.width).map { Float(row.values[$0]) * scale }
        }
    }

    init(state: [Float], features: [UInt32]) {
        self.state = state
        self.features = features
    }

    /// The cosine of two texts' states.
    func similarity(to other: TextTraits) -> Float {
        zip(state, other.state).reduce(0) { $0 + $1.0 * $1.1 }
    }
}

extension [UInt32] {
    /// The numbers sorted, each once.
    fileprivate var distinct: [UInt32] {
        var kept: [UInt32] = []
        for value in sorted() where value != kept.last { kept.append(value) }
        return kept
    }
}
