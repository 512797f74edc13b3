/// How much can be taught.
public struct TeachingLimits: Sendable {
    /// The maximum of labels.
    public let labels: Int
    /// The maximum of examples, of all labels together.
    public let examples: Int
    /// The maximum bytes of their texts, as a string of JSON has them and with a byte each for its end.
    public let textBytes: Int

    /// The maximum bytes of a label.
    public static let labelBytes = 63
    /// The maximum of features that are kept of an example.
    static let features = 24
    /// The bytes of as many features, two in three bytes.
    static let featureBytes = 3 &* features / 2

    /// The bytes of a vector of `width` numbers, eight in three bytes.
    static func vectorBytes(width: Int) -> Int { 3 &* (width &>> 3) }

    /// Bytes of a line that teaches an example, inside a reply that lists such lines, beside its label and its text.
    static let lineFrame = 12

    /// What a session keeps: 64 labels, 512 examples of 28 bytes.
    public static let device = TeachingLimits(labels: 64, examples: 512, textBytes: 14_848)

    /// Limits of at most 65,535 labels and examples, with room for a text of any length for each of these.
    public init(labels: Int, examples: Int) {
        self.init(labels: labels, examples: examples, textBytes: examples &* LineReader.maximumBytes)
    }

    private init(labels: Int, examples: Int, textBytes: Int) {
        self.labels = labels
        self.examples = examples
        self.textBytes = textBytes
    }

    /// The maximum bytes of the lines that teach all examples, inside a reply that lists them: as many as all have where
    /// labels have 67 bytes each, as a string of JSON has them.
    var linesBytes: Int { textBytes &+ examples &* (Self.lineFrame &+ 68) }

    /// Room for examples: one more than can be taught, where a new one is compared with those that are.
    var places: Int { examples &+ 1 }

    /// Bytes that stay from line to line, for sentence vectors of `width` numbers.
    public func keptBytes(width: Int) -> Int {
        let ofLabel = 20 &+ 2 &+ 1 &+ 1 &+ Self.labelBytes &+ width
        let ofExample = 4 &+ 2 &+ Self.featureBytes &+ 1 &+ Self.vectorBytes(width: width)
        let ofText = 2 &* Self.features &+ GeneralLayout.buckets / 8
        let atWork = 4 &* width &+ 4 &* tileSums &+ Encoder.tileRows &* width
        return labels &* ofLabel &+ places &* ofExample &+ ofText &+ atWork &+ textBytes
    }

    /// Bytes that training needs while it runs.
    public func trainingBytes(width: Int) -> Int {
        4 &* learned(width) &+ examples &* labels
    }

    /// Sums of a tile of examples with all labels, or of one vector with a tile.
    var tileSums: Int { Encoder.tileRows &* labels }

    /// Floats of the weights as they learn, or before of a table of features, and of two for each example.
    func learned(_ width: Int) -> Int { max(labels &* width, GeneralLayout.buckets &+ 2 &* examples) }
}
