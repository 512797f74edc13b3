// Labels taught while the program runs.

/// A taught label and how many examples it has, or had.
struct TaughtLabel {
    let label: Bytes
    let examples: Int
    let isTruncated: Bool
}

/// `@teach label || example`: how many examples the label has now.
enum TeachTask: Task {
    @inline(never)  // Long, and called in several places.
    static func read(
        _ request: Request, by engine: borrowing Engine, _ state: inout SessionState
    ) throws(RequestError) -> TaughtLabel {
        guard let pair = TextPair(request.text) else { throw .missingSecondText }
        let label = trimmed(pair.first)
        if hasInlineSlot(pair.second) { throw .teaching(.slotsCannotBeTaught) }
        let (example, acts) = engine.pooledStateWithActs(of: pair.second)
        var act = acts?.holding([]).map { ActSet(only: $0) } ?? []
        if engine.tellsTime(pair.second) { act.insert(.withTimes) }
        do throws(TeachingError) {
            let examples = try state.taught.teach(
                example.vector, of: pair.second, as: label, act: act, by: engine.encoder.kernels)
            return TaughtLabel(label: label, examples: examples, isTruncated: example.isTruncated)
        } catch {
            throw .teaching(error)
        }
    }

    static func write(_ answer: TaughtLabel, to reply: inout Reply) {
        reply.member("label", answer.label)
        reply.member("examples", answer.examples)
        reply.truncated(answer.isTruncated)
    }
}

/// `@forget label`: how many examples it had.
enum ForgetTask: Task {
    static var readsText: Bool { false }

    static func read(
        _ request: Request, by engine: borrowing Engine, _ state: inout SessionState
    ) throws(RequestError) -> TaughtLabel {
        let label = trimmed(request.text)
        do throws(TeachingError) {
            return TaughtLabel(label: label, examples: try state.taught.forget(label), isTruncated: false)
        } catch {
            throw .teaching(error)
        }
    }

    static func write(_ answer: TaughtLabel, to reply: inout Reply) {
        TeachTask.write(answer, to: &reply)
    }
}

/// `@taught`: the labels with their examples, and how much can be taught; `@taught save`: the lines that teach the same.
enum TaughtTask: Task {
    /// All that was taught.
    struct Answer {
        let labels: TaughtLabels
        let lists: PackedLists
        /// Whether the lines are wanted that teach it.
        let saves: Bool
    }

    static var readsText: Bool { false }

    /// Each byte of a label escaped to two, with a name, brackets and a number; or the lines.
    static func maximumBytes(of model: ModelFile, head: Int, in tasks: TaskList) -> Int {
        let limits = TeachingLimits.device
        return max(
            limits.labels &* (2 &* TeachingLimits.labelBytes &+ 40),
            limits.linesBytes &+ SessionLists.maximumLinesBytes)
    }

    static func read(
        _ request: Request, by engine: borrowing Engine, _ state: inout SessionState
    ) throws(RequestError) -> Answer {
        let option = trimmed(request.text)
        let saves = option.equals("save")
        if option.count > 0 && !saves { throw .unexpectedText }
        return Answer(labels: state.taught, lists: state.lists.packed, saves: saves)
    }

    static func write(_ answer: Answer, to reply: inout Reply) {
        if answer.saves { return reply.lines(of: answer) }
        let labels = answer.labels
        reply.key("labels")
        reply.beginArray()
        for index in 0..<labels.count {
            reply.beginObject()
            reply.member("label", labels.label(index))
            reply.member("examples", labels.examples(of: index))
            reply.endObject()
        }
        reply.endArray()
        reply.member("examples", labels.exampleCount)
        reply.member("text_bytes", labels.texts.byteCount)
        reply.key("limits")
        reply.beginObject()
        reply.member("labels", labels.limits.labels)
        reply.member("examples", labels.limits.examples)
        reply.member("text_bytes", labels.limits.textBytes)
        reply.member("label_bytes", TeachingLimits.labelBytes)
        reply.endObject()
    }
}

