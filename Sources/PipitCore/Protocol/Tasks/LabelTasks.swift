// Requests for the label of a text, and for its spans. CommandTask.swift asks for both.

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
    static var needsWords: Bool { true }
}

/// `@head text` for any other head that gives a text one label.
enum LabelTask: SequenceTask {
    static var key: Literal { "label" }
}

/// A task of heads of the kind `sequence`.
protocol SequenceTask: Task where Answer == LabelAnswer {
    /// What the label is called in the reply.
    static var key: Literal { get }
    /// Whether a text without a letter or digit ("...", a lone emoji) is out of scope, as it asks for nothing.
    static var needsWords: Bool { get }
}

extension SequenceTask {
    static var needsWords: Bool { false }

    static func maximumBytes(of model: ModelFile, head: Int, in tasks: TaskList) -> Int {
        model.longestDetailedBytes(ofHead: head) &+ model.longestActBytes
    }

    static func read(_ request: Request, by engine: borrowing Engine, _ state: inout SessionState)
        -> LabelAnswer
    {
        var label = engine.classify(request.text, head: request.head)
        if needsWords && !hasLetterOrDigit(request.text) { label.leaveScope() }
        return LabelAnswer(label, by: engine)
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

/// `@ner text`, and `@ner.name text` for a model with several heads of entities: names by the head, and values by the
/// grammar where no name stands.
enum EntitiesTask: BIOTask {
    static var keys: (spans: Literal, name: Literal, text: Literal) { ("entities", "type", "text") }
    static var hasValues: Bool { false }

    static func maximumBytes(of model: ModelFile, head: Int, in tasks: TaskList) -> Int {
        // With a score, and the longest name of a kind.
        model.spanBytes(ofHead: head) &+ 32 &* model.config.maxTokens
    }

    static func read(_ request: Request, by engine: borrowing Engine, _ state: inout SessionState)
        -> SpansAnswer
    {
        let reading = engine.encode(request.text)
        var spans = engine.tag(reading, head: request.head)
        engine.score(&spans, reading, head: request.head)
        spans.addValues(reading.words)
        return SpansAnswer(spans: spans, isTruncated: reading.isTruncated)
    }
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
    /// Whether names of lists are spans too.
    static var hasLists: Bool { get }
}

extension BIOTask {
    static var hasValues: Bool { true }
    static var hasLists: Bool { false }

    static func maximumBytes(of model: ModelFile, head: Int, in tasks: TaskList) -> Int {
        model.spanBytes(ofHead: head) &+ (hasLists ? model.listBytes(ofHead: head) : 0)
    }

    static func read(_ request: Request, by engine: borrowing Engine, _ state: inout SessionState)
        -> SpansAnswer
    {
        engine.spans(of: request, state, hasLists: hasLists)
    }

    static func write(_ answer: SpansAnswer, to reply: inout Reply) {
        reply.member(
            keys.spans, answer.spans, name: keys.name, text: keys.text, hasValues: hasValues)
        reply.truncated(answer.isTruncated)
    }
}

extension Reply {
    /// Writes the members of a label, or all labels where each has a probability of its own.
    ///
    /// Of one label: itself, or null with `act` and `of` where an act holds the text back from it, or null when out of
    /// scope; `score` and, from a head that has such a class, `oos`.
    @inline(never)
    mutating func member(_ key: Literal, _ classification: Classification, act: Bytes? = nil) {
        if let probabilities = classification.probabilities {
            labels(classification.labels, probabilities)
            return
        }
        label(key, classification.isOutOfScope ? nil : classification.name, act: act)
        member("score", classification.score)
        if let outOfScope = classification.outOfScope { member("oos", outOfScope) }
    }

    /// Writes the member `labels`: each with its probability, in the order of the head.
    private mutating func labels(_ labels: TextLines, _ probabilities: UnsafeMutablePointer<Float>) {
        self.key("labels")
        beginArray()
        var (index, offset) = (0, 0)
        while let (line, next) = labels.line(at: offset) {
            beginObject()
            member("label", line.characters)
            member("score", probabilities[index])
            endObject()
            index &+= 1
            offset = next
        }
        endArray()
    }

    /// Writes a label with its details, or null where there is none; where an act holds a text back from it, null and the
    /// two.
    @inline(never)
    mutating func label(_ key: Literal, _ label: Bytes?, act: Bytes?) {
        self.key(key)
        guard let label else { return null() }
        let name = LabelDetails.name(of: label)
        if let act {
            null()
            member("act", act)
            member("of", name)
        } else {
            string(name)
        }
        var details = LabelDetails(label, from: name.count)
        while let (key, value) = details.next() {
            string(key)
            member(valueOf: value)
        }
    }

    /// Writes spans that start in a part of the text as a member: an array of name, text, what the text says as a value,
    /// score, canonical name, and byte offsets.
    @inline(never)
    mutating func member(
        _ key: Literal, _ spans: TextSpans, name: Literal, text: Literal, hasValues: Bool,
        in part: CommandPart? = nil, _ spelling: Spelling = Spelling()
    ) {
        self.key(key)
        beginArray()
        for index in 0..<spans.count {
            if let part, spans[index].start < part.start || spans[index].start >= part.end { continue }
            beginObject()
            member(name, spans.name(of: index))
            let words = spans.text(of: index)
            member(text, words)
            if hasValues || spans[index].valueKind != nil {
                members(ofValue: words, as: spans.kind(of: index))
            }
            if spans[index].score > 0 { member("score", Float(spans[index].score) / 10_000) }
            let id = spans.id(of: index)
            if id.count > 0 { member("id", id) }
            offsets(of: spans[index], spelling)
            endObject()
        }
        endArray()
    }

    /// Writes where a span starts and ends in the text as it was typed.
    @inline(never)
    mutating func offsets(of span: TextSpan, _ spelling: Spelling = Spelling()) {
        member("start", UInt32(spelling.typedOffset(span.start)))
        member("end", UInt32(spelling.typedOffset(span.end)))
    }
}

extension ModelFile {
    /// Bytes of the longest label of head number `index` in a reply, or of all labels where a reply has all.
    func longestLabelBytes(ofHead index: Int) -> Int {
        let head = head(index)
        var (longest, all, offset) = (0, 0, 0)
        while let (line, next) = head.labels.line(at: offset) {
            let bytes = Reply.bytes { $0.text(line.characters) }
            longest = max(longest, bytes)
            // With the names of two members, a number, and signs.
            all &+= bytes &+ 40
            offset = next
        }
        return head.hasSeveralLabels ? all : longest
    }

    /// Bytes of the longest label as a reply writes it, with its details.
    func longestDetailedBytes(ofHead index: Int) -> Int {
        longestLabelBytes(ofHead: index) &+ LabelDetails.maximum &* LabelDetails.marksBytes
    }

    /// Bytes of the longest name of an act in a reply.
    var longestActBytes: Int { actHead.map { longestLabelBytes(ofHead: $0) } ?? 0 }

    /// Bytes of a span for each word of a text, with brackets, a label of head number `index`, a value and numbers.
    func spanBytes(ofHead index: Int?) -> Int {
        let label = index.map { longestLabelBytes(ofHead: $0) } ?? 0
        return (config.maxTokens &- 1) &* (label &+ Reply.maximumValueBytesOfWord &+ 48)
    }

    /// Bytes of as many names of lists as are found in a text, with list, canonical name, value and numbers.
    @inline(never)  // Long, and called in several places.
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
        // Words of a name may be those of a longer span as well.
        return maximumEscapeBytes &* LineReader.maximumBytes
            &+ TextSpans.maximumNames &* (longest &+ Reply.maximumValueBytesOfWord &+ 64)
    }
}

extension Engine {
    /// The spans that the head of a request finds, with names of lists where they have some.
    @inline(never)  // For each kind of spans.
    fileprivate func spans(of request: Request, _ state: SessionState, hasLists: Bool) -> SpansAnswer {
        let reading = encode(request.text)
        var intent: Int?
        if let head = intentHead(ofSlots: request.head) { intent = classify(reading, head: head).label }
        var spans = tag(reading, head: request.head, intent: intent)
        if hasLists { spans = slots(spans, in: request.text, head: request.head, state) }
        return SpansAnswer(spans: spans, isTruncated: reading.isTruncated)
    }

    /// The slots of a text: the spans that head number `head` found, and names of its lists and of the session's.
    @inline(never)
    func slots(_ spans: TextSpans?, in text: Bytes, head: Int?, _ state: SessionState) -> TextSpans {
        var spans = spans ?? noSpans(of: text)
        let packed = model.text(.slotLists, head ?? model.headCount).characters
        let lists = ListSources(model: PackedLists(bytes: packed), session: state.lists.packed)
        if !lists.isEmpty { spans.addNames(of: lists, memory.lists) }
        return spans
    }
}
