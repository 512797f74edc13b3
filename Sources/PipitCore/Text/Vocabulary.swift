/// The word pieces of a model, searched where they lie: sorted, front-coded blocks of 16 (Model/FORMAT.md).
///
/// Relies on what `ModelFile` has checked: the section has the size that its counts and `entryBytes` say, every block
/// starts where its offset says, every entry has 1 … 100 bytes and shares no more than the entry before it has.
/// Whether it is sorted and UTF-8 decides what is found, not what is read.
public struct Vocabulary {
    /// The first id of the pieces that start a word; the special tokens come before.
    let firstWord: Int
    /// The first id of the pieces that continue one; they are stored without `##`.
    let firstContinuation: Int
    /// All ids together.
    public let count: Int

    private let blockOffsets: UnsafePointer<UInt32>
    private let entries: UnsafePointer<UInt8>

    /// The vocabulary of a model, which outlives this value.
    public init(_ model: ModelFile) {
        // A model that was read has its vocabulary section: the base is there.
        self.init(section: model.vocabulary.baseAddress.unsafelyUnwrapped)
    }

    /// A view of a valid vocabulary section, aligned to 4 bytes.
    init(section: UnsafeRawPointer) {
        let header = section.assumingMemoryBound(to: UInt32.self)
        func number(_ index: Int) -> Int { Int(truncatingIfNeeded: header[index].littleEndian) }
        firstWord = number(0)
        firstContinuation = firstWord &+ number(1)
        count = firstContinuation &+ number(2)
        blockOffsets = header + 4
        entries = section.assumingMemoryBound(to: UInt8.self) + (16 &+ 4 &* Self.blockCount(count))
    }

    /// No piece has more bytes.
    static let greatestPieceBytes = 100

    /// The ids of the pieces that start a word.
    package var words: Range<Int> { firstWord..<firstContinuation }

    /// Whether the piece of `id` continues a word.
    public func isContinuation(_ id: UInt16) -> Bool { Int(id) >= firstContinuation }

    /// Writes the bytes of a piece, without `##`.
    ///
    /// - Parameters:
    ///   - id: Below `count`; any other has no bytes.
    ///   - buffer: Room for 100 bytes; what does not fit is left out.
    /// - Returns: How many bytes were written.
    public func piece(of id: UInt16, into buffer: UnsafeMutableBufferPointer<UInt8>) -> Int {
        if Int(id) >= count { return 0 }
        // Every entry on the way leaves the bytes that the next one shares.
        var entry = firstEntry(ofBlock: Int(id) &>> 4)
        var left = Int(id) & 15
        while true {
            for index in 0..<entry.restCount where entry.shared &+ index < buffer.count {
                buffer[entry.shared &+ index] = entry.rest[index]
            }
            if left == 0 { return min(entry.shared &+ entry.restCount, buffer.count) }
            left &-= 1
            entry = entry.next
        }
    }

    /// How many blocks hold the ids below `end`.
    static func blockCount(_ end: Int) -> Int { (end &+ 15) &>> 4 }

    func firstEntry(ofBlock block: Int) -> FrontCodedEntry {
        FrontCodedEntry(at: entries + Int(truncatingIfNeeded: blockOffsets[block].littleEndian))
    }
}
