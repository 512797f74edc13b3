import PipitCore

/// A linear head against the background, as floats.
struct BackgroundFit {
    let table: FeatureTable
    let width: Int
    let labelCount: Int
    /// `[width, labels]`, for states of length 1.
    private let states: [Float]
    /// `[features, labels]`.
    private let features: [Float]
    /// `[labels]`.
    private let bias: [Float]

    private static let maximumSteps = 150
    // Words are rare, and find their weights last.
    private static let tolerance = 2e-6

    /// Fits the weights.
    ///
    /// - Parameters:
    ///   - examples: at least one text.
    ///   - strengths: of the squares of weights, and of meaning.
    ///   - kept: which weights of features may be other than 0, `[features, labels]`; all where there are none.
    ///   - tick: told the share that is done.
    init(
        _ examples: BackgroundExamples, strengths: BackgroundObjective.Strengths, kept: [Bool] = [],
        tick: (Double) -> Void
    ) {
        let objective = BackgroundObjective(examples: examples, strengths: strengths, kept: kept)
        let start = [Float](repeating: 0, count: objective.weightCount)
        let weights = LBFGS(maximumSteps: Self.maximumSteps, tolerance: Self.tolerance).minimize(
            from: start, tick: tick
        ) {
            objective.loss($0, &$1)
        }
        let (width, count) = (examples.width, examples.labelCount)
        (table, self.width, labelCount) = (examples.table, width, count)
        let featureStart = width * count
        let biasStart = featureStart + examples.table.keys.count * count
        states = weights[..<featureStart].map { $0 * strengths.meaning }
        features = Array(weights[featureStart..<biasStart])
        bias = Array(weights[biasStart...])
    }

    /// The logits of a text, `[labels]`.
    func logits(_ text: TextTraits) -> [Float] {
        var logits = bias
        func add(_ weights: [Float], _ row: Int, _ value: Float) {
            for label in 0..<labelCount { logits[label] += value * weights[row * labelCount + label] }
        }
        for column in 0..<width { add(states, column, text.state[column]) }
        for (number, value) in table.values(of: text) { add(features, number, value) }
        return logits
    }

    /// The sum of the squares of each feature's values in `texts`.
    private func squaresOfValues(in texts: [TextTraits]) -> [Float] {
        var squares = [Float](repeating: 0, count: table.keys.count)
        for text in texts {
            for (number, value) in table.values(of: text) { squares[number] += value * value }
        }
        return squares
    }

    /// Of each weight of features, `[features, labels]`, whether it is one of the `limit` that do the most in `texts`.
    func strongestWeights(_ limit: Int, in texts: [TextTraits]) -> [Bool] {
        let squares = squaresOfValues(in: texts)
        let done = features.indices.map { features[$0] * features[$0] * squares[$0 / labelCount] }
        let order = done.indices.sorted { (done[$1], $0) < (done[$0], $1) }
        var kept = [Bool](repeating: false, count: features.count)
        for index in order.prefix(limit) { kept[index] = true }
        return kept
    }

    /// The numbers of the `limit` features that do the most in `texts`, rising.
    func strongestFeatures(_ limit: Int, in texts: [TextTraits]) -> [Int] {
        var squares = squaresOfValues(in: texts)
        for number in squares.indices {
            let row = features[number * labelCount..<(number + 1) * labelCount]
            squares[number] *= row.reduce(0) { $0 + $1 * $1 }
        }
        let order = squares.indices.sorted { (squares[$1], $0) < (squares[$0], $1) }
        return order.prefix(limit).sorted()
    }
}

extension BackgroundFit {
    /// The output of the head, in 8 bits.
    func output() throws -> SectionContent {
        var turned = [Float](repeating: 0, count: states.count)
        for column in 0..<width {
            for label in 0..<labelCount {
                turned[label * width + column] = states[column * labelCount + label]
            }
        }
        return try Quantizer.linear8(
            try FloatMatrix(rows: labelCount, columns: width, values: turned), bias: bias)
    }

    /// The lexicon of the head in 4 bits, nil where there are no features; FEATURES.md has the layout.
    func lexicon() -> SectionContent? {
        LexiconDraft(
            keys: table.keys, importances: table.importances, columns: labelCount,
            // On the device a feature counts by its importance before the length divides it.
            weights: features.indices.map { features[$0] * Float(table.importances[$0 / labelCount]) }
        ).content
    }
}
