/// A word piece, and the bytes of the text that it stands for.
public struct Token: BitwiseCopyable {
    /// Its place in the vocabulary.
    public var id: UInt16
    /// The first byte, counted from the start of the text.
    public var start: UInt16
    /// The byte after the last one.
    public var end: UInt16
    /// Whether it is the first piece of a word of the tokenizer: what stands between white space and punctuation,
    /// or a single punctuation mark.
    public var startsWord: Bool

    /// A token from its parts.
    public init(id: UInt16, start: UInt16, end: UInt16, startsWord: Bool) {
        self.id = id
        self.start = start
        self.end = end
        self.startsWord = startsWord
    }
}
