/// `@command text` and plain lines: the intent, and the slots where the model has a head for them.
///
/// A line with several commands has an entry for each. Words that are known are read where they are mistyped.
enum CommandTask: Task {
    /// What the commands of a line say.
    struct Answer {
        var parts: CommandParts
        var intents: InlineArray<4, LabelAnswer>
        /// How many of `parts` and `intents` count; the line is read as one where it is 1.
        var commands: Int
        /// Those of all commands.
        var slots: TextSpans
        var isTruncated: Bool
        /// Whether a command is to be done at some time, or for so long, that its slots say; all of them wait for it then.
        var isTimed = false
        /// What was put right before the line was read.
        var spelling = Spelling()
    }

    static func maximumBytes(of model: ModelFile, head: Int, in tasks: TaskList) -> Int {
        var bytes = 0
        if let intent = model.intentHead {
            bytes = IntentTask.maximumBytes(of: model, head: intent, in: tasks)
            if model.holdsSeveralCommands { bytes = CommandParts.maximum &* (bytes &+ 128) }
        }
        // Times are found without a head as well; "duration" may be longer than its labels.
        bytes &+= model.spanBytes(ofHead: model.slotsHead) &+ 8 &* model.config.maxTokens &+ 16
        return bytes &+ model.listBytes(ofHead: model.slotsHead)
    }

    static func read(
        _ request: Request, by engine: borrowing Engine, _ state: inout SessionState
    ) throws(RequestError) -> Answer {
        guard let head = engine.model.intentHead else { throw .noHead }
        let words = CommandWords(engine.model.text(.commandWords, head))
        let (text, spelling) = engine.spelled(request.text, words, into: state.spelled)
        var parts = CommandParts(text, words, unjoined: true)
        var answer = engine.commands(parts, in: text, words, head)
        if answer == nil && parts.areUnjoined {
            parts = CommandParts(text, words)
            answer = engine.commands(parts, in: text, words, head)
        }
        if answer == nil { answer = engine.command(parts, text, words, head) }
        guard var answer else { throw .noHead }
        answer.slots = engine.slots(answer.slots, in: text, head: engine.model.slotsHead, state)
        answer.isTimed = engine.isTimed(answer, head)
        answer.spelling = spelling
        return answer
    }

    static func write(_ answer: Answer, to reply: inout Reply) {
        if answer.commands == 1 {
            reply.command(answer, 0, in: nil)
        } else {
            reply.key("intent")
            reply.null()
            reply.key("commands")
            reply.beginArray()
            for index in 0..<answer.commands {
                reply.beginObject()
                reply.command(answer, index, in: answer.parts[index])
                reply.endObject()
            }
            reply.endArray()
        }
        reply.truncated(answer.isTruncated)
    }
}

extension Reply {
    /// Writes the members of command number `index`.
    @inline(never)
    fileprivate mutating func command(_ answer: CommandTask.Answer, _ index: Int, in part: CommandPart?) {
        let intent = answer.intents[index]
        member("intent", intent.classification, act: intent.act)
        if answer.isTimed { flag("timed") }
        member(
            "slots", answer.slots, name: "name", text: "value", hasValues: true, in: part, answer.spelling)
    }
}

extension Engine {
    /// A text as one command; none where it says more than one does, unless the label takes such texts or does nothing.
    fileprivate func command(_ parts: CommandParts, _ text: Bytes, _ words: CommandWords, _ head: Int)
        -> CommandTask.Answer
    {
        var (intent, slots, isTruncated) = command(text, head)
        if parts.excepts || parts.shareVerbs, intent.isAccepted, !mayBeAskedFor(intent, head),
            !words.isWhole(intent.name)
        {
            intent.leaveScope()
        }
        return CommandTask.Answer(
            parts: parts, intents: InlineArray(repeating: LabelAnswer(intent, by: self)), commands: 1,
            slots: slots, isTruncated: isTruncated)
    }

    /// Whether the label of a text may be asked for or told of: nothing is switched by it.
    private func mayBeAskedFor(_ intent: Classification, _ head: Int) -> Bool {
        guard let accepted = model.head(head).acts(of: intent.label) else { return false }
        return !accepted.subtracting(.atOnce).isEmpty
    }

    /// Whether a text has a label that is done at once, so that a time says when.
    @inline(never)  // Called in several places.
    private func isDoneAtOnce(_ intent: Classification, _ head: Int) -> Bool {
        model.head(head).acts(of: intent.label)?.contains(.atOnce) ?? false
    }

    /// Whether a command that is done at once has a time.
    fileprivate func isTimed(_ answer: CommandTask.Answer, _ head: Int) -> Bool {
        for index in 0..<answer.commands {
            let intent = answer.intents[index].classification
            let part = answer.parts[index]
            let (start, end) = answer.commands == 1 ? (0, .max) : (part.start, part.end)
            if intent.isAccepted && isDoneAtOnce(intent, head) && answer.slots.holdTime(from: start, to: end)
            {
                return true
            }
        }
        return false
    }

