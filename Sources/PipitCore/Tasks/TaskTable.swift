/// A request of the protocol.
struct TaskEntry {
    /// How requests find the task, and what answers them.
    enum Answer {
        /// `@name`: needs no text and no head.
        case fixed((_ session: inout Session, _ name: Bytes) -> Void)
        /// `@name text`: finds its heads itself.
        case text((_ session: inout Session, _ asked: Asked) throws(RequestError) -> Void)
        /// `@head text`, for heads of this kind.
        case head(Head.Kind, (_ session: inout Session, _ asked: Asked, _ head: Int) -> Void)
    }

    /// The name after the `@`.
    ///
    /// For a task of heads: the head's name, or its part before a dot (`intent.banking`); empty for all heads of
    /// the kind that no line above has taken.
    let name: StaticString
    /// What `@help` says.
    let summary: StaticString
    /// Writes the answer into `session.reply`, which shares its memory with the encoder: nothing may be written
    /// before the last reading of a head.
    let answer: Answer

    /// What a line without a name is a text for.
    static var plainLine: TaskEntry {
        TaskEntry("command", "intent and slots, as a plain line", .text(answerCommand))
    }

    /// The table of tasks, in the order in which the ready line and `@help` list them; nil after the last.
    ///
    /// A new task is a line here and a file beside this one.
    static func at(_ index: Int) -> TaskEntry? {
        switch index {
        case 0: plainLine
        case 1: TaskEntry("intent", "the intent of a text", .head(.sequence, answerIntent))
        case 2: TaskEntry("slots", "the slots of a text", .head(.tokenBIO, answerSlots))
        case 3: TaskEntry("", "the label of a text", .head(.sequence, answerLabel))
        case 4: TaskEntry("", "the named spans of a text", .head(.tokenBIO, answerSpans))
        case 5: TaskEntry("tasks", "every request with its labels", .fixed(answerTasks))
        case 6: TaskEntry("info", "what the model is", .fixed(answerInfo))
        case 7: TaskEntry("stats", "counts, times and bytes", .fixed(answerStats))
        case 8: TaskEntry("help", "this list", .fixed(answerHelp))
        default: nil
        }
    }

    /// Whether a text follows the name.
    var takesText: Bool {
        if case .fixed = answer { false } else { true }
    }

    private init(_ name: StaticString, _ summary: StaticString, _ answer: Answer) {
        self.name = name
        self.summary = summary
        self.answer = answer
    }
}

/// A text and the name of the task that is to read it.
struct Asked {
    /// The name after the `@`, as the reply repeats it.
    let name: Bytes
    /// What follows the name; not blank.
    let text: Bytes
}
