/// A request of the protocol.
struct TaskEntry {
    /// How requests find the task, and what answers them.
    enum Answer {
        /// `@name`: needs no text and no head.
        case fixed((_ session: inout Session, _ name: Bytes) -> Void)
        /// `@name text`: finds its heads itself.
        case text((_ session: inout Session, _ asked: Asked) throws(RequestError) -> Void)
        /// `@head text`, for heads of this kind.
        case head(
            Head.Kind, (_ session: inout Session, _ asked: Asked, _ head: Int) throws(RequestError) -> Void)
        /// `@head text || text`, for heads of this kind.
        case pair(Head.Kind, (_ session: inout Session, _ asked: AskedPair, _ head: Int) -> Void)
    }

    /// The name after the `@`.
    ///
    /// For a task of heads: the head's name, or its part before a dot (`intent.banking`); empty for all heads of
    /// the kind that no other line has taken. A kind without such a line gives them to its first one.
    let name: Literal
    /// What `@help` says.
    let summary: Literal
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
        case 3: TaskEntry("sentiment", "the sentiment of a text", .head(.sequence, answerLabel))
        case 4: TaskEntry("emotion", "the emotion of a text", .head(.sequence, answerLabel))
        case 5: TaskEntry("topic", "the topic of a text", .head(.sequence, answerLabel))
        case 6: TaskEntry("question", "what a question asks for", .head(.sequence, answerLabel))
        case 7: TaskEntry("", "the label of a text", .head(.sequence, answerLabel))
        case 8: TaskEntry("ner", "the entities of a text", .head(.tokenBIO, answerEntities))
        case 9: TaskEntry("", "the named spans of a text", .head(.tokenBIO, answerSpans))
        case 10: TaskEntry("pos", "the tag of each token", .head(.tokenPlain, answerTokens))
        case 11: TaskEntry("fill", "the words at each [MASK]", .head(.maskedWord, answerFill))
        case 12: TaskEntry("qa", "where a text answers a question", .pair(.span, answerQuestion))
        case 13: TaskEntry("similar", "how alike two texts are", .pair(.pairSimilarity, answerSimilar))
        case 14:
            TaskEntry("entail", "whether a text follows from one", .pair(.pairClassification, answerPair))
        case 15: TaskEntry("next", "whether a text comes next", .pair(.pairClassification, answerPair))
        case 16:
            TaskEntry("paraphrase", "whether two texts say the same", .pair(.pairClassification, answerPair))
        case 17: TaskEntry("", "the label of two texts", .pair(.pairClassification, answerPair))
        case 18: TaskEntry("embed", "the vector of a text", .head(.sentenceVector, answerEmbed))
        case 19:
            TaskEntry("teach", "a label learns an example", .text(answerTeach), taking: " LABEL || EXAMPLE")
        case 20: TaskEntry("forget", "a label is taught no more", .text(answerForget), taking: " LABEL")
        case 21: TaskEntry("taught", "the taught labels", .fixed(answerTaught))
        case 22: TaskEntry("classify", "the taught label of a text", .text(answerClassify))
        case 23: TaskEntry("tasks", "every request with its labels", .fixed(answerTasks))
        case 24: TaskEntry("info", "what the model is", .fixed(answerInfo))
        case 25: TaskEntry("stats", "counts, times and bytes", .fixed(answerStats))
        case 26: TaskEntry("help", "this list", .fixed(answerHelp))
        default: nil
        }
    }

    /// What follows the name, as `@help` shows it.
    var parameters: Literal {
        if let taking { return taking }
        return switch answer {
        case .fixed: ""
        case .text, .head: " TEXT"
        case .pair: " TEXT || TEXT"
        }
    }

    /// The kind of heads that the task runs on; nil for a task that finds them itself, or needs none.
    var headKind: Head.Kind? {
        switch answer {
        case .fixed, .text: nil
        case .head(let kind, _), .pair(let kind, _): kind
        }
    }

    private let taking: Literal?

    private init(
        _ name: Literal, _ summary: Literal, _ answer: Answer, taking: Literal? = nil
    ) {
        self.name = name
        self.summary = summary
        self.answer = answer
        self.taking = taking
    }
}

/// A text and the name of the task that is to read it.
struct Asked {
    /// The name after the `@`, as the reply repeats it.
    let name: Bytes
    /// What follows the name; not blank.
    let text: Bytes
}

/// Two texts and the name of the task that is to read them.
struct AskedPair {
    /// The name after the `@`, as the reply repeats it.
    let name: Bytes
    /// What stands before the separator; not blank.
    let first: Bytes
    /// What stands after it; not blank.
    ///
    /// Byte offsets count from its start.
    let second: Bytes
}
