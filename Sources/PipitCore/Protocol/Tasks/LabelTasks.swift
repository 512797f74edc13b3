// Requests for the label of a text, and for its spans; `@command`, and a plain line, asks for both.

/// `@command text` and plain lines: the intent, and the slots where the model has a head for them.
enum CommandTask: Task {
    /// What a command says.
    struct Answer {
        let intent: LabelAnswer
        /// Nil where the model has no head for them.
        let slots: TextSpans?
        let isTruncated: Bool
    }

    static func maximumBytes(of model: ModelFile, head: Int, in tasks: TaskList) -> Int {
        var bytes = 0
        if let intent = model.intentHead {
            bytes = IntentTask.maximumBytes(of: model, head: intent, in: tasks)
        }
        if let slots = model.slotsHead { bytes &+= SlotsTask.maximumBytes(of: model, head: slots, in: tasks) }
        return bytes
    }

    static func read(
        _ request: Request, by engine: borrowing Engine, _ state: inout SessionState
    ) throws(RequestError) -> Answer {
        guard let intentHead = engine.model.intentHead else { throw .noHead }
        let slotsHead = engine.model.slotsHead
        let wanted = slotsHead == nil ? engine.wanted(by: intentHead) : .all
        let reading = engine.encode(request.text, wanted: wanted)
        let intent = engine.classify(reading, head: intentHead)
        var slots: TextSpans?
        if let slotsHead { slots = engine.tag(reading, head: slotsHead, intent: intent.label) }
        return Answer(
            intent: LabelAnswer(intent, by: engine), slots: slots, isTruncated: reading.isTruncated)
    }

    static func write(_ answer: Answer, to reply: inout Reply) {
        reply.member("intent", answer.intent.classification, act: answer.intent.act)
        reply.member("slots", answer.slots, name: "name", text: "value", hasValues: true)
        reply.truncated(answer.isTruncated)
    }
}

/// The label of a text, and what the text does where that holds it back from the label.
struct LabelAnswer {
    let classification: Classification
    /// Nil where nothing holds it back.
    let act: Bytes?

    init(_ classification: Classification, by engine: borrowing Engine) {
        self.classification = classification
        if let held = classification.heldBy { act = engine.nameOfAct(held) } else { act = nil }
    }
}

/// `@intent text`, and `@intent.name text` for a model with several heads of intents.
enum IntentTask: SequenceTask {
    static var key: Literal { "intent" }
}

/// `@head text` for any other head that gives a text one label.
enum LabelTask: SequenceTask {
    static var key: Literal { "label" }
}

/// A task of heads of the kind `sequence`.
protocol SequenceTask: Task where Answer == LabelAnswer {
    /// What the label is called in the reply.
    static var key: Literal { get }
}

extension SequenceTask {
    static func maximumBytes(of model: ModelFile, head: Int, in tasks: TaskList) -> Int {
        model.longestLabelBytes(ofHead: head) &+ model.longestActBytes
    }

    static func read(_ request: Request, by engine: borrowing Engine, _ state: inout SessionState)
        -> LabelAnswer
    {
        LabelAnswer(engine.classify(request.text, head: request.head), by: engine)
    }

    static func write(_ answer: LabelAnswer, to reply: inout Reply) {
        reply.member(key, answer.classification, act: answer.act)
    }
}

/// `@slots text`, and `@slots.name text` for a model with several heads of slots.
enum SlotsTask: BIOTask {
    static var keys: (spans: Literal, name: Literal, text: Literal) { ("slots", "name", "value") }
}

/// `@ner text`, and `@ner.name text` for a model with several heads of entities.
enum EntitiesTask: BIOTask {
    static var keys: (spans: Literal, name: Literal, text: Literal) { ("entities", "type", "text") }
    static var hasValues: Bool { false }
}

/// `@head text` for any other head that names spans of a text.
enum SpansTask: BIOTask {
    static var keys: (spans: Literal, name: Literal, text: Literal) { ("spans", "name", "value") }
}

/// Spans of a text, and whether it was cut.
struct SpansAnswer {
    let spans: TextSpans
    let isTruncated: Bool
}

