/// The buffers of what was taught, in order of alignment; L the maximum of labels, E the places of examples, d the width.
///
/// Bytes of labels and examples that were never taught are never touched, so they cost a process nothing.
struct TaughtMemory {
    let limits: TeachingLimits
    let width: Int

    // Kept from line to line.

    /// The vector at work: float `[d]`, then int8 `[d]` in its place.
    let vector: UnsafeMutablePointer<Float>
    /// Scales of the weights: float `[L]`.
    let scales: UnsafeMutablePointer<Float>
    /// What the sum of a label's examples is divided by, times the weight of meaning: float `[L]`.
    let meaningScales: UnsafeMutablePointer<Float>
    /// The same of the sum of their features: float `[L]`.
    let wordScales: UnsafeMutablePointer<Float>
    /// Logits of the words of one text: float `[L]`.
    let words: UnsafeMutablePointer<Float>
    /// Logits of one vector, then e^(z − max z): float `[L]`.
    let logits: UnsafeMutablePointer<Float>
    /// How like each example is to sentences about anything: float `[E]`.
    let generalScores: UnsafeMutablePointer<Float>
    /// Sums of a tile: int32 `[8, L]`.
    let sums: UnsafeMutablePointer<Int32>
    /// Examples of each label: `[L]`.
    let counts: UnsafeMutablePointer<UInt16>
    /// The label of each example: `[E]`.
    let exampleLabels: UnsafeMutablePointer<UInt16>
    /// The acts of each label's examples: `[L]`.
    let acts: UnsafeMutablePointer<UInt8>
    /// Buckets of the most important features of one text, these first: `[24]`.
    let textFeatures: UnsafeMutablePointer<UInt16>
    /// Rows of a tile: int8 `[8, d]`.
    let tile: UnsafeMutablePointer<Int8>
    /// The weights: int8 `[L, d]`.
    let weights: UnsafeMutablePointer<Int8>
    /// Sentence vectors less the centre, three bits a number: `[E, 3 d / 8]`.
    private let examples: UnsafeMutablePointer<UInt8>
    /// Count of bytes, then the bytes: `[L, 1 + 63]`.
    private let labels: UnsafeMutablePointer<UInt8>
    /// Buckets of features of each example, the most important first, two in three bytes: `[E, 36]`.
    private let features: UnsafeMutablePointer<UInt8>
    /// A bit for each bucket of features that a text has: `[4096 / 8]`.
    let found: UnsafeMutablePointer<UInt8>
    /// How many features each example has: `[E]`.
    let featureCounts: UnsafeMutablePointer<UInt8>
    /// The texts of examples: `[textBytes]`.
    let texts: UnsafeMutableBufferPointer<UInt8>

    // While training runs.

    /// Weights of features of one label, `[4096]`; then the weights as they learn: float `[L, d]`.
    let learning: UnsafeMutablePointer<Float>
    /// How much the features of each example are those of one label: float `[examples]`, while there are no weights yet.
    let products: UnsafeMutablePointer<Float>
    /// 1 / length of the features of each example: float `[examples]`, as long.
    let featureScales: UnsafeMutablePointer<Float>
    /// Logits of the words of each example, in steps: `[examples, L]`.
    let wordSteps: UnsafeMutablePointer<UInt8>

    /// - Parameters:
    ///   - kept: `limits.keptBytes(width:)` bytes, aligned to 4.
    ///   - training: `limits.trainingBytes(width:)` bytes, aligned to 4, which anything may use between trainings.
    ///   - limits: how much can be taught.
    ///   - width: that of the model.
    init(
        kept: UnsafeMutableRawBufferPointer, training: UnsafeMutableRawBufferPointer, limits: TeachingLimits,
        width: Int
    ) {
        self.limits = limits
        self.width = width
        let (count, places) = (limits.labels, limits.places)
        vector = kept.start(as: Float.self)
        scales = vector + width
        meaningScales = scales + count
        wordScales = meaningScales + count
        words = wordScales + count
        logits = words + count
        generalScores = logits + count
        sums = UnsafeMutableRawPointer(generalScores + places).assumingMemoryBound(to: Int32.self)
        tile = UnsafeMutableRawPointer(sums + limits.tileSums).assumingMemoryBound(to: Int8.self)
        weights = tile + Encoder.tileRows &* width
        examples = UnsafeMutableRawPointer(weights + count &* width).assumingMemoryBound(to: UInt8.self)
        counts = UnsafeMutableRawPointer(examples + places &* TeachingLimits.vectorBytes(width: width))
            .assumingMemoryBound(to: UInt16.self)
        exampleLabels = counts + count
        textFeatures = exampleLabels + places
        acts = UnsafeMutableRawPointer(textFeatures + TeachingLimits.features)
            .assumingMemoryBound(to: UInt8.self)
        labels = acts + count
        features = labels + count &* Self.labelStride
        found = features + places &* TeachingLimits.featureBytes
        featureCounts = found + GeneralLayout.buckets / 8
        texts = UnsafeMutableBufferPointer(start: featureCounts + places, count: limits.textBytes)

        learning = training.start(as: Float.self)
        products = learning + GeneralLayout.buckets
        featureScales = products + limits.examples
        wordSteps = UnsafeMutableRawPointer(learning + limits.learned(width))
            .assumingMemoryBound(to: UInt8.self)
    }