    /// The parts of a line that are commands; nil where the line is to be read as one.
    ///
    /// A part that is out of scope belongs to another one, but where it stands alone, as sentences do: "don't ask me, but
    /// lock the door" has one command. What follows a part that an act holds back belongs to that, but behind a word that
    /// parts: "don't lock the door and go to bed" forbids all of it. A part that shares a verb has to be sure; so have all
    /// parts where nothing joins some, and all have to be done at once: "set a timer turn off the light" may mean a wait.
    @inline(never)
    fileprivate func commands(_ found: CommandParts, in text: Bytes, _ words: CommandWords, _ head: Int)
        -> CommandTask.Answer?
    {
        if found.count == 1 || found.excepts { return nil }
        var parts = found
        var answer: CommandTask.Answer?
        var asks = false  // the part before
        var index = 0
        while index < parts.count {
            let part = parts[index]
            // Before the part is read, whose slots stay where the next reading's would be. Alone, "the lamp on" tells
            // something, and in "is the fan off and the lamp on" it asks.
            let act =
                part.isElliptical && model.head(head).isHeldByActs
                ? actHolding(Bytes(rebasing: text[Int(part.clause)..<Int(part.end)])) : nil
            var (label, slots, isTruncated) = command(
                Bytes(rebasing: text[Int(part.start)..<Int(part.end)]), head)
            let asksBefore = asks
            asks = mayBeAskedFor(label, head)
            if part.isElliptical {
                if label.score < Self.leastSureScore || asks != asksBefore { return nil }
                label.heldBy = asks ? nil : act
            }
            if parts.areUnjoined,
                !label.isAccepted || label.score < Self.leastSureScore || !isDoneAtOnce(label, head)
            {
                return nil
            }
            let intent = LabelAnswer(label, by: self)
            if label.isOutOfScope {
                if !parts.isAlone(index) { return nil }
                parts.remove(index)
                continue
            }
            if index &+ 1 < parts.count {
                if intent.act != nil && !parts[index &+ 1].isApart { return nil }
                if words.isWhole(label.name) { return nil }
            }
            if answer == nil {
                answer = CommandTask.Answer(
                    parts: parts, intents: InlineArray(repeating: intent), commands: 0,
                    slots: spansOfCommands(in: text), isTruncated: false)
            }
            // In place: an answer is long, and so are copies of it.
            answer?.intents[index] = intent
            answer?.slots.append(slots, from: part.start)
            if isTruncated { answer?.isTruncated = true }
            index &+= 1
        }
        answer?.parts = parts
        answer?.commands = parts.count
        return answer
    }

    /// The least score of a part that shares a verb, "on the porch" may say where, and "on the heater" is 0.98; and of
    /// parts that nothing joins.
    private static var leastSureScore: Float { 0.75 }

    /// One command: its intent, the slots that this intent has, and whether it was cut.
    ///
    /// The times of one that is done at once tell nothing of what it is, so it is read without those at its end or start,
    /// if it is a command then.
    @inline(never)
    private func command(_ text: Bytes, _ head: Int) -> (Classification, TextSpans, Bool) {
        let wanted: Encoder.Wanted = model.slotsHead == nil ? wanted(by: head) : .all
        let reading = encode(text, wanted: wanted)
        let intent = classify(reading, head: head)
        var times = noSpans(of: text)
        if isDoneAtOnce(intent, head) { times.addTimes(reading.words, of: .isDoneAtOnce) }
        let hasTimes = times.count > 0
        guard let beside = times.textBesideTimes() else {
            return command(reading, intent, in: text, from: 0, head, hasTimes: hasTimes)
        }
        let rest = encode(Bytes(rebasing: text[beside]), wanted: wanted)
        let intentOfRest = classify(rest, head: head)
        if !intentOfRest.isOutOfScope && isDoneAtOnce(intentOfRest, head) {
            return command(rest, intentOfRest, in: text, from: beside.lowerBound, head, hasTimes: true)
        }
        let again = encode(text, wanted: wanted)
        return command(again, classify(again, head: head), in: text, from: 0, head, hasTimes: true)
    }

    /// A command of which the part from byte `start` was read, with the times of all of it.
    ///
    /// `hasTimes` says whether one that is done at once has some.
    @inline(never)
    private func command(
        _ reading: borrowing Reading, _ found: Classification, in text: Bytes, from start: Int, _ head: Int,
        hasTimes: Bool
    ) -> (Classification, TextSpans, Bool) {
        var (intent, isTruncated) = (found, reading.isTruncated)
        if !hasLetterOrDigit(text) { intent.leaveScope() }
        var slots = slots(reading, of: intent, in: text, from: start)
        if intent.heldBy != nil, let quote = slots.startOfQuote {
            let accepted = model.head(head).acts(of: intent.label) ?? []
            intent.heldBy = actHolding(Bytes(rebasing: text[start..<quote]), accepted: accepted)
            // The buffers of a reading are those of the one before.
            slots = self.slots(encode(reading.text, wanted: .all), of: intent, in: text, from: start)
        }
        if slots.holdLastingCommand { intent.leaveScope() }
        if intent.isOutOfScope || mayBeAskedFor(intent, head) { return (intent, slots, isTruncated) }
        let isAtOnce = isDoneAtOnce(intent, head)
        if hasTimes || !isAtOnce {
            let words = reading.text.count == text.count ? reading.words : words(of: text)
            slots.addTimes(words, of: isAtOnce ? .isDoneAtOnce : .waitsForNothing)
        }
        if isAtOnce && slots.holdTwoValues { intent.leaveScope() }
        return (intent, slots, isTruncated)
    }

    /// The slots of a command of which the part from byte `start` was read.
    @inline(never)
    private func slots(
        _ reading: borrowing Reading, of intent: Classification, in text: Bytes, from start: Int
    ) -> TextSpans {
        let slots =
            model.slotsHead.map { tag(reading, head: $0, intent: intent.label) } ?? noSpans(of: reading.text)
        return slots.placed(in: text, from: UInt16(truncatingIfNeeded: start))
    }

    /// No spans yet of a line with several commands, in memory that readings leave alone.
    private func spansOfCommands(in text: Bytes) -> TextSpans {
        guard let slotsHead = model.slotsHead else { return noSpans(of: text) }
        let head = model.head(slotsHead)
        return TextSpans(storage: memory.partSpans, text: text, labels: head.labels, kinds: head.slotKinds)
    }
}
