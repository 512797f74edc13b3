/// `@command text` and plain lines: the intent, and the slots where the model has a head for them.
///
/// A line with several commands has an entry for each. Their intents are read one after the other, the slots in one
/// reading of the whole line, the last: so nothing of a reading has to outlast the next.
enum CommandTask: Task {
    /// What the commands of a line say.
    struct Answer {
        /// As many as `commands`, from the first.
        let parts: CommandParts
        let intents: InlineArray<4, LabelAnswer>
        let commands: Int
        let slots: TextSpans
        let isTruncated: Bool
    }

    static func maximumBytes(of model: ModelFile, head: Int, in tasks: TaskList) -> Int {
        var bytes = 0
        if let intent = model.intentHead {
            bytes = IntentTask.maximumBytes(of: model, head: intent, in: tasks)
            if model.text(.commandWords, intent).count > 0 { bytes = CommandParts.maximum &* (bytes &+ 128) }
        }
        if let slots = model.slotsHead { bytes &+= model.spanBytes(ofHead: slots) }
        return bytes &+ model.listBytes(ofHead: model.slotsHead)
    }

    static func read(
        _ request: Request, by engine: borrowing Engine, _ state: inout SessionState
    ) throws(RequestError) -> Answer {
        guard let intentHead = engine.model.intentHead else { throw .noHead }
        let words = CommandWords(engine.model.text(.commandWords, intentHead))
        let parts = CommandParts(request.text, words)
        let several = parts.count > 1 ? engine.intents(of: parts, in: request.text, words, intentHead) : nil
        let slotsHead = engine.model.slotsHead
        let wanted = slotsHead == nil ? engine.wanted(by: intentHead) : .all
        let reading = engine.encode(request.text, wanted: wanted)
        let intent = engine.classify(reading, head: intentHead)
        var slots: TextSpans?
        if let slotsHead {
            slots = engine.tag(reading, head: slotsHead, intent: several == nil ? intent.label : nil)
        }
        return Answer(
            parts: parts,
            intents: several ?? InlineArray(repeating: LabelAnswer(intent, by: engine)),
            commands: several == nil ? 1 : parts.count,
            slots: engine.slots(slots, in: request.text, head: slotsHead, state),
            isTruncated: reading.isTruncated)
    }

    static func write(_ answer: Answer, to reply: inout Reply) {
        if answer.commands == 1 {
            reply.command(answer.intents[0], answer.slots, in: nil)
        } else {
            reply.key("intent")
            reply.null()
            reply.key("commands")
            reply.beginArray()
            for index in 0..<answer.commands {
                reply.beginObject()
                reply.command(answer.intents[index], answer.slots, in: answer.parts[index])
                reply.endObject()
            }
            reply.endArray()
        }
        reply.truncated(answer.isTruncated)
    }
}

extension Reply {
    /// Writes the members of one command.
    @inline(never)
    fileprivate mutating func command(_ intent: LabelAnswer, _ slots: TextSpans, in part: CommandPart?) {
        member("intent", intent.classification, act: intent.act)
        member("slots", slots, name: "name", text: "value", hasValues: true, in: part)
    }
}

extension Engine {
    /// The intents of the parts of a line, where each is a command; nil where the line is to be read as one.
    ///
    /// A part that is out of scope belongs to another one. So does what follows a part that an act holds back, but behind
    /// a word that parts: "don't lock the door and go to bed" forbids all of it.
    @inline(never)
    fileprivate func intents(of parts: CommandParts, in text: Bytes, _ words: CommandWords, _ head: Int)
        -> InlineArray<4, LabelAnswer>?
    {
        let wanted = wanted(by: head)
        var found: InlineArray<4, LabelAnswer>?
        for index in 0..<parts.count {
            let part = parts[index]
            let reading = encode(
                Bytes(rebasing: text[Int(part.start)..<Int(part.end)]), wanted: wanted)
            let answer = LabelAnswer(classify(reading, head: head), by: self)
            if answer.classification.isOutOfScope { return nil }
            if index &+ 1 < parts.count {
                if answer.act != nil && !parts[index &+ 1].isApart { return nil }
                if words.has(answer.classification.name, as: .whole) { return nil }
            }
            if found == nil { found = InlineArray(repeating: answer) }
            found?[index] = answer
        }
        return found
    }
}