extension Reply {
    /// Writes the lines that teach the same again, in the order in which it was taught, since that counts.
    ///
    /// A TAB parts what stands in them: nothing before it can be taken for a separator, and no line becomes longer.
    fileprivate mutating func lines(of taught: TaughtTask.Answer) {
        key("lines")
        beginArray()
        var offset = 0
        for index in 0..<taught.labels.exampleCount {
            let example = taught.labels.texts.text(at: offset)
            beginString()
            text("@teach ")
            text(taught.labels.label(taught.labels.labelIndex(ofExample: index)))
            text("\t")
            write(example)
            endString()
            offset &+= example.count &+ 1
        }
        offset = 0
        while offset < taught.lists.bytes.count { offset = line(ofEntry: offset, taught.lists) }
        endArray()
    }
}

/// `@examples label`: the examples of a label, in the order in which they were taught.
enum ExamplesTask: Task {
    /// A label and all that is taught.
    struct Answer {
        let label: Int
        let labels: TaughtLabels
    }

    static var readsText: Bool { false }

    /// Beside each text stand two quotes and a comma.
    static func maximumBytes(of model: ModelFile, head: Int, in tasks: TaskList) -> Int {
        let limits = TeachingLimits.device
        return limits.textBytes &+ 3 &* limits.examples
    }

    static func read(
        _ request: Request, by engine: borrowing Engine, _ state: inout SessionState
    ) throws(RequestError) -> Answer {
        do throws(TeachingError) {
            return Answer(label: try state.taught.index(of: trimmed(request.text)), labels: state.taught)
        } catch {
            throw .teaching(error)
        }
    }

    static func write(_ answer: Answer, to reply: inout Reply) {
        let labels = answer.labels
        reply.member("label", labels.label(answer.label))
        reply.key("examples")
        reply.beginArray()
        var offset = 0
        for index in 0..<labels.exampleCount {
            let text = labels.texts.text(at: offset)
            offset &+= text.count &+ 1
            if labels.labelIndex(ofExample: index) != answer.label { continue }
            reply.beginString()
            reply.write(text)
            reply.endString()
        }
        reply.endArray()
    }
}

/// `@classify text`: the taught label, or null where the text is like none of them.
enum ClassifyTask: Task {
    /// What the taught labels say of a text.
    struct Answer {
        /// Nil where the text is like none of them, or has no letter or digit.
        let label: Bytes?
        /// What the text does, where that holds it back from `label`.
        let act: Bytes?
        let score: Float
        let similarity: Float
        /// Whether it is to be done at some time, or for so long, and no example of the label tells a time.
        let isTimed: Bool
        /// That time, and the names of lists in it.
        let slots: TextSpans
        let isTruncated: Bool
    }

    static func maximumBytes(of model: ModelFile, head: Int, in tasks: TaskList) -> Int {
        2 &* TeachingLimits.labelBytes &+ model.longestActBytes &+ model.listBytes(ofHead: model.slotsHead)
            &+ model.spanBytes(ofHead: nil) &+ 8 &* model.config.maxTokens &+ 16
    }

    static func read(
        _ request: Request, by engine: borrowing Engine, _ state: inout SessionState
    ) throws(RequestError) -> Answer {
        if state.taught.count == 0 { throw .teaching(.nothingTaught) }
        let (answer, isTruncated) = state.taught.classify(request.text, by: engine)
        let isAccepted = !answer.isUnknown && answer.heldBy == nil
        var times: TextSpans?
        if isAccepted && !state.taught.acts(of: answer.label).contains(.withTimes) {
            times = engine.times(of: request.text)
        }
        return Answer(
            label: answer.isUnknown ? nil : state.taught.label(answer.label),
            act: answer.heldBy.map { engine.nameOfAct($0) }, score: answer.score,
            similarity: answer.similarity, isTimed: (times?.count ?? 0) > 0,
            slots: engine.slots(times, in: request.text, head: engine.model.slotsHead, state),
            isTruncated: isTruncated)
    }

    static func write(_ answer: Answer, to reply: inout Reply) {
        reply.label("label", answer.label, act: answer.act)
        reply.member("score", answer.score)
        reply.member("similarity", answer.similarity)
        if answer.isTimed { reply.flag("timed") }
        if answer.slots.count > 0 {
            reply.member("slots", answer.slots, name: "name", text: "value", hasValues: true)
        }
        reply.truncated(answer.isTruncated)
    }
}