    private static let labelStride = 1 &+ TeachingLimits.labelBytes

    /// The vector at work as int8 `[d]`.
    var row: UnsafePointer<Int8> { UnsafeRawPointer(vector).assumingMemoryBound(to: Int8.self) }

    /// The bytes of the sentence vector in place `index`.
    func example(_ index: Int) -> UnsafeMutableBufferPointer<UInt8> {
        let bytes = TeachingLimits.vectorBytes(width: width)
        return UnsafeMutableBufferPointer(start: examples + index &* bytes, count: bytes)
    }

    /// Gives place `index` the vector at work, which is multiplied by `factor`: eight numbers of three bits in three
    /// bytes, the first lowest.
    func setExample(_ index: Int, _ factor: Float) {
        let bytes = example(index)
        var (bits, place) = (UInt32(0), 0)
        for column in 0..<width {
            let level = min(max(roundedInteger(Float(row[column]) * factor + 3.5), 0), 7)
            bits = bits &>> 3 | UInt32(truncatingIfNeeded: level) &<< 21
            if column & 7 != 7 { continue }
            for byte in 0..<3 { bytes[place &+ byte] = UInt8(truncatingIfNeeded: bits &>> UInt32(8 &* byte)) }
            place &+= 3
        }
    }

    /// The sentence vector in place `index` as int8 `[d]`, odd numbers from −7 to 7, into `values`.
    @inline(never)  // Called in several places.
    func unpackExample(_ index: Int, into values: UnsafeMutablePointer<Int8>) {
        let bytes = example(index)
        var (bits, place) = (UInt32(0), 0)
        for column in 0..<width {
            if column & 7 == 0 {
                bits =
                    UInt32(bytes[place]) | UInt32(bytes[place &+ 1]) &<< 8 | UInt32(bytes[place &+ 2]) &<< 16
                place &+= 3
            }
            values[column] = Int8(truncatingIfNeeded: 2 &* (bits & 7)) &- 7
            bits &>>= 3
        }
    }

    /// A bucket of the example in place `index`.
    @inline(__always)
    func feature(_ index: Int, _ number: Int) -> Int {
        let start = index &* TeachingLimits.featureBytes
        let bytes = features + (start &+ number &* 3 / 2)
        let low = Int(bytes[0])
        let high = Int(bytes[1])
        if number & 1 == 0 { return low | ((high & 15) &<< 8) }
        return (low &>> 4) | (high &<< 4)
    }

    /// Gives the example in place `index` the first `count` of `textFeatures`.
    func setFeatures(_ index: Int, _ count: Int) {
        featureCounts[index] = UInt8(truncatingIfNeeded: count)
        var bytes = features + index &* TeachingLimits.featureBytes
        for pair in 0..<TeachingLimits.features / 2 {
            let (first, second) = (textFeatures[2 &* pair], textFeatures[2 &* pair &+ 1])
            bytes[0] = UInt8(truncatingIfNeeded: first)
            bytes[1] = UInt8(truncatingIfNeeded: first &>> 8 | second &<< 4)
            bytes[2] = UInt8(truncatingIfNeeded: second &>> 4)
            bytes += 3
        }
    }

    /// The bytes of label `index`.
    func label(_ index: Int) -> Bytes {
        let start = labels + index &* Self.labelStride
        return Bytes(start: start + 1, count: Int(start.pointee))
    }

    /// Writes label `index`, at most `TeachingLimits.labelBytes` bytes.
    func setLabel(_ index: Int, to bytes: Bytes) {
        let start = labels + index &* Self.labelStride
        start.pointee = UInt8(truncatingIfNeeded: bytes.count)
        for position in 0..<bytes.count { start[1 &+ position] = bytes[position] }
    }

    /// Copies an example to an earlier place.
    func move(_ index: Int, to place: Int) {
        let (vector, other) = (example(place), example(index))
        for byte in 0..<vector.count { vector[byte] = other[byte] }
        let bytes = TeachingLimits.featureBytes
        (features + place &* bytes).update(from: features + index &* bytes, count: bytes)
        featureCounts[place] = featureCounts[index]
        generalScores[place] = generalScores[index]
    }

    /// Whether two places hold the same vector and features.
    func isSame(_ a: Int, _ b: Int) -> Bool {
        if !sameBytes(Bytes(example(a)), Bytes(example(b))) { return false }
        if featureCounts[a] != featureCounts[b] { return false }
        for number in 0..<Int(featureCounts[a]) where feature(a, number) != feature(b, number) {
            return false
        }
        return true
    }
}
