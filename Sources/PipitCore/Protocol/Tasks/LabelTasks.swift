// Requests for the label of a text, and for its spans; `@command`, and a plain line, asks for both.

/// `@command text` and plain lines: the intent, and the slots where the model has a head for them.
enum CommandTask: Task {
    /// What a command says.
    struct Answer {
        let intent: LabelAnswer
        let slots: FoundSlots
        let isTruncated: Bool
    }

    static func maximumBytes(of model: ModelFile, head: Int, in tasks: TaskList) -> Int {
        var bytes = 0
        if let intent = model.intentHead {
            bytes = IntentTask.maximumBytes(of: model, head: intent, in: tasks)
        }
        if let slots = model.slotsHead { bytes &+= model.spanBytes(ofHead: slots) }
        return bytes &+ model.listBytes(ofHead: model.slotsHead)
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
            intent: LabelAnswer(intent, by: engine),
            slots: state.slots(slots, in: request.text, head: slotsHead, of: engine.model),
            isTruncated: reading.isTruncated)
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
    static var hasLists: Bool { true }
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

/// Slots of a text, and whether it was cut.
struct SlotsAnswer {
    let slots: FoundSlots
    let isTruncated: Bool
}

/// A task of heads of the kind `tokenBIO`.
protocol BIOTask: Task where Answer == SlotsAnswer {
    /// What the list, the name of a span and its text are called in the reply.
    static var keys: (spans: Literal, name: Literal, text: Literal) { get }
    /// Whether the spans are slots, of which some say values.
    static var hasValues: Bool { get }
    /// Whether names of lists are slots too.
    static var hasLists: Bool { get }
}

extension BIOTask {
    static var hasValues: Bool { true }
    static var hasLists: Bool { false }

    static func maximumBytes(of model: ModelFile, head: Int, in tasks: TaskList) -> Int {
        model.spanBytes(ofHead: head) &+ (hasLists ? model.listBytes(ofHead: head) : 0)
    }

    static func read(_ request: Request, by engine: borrowing Engine, _ state: inout SessionState)
        -> SlotsAnswer
    {
        let reading = engine.encode(request.text)
        var intent: Int?
        if let head = engine.intentHead(ofSlots: request.head) {
            intent = engine.classify(reading, head: head).label
        }
        let spans = engine.tag(reading, head: request.head, intent: intent)
        let slots = state.slots(
            spans, in: request.text, head: request.head, of: engine.model, hasLists: hasLists)
        return SlotsAnswer(slots: slots, isTruncated: reading.isTruncated)
    }

    static func write(_ answer: SlotsAnswer, to reply: inout Reply) {
        reply.member(
            keys.spans, answer.slots, name: keys.name, text: keys.text, hasValues: hasValues)
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

    /// Writes slots as a member: an array of name, words, what these say as a value, canonical name, and byte offsets.
    @inline(never)
    mutating func member(
        _ key: Literal, _ slots: FoundSlots, name: Literal, text: Literal, hasValues: Bool
    ) {
        self.key(key)
        beginArray()
        var slots = slots
        while let slot = slots.next() {
            beginObject()
            member(name, slot.name)
            member(text, slot.words)
            if hasValues { members(ofValue: slot.words, as: slot.kind) }
            if slot.id.count > 0 { member("id", slot.id) }
            offsets(from: slot.start, to: slot.end)
            endObject()
        }
        endArray()
    }

    /// Writes where a span starts and ends.
    mutating func offsets(of span: TextSpan) { offsets(from: span.start, to: span.end) }

    /// Writes where something starts and ends.
    @inline(never)
    mutating func offsets(from start: UInt16, to end: UInt16) {
        member("start", UInt32(start))
        member("end", UInt32(end))
    }
}

extension ModelFile {
    /// The number of the head of a command's intent.
    fileprivate var intentHead: Int? { headIndex(named: "intent", kind: .sequence) }

    /// The number of the head of a command's slots.
    var slotsHead: Int? { headIndex(named: "slots", kind: .tokenBIO) }

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

    /// Bytes of as many names of lists as are found in a text, with list, canonical name, value and numbers.
    func listBytes(ofHead index: Int?) -> Int {
        // Of names that are told, each byte may be escaped to two.
        var longest = 4 &* SessionLists.maximumNameBytes
        let lists = PackedLists(bytes: text(.slotLists, index ?? headCount).characters)
        var offset = 0
        while offset < lists.bytes.count {
            let entry = lists.entry(at: offset)
            longest = max(
                longest,
                Reply.bytes {
                    $0.text(entry.list)
                    $0.text(entry.id)
                })
            offset = entry.end
        }
        return ListMatches.maximumCount &* (longest &+ Reply.maximumValueBytes &+ 64)
    }
}
