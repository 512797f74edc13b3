/// The lines of a file of examples: `@teach LABEL || EXAMPLE` or `@list LIST || NAME` each; empty ones and comments after `#` are passed over.
///
///     var file = ExampleFile(bytes)
///     while let problem = session.learn(from: &file) { report(file.line, problem) }
public struct ExampleFile {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var position = 0
    /// The number of the last line that was read, from 1.
    public private(set) var line = 0

    /// A file, whose bytes must stay in place.
    public init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
        if bytes.count >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF { position = 3 }
    }

    /// The next line that is neither empty nor a comment, without its end; nil after the last.
    fileprivate mutating func next() -> Bytes? {
        while position < bytes.count {
            let start = position
            while position < bytes.count && bytes[position] != UInt8(ascii: "\n") { position &+= 1 }
            var text = Bytes(rebasing: bytes[start..<position])
            position &+= 1
            line &+= 1
            if text.last == UInt8(ascii: "\r") { text = Bytes(rebasing: text.dropLast()) }
            if text.first != UInt8(ascii: "#") && !text.allSatisfy(isBlank) { return text }
        }
        return nil
    }
}

extension Session {
    /// How much is taught.
    public var taughtCounts: (examples: Int, labels: Int) {
        (state.taught.exampleCount, state.taught.count)
    }

    /// Learns from a file up to its end, or to a line that cannot be learnt: the error's reply, valid until the next call.
    ///
    /// Nothing of it counts in the statistics.
    public mutating func learn(from file: inout ExampleFile) -> UnsafeBufferPointer<UInt8>? {
        while let line = file.next() {
            do throws(RequestError) {
                try learn(line)
            } catch {
                reply.clear()
                error.write(to: &reply, name: name, model: engine.model)
                return reply.finish()
            }
        }
        return nil
    }

    private mutating func learn(_ line: Bytes) throws(RequestError) {
        if line.count > LineReader.maximumBytes {
            throw .lineTooLong(bytes: Int32(truncatingIfNeeded: line.count))
        }
        reply.clear()
        _ = try run(line, teachesOnly: true)
    }
}
