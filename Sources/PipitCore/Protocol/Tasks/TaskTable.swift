import PipitKernels

extension TaskList {
    /// The tasks of the protocol; the ready line and `@help` list them in this order, which decides nothing else.
    static var all: TaskList { TaskList(rows: table.span.withUnsafeBufferPointer { $0 }) }
}

// Of constants alone, so that it lies in the program as it is, and rows are not copied, so that its address stays.
private let table: InlineArray<_, TaskEntry> = [
    TaskEntry("command", "intent and slots, as a plain line", .one, CommandTask.self),
    TaskEntry("intent", "the intent of a text", .one, of: .sequence, IntentTask.self),
    TaskEntry("slots", "the slots of a text", .one, of: .tokenBIO, SlotsTask.self),
    TaskEntry("sentiment", "the sentiment of a text", .one, of: .sequence, LabelTask.self),
    TaskEntry("emotion", "the emotion of a text", .one, of: .sequence, LabelTask.self),
    TaskEntry("topic", "the topic of a text", .one, of: .sequence, LabelTask.self),
    TaskEntry("question", "what a question asks for", .one, of: .sequence, LabelTask.self),
    TaskEntry("", "the label of a text", .one, of: .sequence, LabelTask.self),
    TaskEntry("ner", "the entities of a text", .one, of: .tokenBIO, EntitiesTask.self),
    TaskEntry("", "the named spans of a text", .one, of: .tokenBIO, SpansTask.self),
    TaskEntry("pos", "the tag of each token", .one, of: .tokenPlain, TagsTask.self),
    TaskEntry("fill", "the words at each [MASK]", .one, of: .maskedWord, FillTask.self),
    TaskEntry("qa", "where a text answers a question", .two, of: .span, QuestionTask.self),
    TaskEntry("similar", "how alike two texts are", .two, of: .pairSimilarity, SimilarTask.self),
    TaskEntry("entail", "whether a text follows from one", .two, of: .pairClassification, PairTask.self),
    TaskEntry("next", "whether a text comes next", .two, of: .pairClassification, PairTask.self),
    TaskEntry("paraphrase", "whether two texts say the same", .two, of: .pairClassification, PairTask.self),
    TaskEntry("", "the label of two texts", .two, of: .pairClassification, PairTask.self),
    TaskEntry("embed", "the vector of a text", .one, of: .sentenceVector, EmbedTask.self),
    TaskEntry("teach", "a label learns an example", .one, TeachTask.self, taking: " LABEL || EXAMPLE"),
    TaskEntry("forget", "a label is taught no more", .one, ForgetTask.self, taking: " LABEL"),
    TaskEntry("taught", "the taught labels; or lines to keep", .none, TaughtTask.self, taking: " [save]"),
    TaskEntry("examples", "the examples of a label", .one, ExamplesTask.self, taking: " LABEL"),
    TaskEntry("classify", "the taught label of a text", .one, ClassifyTask.self),
    TaskEntry("list", "a list learns a name", .one, ListTask.self, taking: " LIST || NAME || SYNONYM"),
    TaskEntry("unlist", "a name, or all of a list, goes", .one, UnlistTask.self, taking: " LIST || NAME"),
    TaskEntry("lists", "the lists that were told", .none, ListsTask.self),
    TaskEntry("tasks", "every request with its labels", .none, TasksTask.self),
    TaskEntry("info", "what the model is", .none, InfoTask.self),
    TaskEntry("stats", "counts, times and bytes", .none, StatisticsTask.self),
    TaskEntry("ping", "that it is there", .none, PingTask.self),
    TaskEntry("help", "this list", .none, HelpTask.self),
]

extension Session {
    /// Plans the arena and prepares everything that stays.
    ///
    /// - Parameters:
    ///   - model: a valid model, whose bytes outlive the session.
    ///   - kernels: the integer kernels to run on.
    ///   - arena: memory that nothing else uses, aligned to `MemoryPlan.alignment`.
    ///   - process: what is told of the process; all that it lacks is left out of the replies.
    ///   - isTerminal: whether a terminal may be at the other end, as on a serial line: `LineReader` has what that means.
    /// - Throws: `StartError` when the arena is too small or lies askew.
    public init(
        model: ModelFile, kernels: UnsafePointer<pipit_kernels>, arena: UnsafeMutableRawBufferPointer,
        process: ProcessFacts, isTerminal: Bool = false
    ) throws(StartError) {
        try self.init(
            model, .all, kernels: kernels, arena: arena, process: process, isTerminal: isTerminal)
    }

    /// Where every buffer lies: what the arena must hold, on any board.
    public static func plan(for model: ModelFile) -> MemoryPlan {
        SessionPlan(model, .all).plan
    }
}
