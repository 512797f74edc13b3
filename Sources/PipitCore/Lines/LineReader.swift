/// Cuts a stream of bytes, however it is chunked, into lines of at most `LineReader.maximumBytes` bytes.
///
/// A line ends at LF, and a CR before it is dropped; the end of the input ends the last line as LF would. A byte order
/// mark at the start of the input is no part of it. A line over the limit is counted to its end and reported once, so
/// the next line is read as if nothing had happened.
///
/// On a line to a person's terminal a CR ends it too, since that is what the Enter key sends, and the LF of a CR LF is
/// no second end. There Backspace and Delete take the last character back, Ctrl-U the whole line, and other control
/// characters but TAB are passed over: they are keys or noise, no text.
public struct LineReader {
    /// The longest line that is read, without its LF or CR LF.
    public static let maximumBytes = 1024

    /// What stood between two line ends.
    public enum Line {
        /// The bytes of a line, valid until the next call.
        case bytes(UnsafeBufferPointer<UInt8>)
        /// A line over the limit, of which nothing was kept but its length (saturating at 2^31 − 1).
        case tooLong(bytes: Int32)
    }

    let storage: UnsafeMutableBufferPointer<UInt8>  // [maximumBytes]: the line's first bytes
    private var received: Int32 = 0  // bytes of the line so far, CR included
    private var endsWithCR = false
    private var isAtStart = true  // of the input
    private let isTerminal: Bool
    private var endedAtCR = false

    /// A reader that keeps its line in `storage`.
    ///
    /// - Parameters:
    ///   - storage: `maximumBytes` bytes that nothing else uses.
    ///   - isTerminal: whether a terminal may be at the other end, as on a serial line.
    public init(storage: UnsafeMutableBufferPointer<UInt8>, isTerminal: Bool = false) {
        self.storage = storage
        self.isTerminal = isTerminal
    }

    /// Takes bytes off the front of `chunk` until a line is complete.
    ///
    /// - Parameter chunk: bytes of the stream; what was read is taken off.
    /// - Returns: the line, or nil when the chunk was used up before its end.
    public mutating func next(_ chunk: inout UnsafeBufferPointer<UInt8>) -> Line? {
        var used = 0
        while used < chunk.count {
            let byte = chunk[used]
            used += 1
            let closesCRLF = endedAtCR && byte == UInt8(ascii: "\n")
            endedAtCR = isTerminal && byte == UInt8(ascii: "\r")
            if closesCRLF { continue }
            if byte == UInt8(ascii: "\n") || endedAtCR {
                chunk = UnsafeBufferPointer(rebasing: chunk[used...])
                return end()
            }
            if isTerminal && edits(byte) { continue }
            if received < storage.count { storage[Int(received)] = byte }
            if received < Int32.max { received += 1 }
            endsWithCR = byte == UInt8(ascii: "\r")
            if isAtStart && received == 3 { skipByteOrderMark() }
        }
        chunk = UnsafeBufferPointer(rebasing: chunk[used...])
        return nil
    }

    /// The line that the end of the input leaves, or nil when it came right after a line's end.
    public mutating func last() -> Line? {
        received == 0 ? nil : end()
    }

    /// Forgets what came in of a line that has not ended.
    public mutating func discard() {
        received = 0
        endsWithCR = false
        endedAtCR = false
    }

    private mutating func skipByteOrderMark() {
        isAtStart = false
        if storage[0] == 0xEF && storage[1] == 0xBB && storage[2] == 0xBF { received = 0 }
    }

    /// Whether a byte from a terminal is a key rather than text; it then has done its work on the line.
    private mutating func edits(_ byte: UInt8) -> Bool {
        let (backspace, delete, controlU): (UInt8, UInt8, UInt8) = (0x08, 0x7F, 0x15)
        if byte == delete || byte == backspace {
            // A line over the limit stays so: what was behind the limit is not known any more.
            if received <= storage.count {
                // All bytes of a character but its first begin with the bits 10.
                repeat {
                    received = max(received - 1, 0)
                } while received > 0
                    && storage[Int(received)] & 0xC0 == 0x80
            }
            return true
        }
        if byte >= 0x20 || byte == UInt8(ascii: "\t") { return false }
        if byte == controlU { received = 0 }
        return true
    }

    private mutating func end() -> Line {
        isAtStart = false
        let length = endsWithCR ? received - 1 : received
        received = 0
        endsWithCR = false
        if length > storage.count { return .tooLong(bytes: length) }
        return .bytes(UnsafeBufferPointer(rebasing: storage[..<Int(length)]))
    }
}
