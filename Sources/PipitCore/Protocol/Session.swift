/// A conversation: a ready line, then exactly one line of JSON for each line that comes in, whatever it holds.
public struct Session {
    // Each use of it through an inout session copies it whole, so answers take it into a constant once.
    let engine: Engine
    var reply: Reply
    var statistics: Statistics
    var taught: TaughtLabels
    private let clock: Clock?
    private var startNanoseconds: UInt64 = 0
    private var name = Bytes(start: nil, count: 0)  // of the task that the line asks for

    /// A clock that never goes back, in nanoseconds.
    public typealias Clock = @convention(c) () -> UInt64

    /// A session on `engine`, whose arena holds the session's buffers as well.
    ///
    /// - Parameters:
    ///   - engine: the model, ready to run.
    ///   - clock: what times are taken from; nil leaves all times out of the replies.
    public init(engine: Engine, clock: Clock?) {
        self.engine = engine
        self.clock = clock
        reply = Reply(storage: engine.memory.reply)
        statistics = Statistics(counts: engine.memory.histogram)
        taught = TaughtLabels(memory: engine.memory.taught)
    }

    /// The first line out: version, model, what it can do and how much it takes; valid until the next call.
    public mutating func ready() -> UnsafeBufferPointer<UInt8> {
        reply.clear()
        writeReady()
        return reply.finish()
    }

    /// The reply to a line, one line of JSON with its line feed; valid until the next call.
    @inline(never)  // For a line in the middle of the input, and for the last one.
    public mutating func answer(_ line: LineReader.Line) -> UnsafeBufferPointer<UInt8> {
        startNanoseconds = clock?() ?? 0
        reply.clear()
        do throws(RequestError) {
            try run(line)
            if reply.isOverfull { throw .replyTooLong }
        } catch {
            statistics.addError()
            reply.clear()
            error.write(to: &reply, name: name, model: engine.model)
        }
        return reply.finish()
    }

    /// Holds the whole conversation: the ready line, then a reply for each line until the input ends.
    ///
    /// - Parameters:
    ///   - endsAtCR: whether a CR by itself ends a line, as the Enter key of a terminal on a serial line sends it.
    ///   - read: fills the buffer as far as bytes have come, and says how many; 0 or less at the end.
    ///   - write: sends bytes on; false when nobody takes them any more, which ends the conversation.
    public mutating func converse(
        endingLinesAtCR endsAtCR: Bool = false,
        reading read: (UnsafeMutableBufferPointer<UInt8>) -> Int,
        writing write: (UnsafeBufferPointer<UInt8>) -> Bool
    ) {
        guard write(ready()) else { return }
        var reader = LineReader(storage: engine.memory.line, endsAtCR: endsAtCR)
        while true {
            let count = read(engine.memory.input)
            if count <= 0 { break }
            var chunk = Bytes(rebasing: engine.memory.input[..<count])
            while let line = reader.next(&chunk) {
                guard write(answer(line)) else { return }
            }
        }
        if let line = reader.last() { _ = write(answer(line)) }
    }

    private mutating func run(_ line: LineReader.Line) throws(RequestError) {
        let bytes: Bytes
        switch line {
        case .tooLong(let count): throw .lineTooLong(bytes: count)
        case .bytes(let all): bytes = all
        }
        if !isValidUTF8(bytes) { throw .invalidUTF8 }
        let request = Request(line: bytes)
        guard let name = request.name else {
            name = TaskEntry.plainLine.name.bytes
            if request.isTextBlank { throw .emptyLine }
            return try run(FoundTask(task: .plainLine, head: 0), request)
        }
        self.name = name
        try run(try TaskEntry.named(name, in: engine.model), request)
    }

    private mutating func run(_ found: FoundTask, _ request: Request) throws(RequestError) {
        if case .fixed(let answer) = found.task.answer { return answer(&self, name) }
        if request.isTextBlank { throw .missingText }
        let asked = Asked(name: name, text: request.text)
        switch found.task.answer {
        case .fixed: break
        case .text(let answer): try answer(&self, asked)
        case .head(_, let answer): try answer(&self, asked, found.head)
        case .pair(_, let answer):
            guard let pair = TextPair(request.text) else { throw .missingSecondText }
            answer(&self, AskedPair(name: name, first: pair.first, second: pair.second), found.head)
        }
    }

    /// Begins the answer of the model, once the last reading of a head is done.
    mutating func beginAnswer(_ asked: Asked) { beginAnswer(asked.name) }

    /// The same, for the task of that name.
    mutating func beginAnswer(_ name: Bytes) {
        reply.beginObject()
        reply.member("task", name)
    }

    /// Ends the answer of the model: whether a text was cut, and how long it took.
    @inline(never)  // Every answer needs it.
    mutating func endAnswer(isTruncated: Bool) {
        if isTruncated {
            reply.key("truncated")
            reply.bool(true)
        }
        let micros = microsSinceStart()
        if hasClock {
            reply.member("micros", micros)
        }
        reply.endObject()
        statistics.addAnswer(micros: micros)
    }

    /// Whether replies tell times.
    var hasClock: Bool { clock != nil }

    private func microsSinceStart() -> UInt32 {
        let nanoseconds = (clock?() ?? 0) &- startNanoseconds
        return UInt32(clamping: nanoseconds / 1_000)
    }
}
