import PipitKernels

/// A conversation: a ready line, then exactly one line of JSON for each line that comes in, whatever it holds.
///
///     session.receive(read(into: session.input))
///     while let reply = session.nextReply() { write(reply) }
public struct Session: ~Copyable {
    let engine: Engine
    var state: SessionState
    var reply: Reply
    /// Room for bytes that come in; `receive` takes them.
    public let input: UnsafeMutableBufferPointer<UInt8>
    /// Room for the bytes of a line that `answer` is given whole, in a session that receives none.
    public var line: UnsafeMutableBufferPointer<UInt8> { lines.storage }
    private var received = Bytes(start: nil, count: 0)  // and not read yet
    private(set) var lines: LineReader
    private let clock: ProcessFacts.Clock?
    private(set) var name = Bytes(start: nil, count: 0)  // of the task that the line names

    /// Plans the arena and prepares everything that stays.
    ///
    /// - Parameters:
    ///   - model: a valid model, whose bytes outlive the session.
    ///   - tasks: what requests may name.
    ///   - kernels: the integer kernels to run on.
    ///   - arena: memory that nothing else uses, aligned to `MemoryPlan.alignment`.
    ///   - process: what is told of the process; all that it lacks is left out of the replies.
    ///   - isTerminal: whether a terminal may be at the other end, as on a serial line: `LineReader` has what that means.
    /// - Throws: `StartError` when the arena is too small or lies askew.
    init(
        _ model: ModelFile, _ tasks: TaskList, kernels: UnsafePointer<pipit_kernels>,
        arena: UnsafeMutableRawBufferPointer, process: ProcessFacts, isTerminal: Bool
    ) throws(StartError) {
        let slots = SessionPlan(model, tasks)
        let plan = slots.plan
        let arena = try Arena(arena, for: plan)
        engine = Engine(model, kernels: kernels, slots: slots.engine, plan: plan, arena: arena)
        let taught = TaughtMemory(
            kept: arena.buffer(slots.taught, of: plan), training: arena.buffer(slots.training, of: plan),
            limits: .device, width: model.config.width)
        state = SessionState(
            tasks: tasks, taught: TaughtLabels(memory: taught, general: model.general),
            // It is not empty, so it has a base.
            lists: SessionLists(storage: arena.buffer(slots.lists, of: plan).baseAddress.unsafelyUnwrapped),
            statistics: Statistics(counts: arena.buffer(slots.histogram, of: plan)),
            spelled: arena.buffer(slots.spelled, of: plan), process: process,
            arenaBytes: plan.totalBytes)
        reply = Reply(storage: arena.buffer(slots.reply, of: plan))
        input = arena.buffer(slots.input, of: plan)
        lines = LineReader(storage: arena.buffer(slots.line, of: plan), isTerminal: isTerminal)
        clock = process.clock
    }

    /// The first line out: version, model, what it can do and how much it takes; valid until the next call.
    public mutating func ready() -> UnsafeBufferPointer<UInt8> {
        reply.clear()
        reply.writeReady(engine.model, state.tasks)
        if reply.isOverfull { writeError(.replyTooLong) }
        return reply.finish()
    }

    /// The reply to a line, one line of JSON with its line feed; valid until the next call.
    @inline(never)  // For a line in the middle of the input, and for the last one.
    public mutating func answer(_ line: LineReader.Line) -> UnsafeBufferPointer<UInt8> {
        let start = clock?() ?? 0
        reply.clear()
        do throws(RequestError) {
            try run(line, since: start)
            if reply.isOverfull { throw .replyTooLong }
        } catch {
            state.statistics.addError()
            writeError(error)
        }
        return reply.finish()
    }

    /// Takes the first `count` bytes of `input`, which have come in; `nextReply` answers the lines that they complete.
    public mutating func receive(_ count: Int) {
        received = Bytes(rebasing: input[..<count])
    }

    /// The reply to the next line that is complete, valid until the next call; nil when more bytes must come in.
    public mutating func nextReply() -> UnsafeBufferPointer<UInt8>? {
        lines.next(&received).map { answer($0) }
    }

