/// Cuts a stream of bytes, however it is chunked, into lines of at most `LineReader.maximumBytes` bytes.
///
/// A line ends at LF, and a CR before it is dropped; the end of the input ends the last line as LF would. On a line to
/// a person's terminal a CR ends it too, since that is what the Enter key sends, and the LF of a CR LF is no second
/// end. A line over the limit is counted to its end and reported once, so the next line is read as if nothing had
/// happened.
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

    private let storage: UnsafeMutableBufferPointer<UInt8>  // [maximumBytes]: the line's first bytes
    private var received: Int32 = 0  // bytes of the line so far, CR included
    private var endsWithCR = false
    private let endsAtCR: Bool
    private var endedAtCR = false

    /// A reader that keeps its line in `storage`.
    ///
    /// - Parameters:
    ///   - storage: `maximumBytes` bytes that nothing else uses.
    ///   - endsAtCR: whether a CR by itself ends a line, as on a serial line with a terminal at its other end.
    public init(storage: UnsafeMutableBufferPointer<UInt8>, endsAtCR: Bool = false) {
        self.storage = storage
        self.endsAtCR = endsAtCR
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
            endedAtCR = endsAtCR && byte == UInt8(ascii: "\r")
            if closesCRLF { continue }
            if byte == UInt8(ascii: "\n") || endedAtCR {
                chunk = UnsafeBufferPointer(rebasing: chunk[used...])
                return end()
            }
            if received < storage.count { storage[Int(received)] = byte }
            if received < Int32.max { received += 1 }
            endsWithCR = byte == UInt8(ascii: "\r")
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

    private mutating func end() -> Line {
        let length = endsWithCR ? received - 1 : received
        received = 0
        endsWithCR = false
        if length > storage.count { return .tooLong(bytes: length) }
        return .bytes(UnsafeBufferPointer(rebasing: storage[..<Int(length)]))
    }
}
