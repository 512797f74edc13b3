/// One line of JSON under construction, in a fixed buffer.
///
/// Commas are set by the writer. Strings take any bytes and always come out as valid UTF-8. What does not fit is
/// dropped but counted, so that the caller can send something shorter instead, or find out how much room is needed.
///
/// What has dozens of callers is never inlined: copies of it were kilobytes of code, and a reply is no place for speed.
struct Reply: ByteSink {
    private let storage: UnsafeMutableBufferPointer<UInt8>
    private var count = 0
    private var needsComma = false

    /// Bytes of all that was written, its line feed included, whether they fit or not.
    var byteCount: Int { count &+ 1 }

    /// Whether something did not fit.
    var isOverfull: Bool { byteCount > capacity }

    /// The maximum bytes of a reply, its line feed included.
    var capacity: Int { storage.count }

    /// An empty reply in `storage`, which holds at least a line feed.
    init(storage: UnsafeMutableBufferPointer<UInt8>) {
        self.storage = storage
    }

    /// Forgets all that was written.
    mutating func clear() {
        count = 0
        needsComma = false
    }

    /// The line with its line feed, as far as it fits; its bytes stay valid until something is written again.
    func finish() -> Bytes {
        let end = min(count, capacity &- 1)
        storage[end] = UInt8(ascii: "\n")
        return Bytes(rebasing: storage[...end])
    }

    @inline(never)  // Long, and called in several places.
    mutating func write(_ byte: UInt8) {
        if byteCount < capacity { storage[count] = byte }  // the last byte is the line feed's
        count &+= 1
    }

    mutating func beginObject() { open(UInt8(ascii: "{")) }
    mutating func endObject() { close(UInt8(ascii: "}")) }
    mutating func beginArray() { open(UInt8(ascii: "[")) }
    mutating func endArray() { close(UInt8(ascii: "]")) }

    /// Writes a member's name; its value must follow.
    @inline(never)
    mutating func key(_ name: Literal) {
        string(name)
        write(UInt8(ascii: ":"))
        needsComma = false
    }

    /// Opens a string that `text` fills in parts.
    mutating func beginString() { open(UInt8(ascii: "\"")) }
    mutating func endString() { close(UInt8(ascii: "\"")) }

    /// Writes `bytes` as a part of the open string.
    @inline(never)
    mutating func text(_ bytes: Bytes) { writeEscaped(bytes) }

    /// Writes a literal as a part of the open string.
    @inline(never)
    mutating func text(_ literal: Literal) {
        writeEscaped(literal.bytes)
    }

    /// Writes a string: any bytes, as valid UTF-8.
    @inline(never)
    mutating func string(_ bytes: Bytes) {
        beginString()
        text(bytes)
        endString()
    }

    @inline(never)
    mutating func string(_ literal: Literal) {
        beginString()
        text(literal)
        endString()
    }

    mutating func null() { value("null") }

    /// Writes a member whose value is a number with four decimals.
    @inline(never)
    mutating func member(_ name: Literal, _ number: Float) {
        key(name)
        write(fixed: number)
        needsComma = true
    }

    /// Says that a number was written, behind a member's name.
    mutating func endNumber() { needsComma = true }

    /// Writes a member whose value is a number with nine decimals.
    mutating func member(_ name: Literal, precise number: Float) {
        key(name)
        write(fixed: number, .nine)
        needsComma = true
    }

    /// Writes a member whose value is a string of base64.
    mutating func member(_ name: Literal, base64 bytes: UnsafeRawBufferPointer) {
        key(name)
        beginString()
        write(base64: bytes)
        endString()
    }

    @inline(never)
    mutating func member(_ name: Literal, _ literal: Literal) {
        key(name)
        string(literal)
    }

    @inline(never)
    mutating func member(_ name: Literal, _ bytes: Bytes) {
        key(name)
        string(bytes)
    }

    @inline(never)
    mutating func member(_ name: Literal, _ number: UInt32) {
        key(name)
        write(decimal: number)
        needsComma = true
    }

    /// Writes a member whose value is a count; it fits 32 bits on every board.
    mutating func member(_ name: Literal, _ count: Int) {
        member(name, UInt32(truncatingIfNeeded: count))
    }

    /// Writes the value of a member whose name was written as a string.
    mutating func member(valueOf bytes: Bytes) {
        write(UInt8(ascii: ":"))
        needsComma = false
        string(bytes)
    }

    @inline(never)
    private mutating func value(_ word: Literal) {
        comma()
        write(word)
        needsComma = true
    }

    @inline(never)
    private mutating func open(_ bracket: UInt8) {
        comma()
        write(bracket)
        needsComma = false
    }

    @inline(never)
    private mutating func close(_ bracket: UInt8) {
        write(bracket)
        needsComma = true
    }

    /// Says that a text was cut, where it was.
    @inline(never)
    mutating func truncated(_ isTruncated: Bool) {
        if isTruncated { flag("truncated") }
    }

    /// Writes a member whose value is true.
    @inline(never)
    mutating func flag(_ name: Literal) {
        key(name)
        value("true")
    }

    private mutating func comma() {
        if needsComma { write(UInt8(ascii: ",")) }
        needsComma = false
    }
}
