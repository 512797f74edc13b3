/// The buffers of a whole session, the engine's and the encoder's among them, as places of a memory plan.
struct SessionPlan {
    private(set) var plan = MemoryPlan()
    let engine: EnginePlan
    let input: MemoryPlan.ArraySlot<UInt8>
    let line: MemoryPlan.ArraySlot<UInt8>
    let spelled: MemoryPlan.ArraySlot<UInt8>
    let histogram: MemoryPlan.ArraySlot<UInt32>
    let taught: MemoryPlan.Slot
    let training: MemoryPlan.Slot
    let lists: MemoryPlan.ArraySlot<UInt8>
    let reply: MemoryPlan.ArraySlot<UInt8>

    /// As much as one read brings: a line is gathered from several, and only the last takes long to answer.
    private static let inputBytes = 64

    /// Reserves and places every buffer that a session on `model` needs.
    init(_ model: ModelFile, _ tasks: TaskList) {
        let limits = TeachingLimits.device
        let width = model.config.width
        input = plan.reserve("input", Self.inputBytes, from: .read, through: .reply)
        line = plan.reserve("line", LineReader.maximumBytes, from: .read, through: .reply)
        spelled = plan.reserve(
            "line as spelled", model.holdsSeveralCommands ? LineReader.maximumBytes : 0, from: .tokenize,
            through: .reply)
        histogram = plan.reserve("statistics", Statistics.buckets, from: .read, through: .reply)
        taught = plan.reserve(
            "taught labels", bytes: limits.keptBytes(width: width), from: .read, through: .reply)
        // Training ends before a text is encoded, so the encoder's buffers may take these bytes.
        training = plan.reserve(
            "training of labels", bytes: limits.trainingBytes(width: width), from: .tokenize,
            through: .tokenize)
        lists = plan.reserve("lists", SessionLists.bufferBytes, from: .read, through: .reply)
        engine = EnginePlan(for: model, in: &plan)
        // Readings end before the reply is begun, which so takes the bytes of the encoder: Task.swift.
        reply = plan.reserve("reply", Reply.maximumBytes(of: model, tasks), from: .reply, through: .reply)
        plan.place()
    }
}

extension Reply {
    /// Bytes of the longest reply that a session on `model` gives.
    fileprivate static func maximumBytes(of model: ModelFile, _ tasks: TaskList) -> Int {
        // The request's name, brackets and numbers, and a part of the text; or an error, which names all heads.
        let frame = 1024 &+ 160 &* model.headCount
        var longest = bytes { $0.writeReady(model, tasks) }
        var requests = tasks.requests(of: model)
        while let (found, _) = requests.next() {
            let texts =
                tasks.rows[found.row].texts == .none ? 0 : maximumEscapeBytes &* LineReader.maximumBytes
            longest = max(
                longest, frame &+ texts &+ tasks.rows[found.row].maximumBytes(model, found.head, tasks))
        }
        return longest
    }

    /// How many bytes `body` writes.
    static func bytes(_ body: (inout Reply) -> Void) -> Int {
        var reply = Reply(storage: UnsafeMutableBufferPointer(start: nil, count: 0))
        body(&reply)
        return reply.byteCount
    }
}
