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
        let act = acts?.holding([]).map { ActSet(only: $0) } ?? []
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

/// `@taught`: the labels with their examples, and how much can be taught.
enum TaughtTask: Task {
    static var readsText: Bool { false }

    /// Each byte of a label escaped to two, with a name, brackets and a number.
    static func maximumBytes(of model: ModelFile, head: Int, in tasks: TaskList) -> Int {
        TeachingLimits.device.labels &* (2 &* TeachingLimits.labelBytes &+ 40)
    }

    static func read(_ request: Request, by engine: borrowing Engine, _ state: inout SessionState)
        -> TaughtLabels
    {
        state.taught
    }

    static func write(_ answer: TaughtLabels, to reply: inout Reply) {
        reply.key("labels")
        reply.beginArray()
        for index in 0..<answer.count {
            reply.beginObject()
            reply.member("label", answer.label(index))
            reply.member("examples", answer.examples(of: index))
            reply.endObject()
        }
        reply.endArray()
        reply.member("examples", answer.exampleCount)
        reply.key("limits")
        reply.beginObject()
        reply.member("labels", answer.limits.labels)
        reply.member("examples", answer.limits.examples)
        reply.member("label_bytes", TeachingLimits.labelBytes)
        reply.endObject()
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
        /// The names of lists in it.
        let slots: TextSpans
        let isTruncated: Bool
    }

    static func maximumBytes(of model: ModelFile, head: Int, in tasks: TaskList) -> Int {
        2 &* TeachingLimits.labelBytes &+ model.longestActBytes &+ model.listBytes(ofHead: model.slotsHead)
    }

    static func read(
        _ request: Request, by engine: borrowing Engine, _ state: inout SessionState
    ) throws(RequestError) -> Answer {
        if state.taught.count == 0 { throw .teaching(.nothingTaught) }
        let (answer, isTruncated) = state.taught.classify(request.text, by: engine)
        return Answer(
            label: answer.isUnknown ? nil : state.taught.label(answer.label),
            act: answer.heldBy.map { engine.nameOfAct($0) }, score: answer.score,
            similarity: answer.similarity,
            slots: engine.slots(nil, in: request.text, head: engine.model.slotsHead, state),
            isTruncated: isTruncated)
    }

    static func write(_ answer: Answer, to reply: inout Reply) {
        reply.label("label", answer.label, act: answer.act)
        reply.member("score", answer.score)
        reply.member("similarity", answer.similarity)
        if answer.slots.count > 0 {
            reply.member("slots", answer.slots, name: "name", text: "value", hasValues: true)
        }
        reply.truncated(answer.isTruncated)
    }
}
