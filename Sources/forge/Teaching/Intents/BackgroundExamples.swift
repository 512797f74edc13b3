/// Texts to fit a head on: states, lexical features, what each text is, and how much it counts.
///
/// Features lie by text, for scores, and by feature, for gradients.
struct BackgroundExamples {
    /// Numbers and values in rows, one row after the other.
    struct Sparse {
        private(set) var starts: [Int] = [0]
        private(set) var numbers: [Int32] = []
        private(set) var values: [Float] = []

        mutating func add(_ row: [(number: Int, value: Float)]) {
            for (number, value) in row {
                numbers.append(Int32(number))
                values.append(value)
            }
            starts.append(numbers.count)
        }
    }

    let width: Int
    let table: FeatureTable
    let labelCount: Int
    /// `[count, width]`.
    let states: [Float]
    let features: Sparse
    let textsOfFeatures: Sparse
    /// Of each text; `labelCount` is the background.
    let labels: [Int]
    let shares: [Float]

    var count: Int { labels.count }

    /// Texts as a head reads them that knows the features of `table`.
    init(
        _ texts: [(traits: TextTraits, label: Int, share: Float)], table: FeatureTable, width: Int,
        labelCount: Int
    ) {
        self.width = width
        self.table = table
        self.labelCount = labelCount
        states = texts.flatMap(\.traits.state)
        labels = texts.map(\.label)
        shares = texts.map(\.share)
        var features = Sparse()
        var turned = [[(number: Int, value: Float)]](repeating: [], count: table.keys.count)
        for (index, text) in texts.enumerated() {
            let row = table.values(of: text.traits)
            features.add(row)
            for (number, value) in row { turned[number].append((index, value)) }
        }
        self.features = features
        var textsOfFeatures = Sparse()
        for row in turned { textsOfFeatures.add(row) }
        self.textsOfFeatures = textsOfFeatures
    }
}
