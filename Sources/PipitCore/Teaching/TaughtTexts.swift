/// The texts of examples in the order in which they were taught, packed in a fixed buffer.
///
/// Each is a line, as it stands inside a string of JSON: so a reply has it as it is, and can be planned.
struct TaughtTexts {
    private let storage: UnsafeMutableBufferPointer<UInt8>
    /// Bytes of all that is kept.
    private(set) var byteCount = 0

    /// No texts, in memory that is touched as far as texts are kept.
    init(storage: UnsafeMutableBufferPointer<UInt8>) {
        self.storage = storage
    }

    /// Writes a text behind those that are kept: its bytes, which `keep` takes; nil where there is no room.
    func draft(_ text: Bytes) -> Int? {
        var line = Reply(storage: UnsafeMutableBufferPointer(rebasing: storage[byteCount...]))
        line.text(text)
        return line.isOverfull ? nil : line.finish().count
    }

    /// Keeps the text that was written last.
    mutating func keep(_ bytes: Int) {
        byteCount &+= bytes
    }

    /// The text whose line starts at `offset`, without its end.
    @inline(never)  // Called in several places.
    func text(at offset: Int) -> Bytes {
        var end = offset
        while storage[end] != UInt8(ascii: "\n") { end &+= 1 }
        return Bytes(rebasing: storage[offset..<end])
    }

    /// Copies so many bytes to an earlier place.
    func move(_ offset: Int, _ bytes: Int, to place: Int) {
        for index in 0..<bytes { storage[place &+ index] = storage[offset &+ index] }
    }

    /// Forgets what lies from `end` on.
    mutating func cut(at end: Int) {
        byteCount = end
    }
}
