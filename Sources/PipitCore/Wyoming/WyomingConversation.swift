/// A conversation in the Wyoming protocol, by which Home Assistant asks what a sentence means: each event that asks for
/// something gets one, on a line of its own.
///
///     conversation.receive(read(into: conversation.input))
///     while let event = conversation.nextReply() { write(event) }
public struct WyomingConversation: ~Copyable {
    private var session: Session
    private var reader: WyomingReader
    private var received = Bytes(start: nil, count: 0)  // and not read yet

    /// A conversation with the model, the taught labels and the lists of a session.
    public init(_ session: consuming Session) {
        reader = WyomingReader(storage: session.lines.storage)
        self.session = session
    }

    /// Room for bytes that come in; `receive` takes them.
    public var input: UnsafeMutableBufferPointer<UInt8> { session.input }

    /// Takes the first `count` bytes of `input`, which have come in.
    public mutating func receive(_ count: Int) {
        received = Bytes(rebasing: session.input[..<count])
    }

    /// The answer to the next event that asks for one, valid until the next call; nil when more bytes must come in.
    public mutating func nextReply() -> UnsafeBufferPointer<UInt8>? {
        while let event = reader.next(&received) {
            session.reply.clear()
            if session.answer(event) { return session.reply.finish() }
        }
        return nil
    }
}

extension Session {
    /// Writes the answer to an event; false where it gets none.
    fileprivate mutating func answer(_ event: WyomingEvent) -> Bool {
        switch event.kind {
        case .unknown: return false
        case .describe: reply.info(engine.model)
        case .ping:
            reply.beginEvent("pong")
            if let text = event.text { reply.member("text", text) }
            reply.endEvent()
        case .recognize:
            if let text = event.text { recognize(text, isTooLong: event.isTooLong) } else { fail() }
        case .broken: fail()
        }
        return true
    }

    /// Says that an event cannot be read.
    private mutating func fail() {
        reply.beginEvent("error")
        reply.member("text", "this is no event")
        reply.member("code", "bad_event")
        reply.endEvent()
    }

    /// Answers a sentence.
    private mutating func recognize(_ text: Bytes, isTooLong: Bool) {
        let refusal: Literal
        if isTooLong {
            refusal = "That was too long for me"
        } else if !isValidUTF8(text) {
            return fail()
        } else {
            let name: Literal = "command"
            let request = Request(name: name.bytes, text: text, second: text, head: 0)
            guard let found = try? CommandTask.read(request, by: engine, &state) else { return fail() }
            let intent = found.intents[0]
            if found.commands > 1 {
                refusal = "One command at a time, please"
            } else if found.isTruncated {
                refusal = "That was too long for me"
            } else if let act = intent.act {
                refusal = act.equals("forbidden") ? "All right, I do nothing" : "That is no command"
            } else if found.isTimed {
                refusal = "I can do that right away, but not at a time"
            } else if !intent.classification.isOutOfScope {
                return reply.intent(intent.classification.name, found.slots)
            } else if let (label, slots) = taught(request) {
                return reply.intent(label, slots)
            } else {
                refusal = "Sorry, I did not understand that"
            }
        }
        reply.event("not-recognized", refusal.bytes)
    }

    /// The taught label of a text and the names of lists in it; nil where it has none.
    private mutating func taught(_ request: Request) -> (Bytes, TextSpans)? {
        guard let found = try? ClassifyTask.read(request, by: engine, &state), let label = found.label,
            found.act == nil && !found.isTimed
        else { return nil }
        return (label, found.slots)
    }
}