    /// The reply to the line that the end of the input leaves; nil when it leaves none.
    public mutating func lastReply() -> UnsafeBufferPointer<UInt8>? {
        lines.last().map { answer($0) }
    }

    /// Forgets what came in and was not answered: the line hung up, and what follows is another conversation.
    public mutating func discardLine() {
        received = Bytes(start: nil, count: 0)
        lines.discard()
    }

    private mutating func run(_ line: LineReader.Line, since start: UInt64) throws(RequestError) {
        switch line {
        case .tooLong(let count): throw .lineTooLong(bytes: count)
        case .bytes(let bytes):
            if try run(bytes, teachesOnly: false) { addTime(since: start) }
            reply.endObject()
        }
    }

    /// Answers a line, all of the reply but `micros` and its end.
    ///
    /// - Parameters:
    ///   - bytes: the line.
    ///   - teachesOnly: whether only requests that teach something are answered.
    /// - Returns: whether the model read a text for it.
    /// - Throws: why the line gets an error.
    @inline(never)
    mutating func run(_ bytes: Bytes, teachesOnly: Bool) throws(RequestError) -> Bool {
        if !isValidUTF8(bytes) { throw .invalidUTF8 }
        let line = RequestLine(bytes)
        let plainName: Literal = "command"
        name = line.name ?? plainName.bytes
        if line.name == nil && line.isTextBlank { throw .emptyLine }
        if teachesOnly {
            let (teach, list): (Literal, Literal) = ("teach", "list")
            if !sameBytes(name, teach.bytes) && !sameBytes(name, list.bytes) { throw .noExample }
        }
        let tasks = state.tasks
        let found = try tasks.find(name, in: engine.model)
        let request = try Request(line, name: name, head: found.head, with: tasks.rows[found.row].texts)
        try tasks.rows[found.row].answer(request, engine, &state, &reply)
        return tasks.rows[found.row].readsText
    }

    /// Counts an answer of the model, and writes how long it took.
    private mutating func addTime(since start: UInt64) {
        let nanoseconds = (clock?() ?? 0) &- start
        let micros = UInt32(clamping: nanoseconds / 1_000)
        if clock != nil { reply.member("micros", micros) }
        state.statistics.addAnswer(micros: micros)
    }

    private mutating func writeError(_ error: RequestError) {
        reply.clear()
        error.write(to: &reply, name: name, model: engine.model)
    }
}

extension Request {
    /// The request of a line for a task, whose texts must be there.
    fileprivate init(
        _ line: RequestLine, name: Bytes, head: Int, with texts: TaskEntry.Texts
    ) throws(RequestError) {
        self.name = name
        self.head = head
        var text = line.text
        var second = Bytes(start: nil, count: 0)
        if texts != .none && line.isTextBlank { throw .missingText }
        if texts == .two {
            guard let pair = TextPair(line.text) else { throw .missingSecondText }
            (text, second) = (pair.first, pair.second)
        }
        self.text = text
        self.second = second
    }
}

extension Reply {
    /// Writes the ready line: version, model, the requests it answers, and its limits.
    mutating func writeReady(_ model: ModelFile, _ tasks: TaskList) {
        beginObject()
        member("ready", "pipit")
        member("version", pipitVersion)
        member("model", model.info("name") ?? Bytes(start: nil, count: 0))
        members(ofRequestsTo: model, tasks)
        endObject()
    }

    /// Writes the requests that a model answers and the limits of a line, as the ready line and `@info` tell them.
    @inline(never)
    mutating func members(ofRequestsTo model: ModelFile, _ tasks: TaskList) {
        key("tasks")
        beginArray()
        var requests = tasks.requests(of: model)
        while let request = requests.next() { string(request.name) }
        endArray()
        key("limits")
        beginObject()
        member("line_bytes", LineReader.maximumBytes)
        member("tokens", model.config.maxTokens &- 2)
        endObject()
    }
}