/// A task of heads of the kind `tokenBIO`.
protocol BIOTask: Task where Answer == SpansAnswer {
    /// What the list, the name of a span and its text are called in the reply.
    static var keys: (spans: Literal, name: Literal, text: Literal) { get }
    /// Whether the spans are slots, of which some say values.
    static var hasValues: Bool { get }
}

extension BIOTask {
    static var hasValues: Bool { true }

    static func maximumBytes(of model: ModelFile, head: Int, in tasks: TaskList) -> Int {
        model.spanBytes(ofHead: head)
    }

    static func read(_ request: Request, by engine: borrowing Engine, _ state: inout SessionState)
        -> SpansAnswer
    {
        let reading = engine.encode(request.text)
        var intent: Int?
        if let head = engine.intentHead(ofSlots: request.head) {
            intent = engine.classify(reading, head: head).label
        }
        let spans = engine.tag(reading, head: request.head, intent: intent)
        return SpansAnswer(spans: spans, isTruncated: reading.isTruncated)
    }

    static func write(_ answer: SpansAnswer, to reply: inout Reply) {
        reply.member(
            keys.spans, answer.spans, name: keys.name, text: keys.text, hasValues: hasValues)
        reply.truncated(answer.isTruncated)
    }
}

extension Reply {
    /// Writes the members of a label: itself, or null with `act` and `of` where an act holds the text back from it, or
    /// null when out of scope; `score` and, from a head that has such a class, `oos`.
    @inline(never)
    mutating func member(_ key: Literal, _ classification: Classification, act: Bytes? = nil) {
        label(key, classification.isOutOfScope ? nil : classification.name, act: act)
        member("score", classification.score)
        if let outOfScope = classification.outOfScope { member("oos", outOfScope) }
    }

    /// Writes a label, or null where there is none; where an act holds a text back from it, null and the two.
    @inline(never)
    mutating func label(_ key: Literal, _ label: Bytes?, act: Bytes?) {
        self.key(key)
        if let label, act == nil { string(label) } else { null() }
        if let label, let act {
            member("act", act)
            member("of", label)
        }
    }

    /// Writes spans as a member: an array of name, text, what the text says as a value, and byte offsets in the text.
    @inline(never)
    mutating func member(
        _ key: Literal, _ spans: TextSpans?, name: Literal, text: Literal, hasValues: Bool
    ) {
        self.key(key)
        beginArray()
        for index in 0..<(spans?.count ?? 0) {
            guard let spans else { break }
            beginObject()
            member(name, spans.name(of: index))
            let words = spans.text(of: index)
            member(text, words)
            if hasValues { members(ofValue: words, as: spans.kind(of: index)) }
            offsets(of: spans[index])
            endObject()
        }
        endArray()
    }

    /// Writes where a span starts and ends.
    @inline(never)
    mutating func offsets(of span: TextSpan) {
        member("start", UInt32(span.start))
        member("end", UInt32(span.end))
    }
}

extension ModelFile {
    /// The number of the head of a command's intent.
    fileprivate var intentHead: Int? { headIndex(named: "intent", kind: .sequence) }

    /// The number of the head of a command's slots.
    fileprivate var slotsHead: Int? { headIndex(named: "slots", kind: .tokenBIO) }

    /// The number of the head with this name, provided that it is of this kind.
    private func headIndex(named name: Literal, kind: TaskHead.Kind) -> Int? {
        guard let index = headIndex(named: name.bytes), record(index).kind == kind else { return nil }
        return index
    }

    /// Bytes of the longest label of head number `index` in a reply.
    func longestLabelBytes(ofHead index: Int) -> Int {
        let labels = head(index).labels
        var (longest, offset) = (0, 0)
        while let (line, next) = labels.line(at: offset) {
            longest = max(longest, Reply.bytes { $0.text(line.characters) })
            offset = next
        }
        return longest
    }

    /// Bytes of the longest name of an act in a reply.
    var longestActBytes: Int { actHead.map { longestLabelBytes(ofHead: $0) } ?? 0 }

    /// Bytes of a span for each word of a text, with brackets, a label, a value and numbers.
    func spanBytes(ofHead index: Int) -> Int {
        (config.maxTokens &- 1) &* (longestLabelBytes(ofHead: index) &+ Reply.maximumValueBytes &+ 48)
    }
}
