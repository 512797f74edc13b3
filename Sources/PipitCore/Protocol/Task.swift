/// A task of the protocol: a request is read, which gives an answer, and the answer is written.
///
/// The reply takes bytes of the arena that the encoder used before, so nothing may be written before the last reading.
/// The two halves keep that rule by what they are given: who reads has no reply, and who writes has the answer alone.
/// An answer can be copied; an engine, a reading and hidden states cannot, so an answer that held one would not compile.
///
/// A new task is a file in Tasks/ and a row of Tasks/TaskTable.swift.
protocol Task {
    /// What is to be written: it holds only what stays in the arena through the reply, or lies in the line or the model.
    associatedtype Answer

    /// Whether the model reads a text for it: such answers are counted, and timed.
    static var readsText: Bool { get }

    /// Bytes of the longest answer that a model gives by a head, beside the texts of the line; 0 is up to 1,000.
    static func maximumBytes(of model: ModelFile, head: Int, in tasks: TaskList) -> Int

    /// Finds the answer.
    static func read(
        _ request: Request, by engine: borrowing Engine, _ state: inout SessionState
    ) throws(RequestError) -> Answer

    /// Writes the members of the reply's object that follow `task`.
    static func write(_ answer: Answer, to reply: inout Reply)
}

extension Task {
    static var readsText: Bool { true }
    static func maximumBytes(of model: ModelFile, head: Int, in tasks: TaskList) -> Int { 0 }

    /// Answers a request: all of the reply but `micros` and its end.
    static func answer(
        _ request: Request, by engine: borrowing Engine, _ state: inout SessionState, to reply: inout Reply
    ) throws(RequestError) {
        let answer = try read(request, by: engine, &state)
        reply.beginObject()
        reply.member("task", request.name)
        write(answer, to: &reply)
    }
}

/// What a session keeps from line to line, beside what the model needs.
struct SessionState {
    /// The tasks that requests may name.
    let tasks: TaskList
    /// The labels taught so far.
    var taught: TaughtLabels
    /// The lists told so far.
    var lists: SessionLists
    /// Answers and errors so far.
    var statistics: Statistics
    /// Room for a line with its mistyped words put right; empty where the model has none that it would read for them.
    let spelled: UnsafeMutableBufferPointer<UInt8>
    /// What replies tell of the process.
    let process: ProcessFacts
    /// Bytes of the arena that the plan uses: the same on every board.
    let arenaBytes: Int
}

/// A row of the table of tasks: a request of the protocol.
struct TaskEntry: ~Copyable, @unchecked Sendable {  // Its closures capture nothing.
    /// What must follow the name.
    enum Texts {
        case none, one, two
    }

    /// The name after the `@`.
    ///
    /// For a task of heads: the head's name, or its part before a dot (`intent.banking`); empty for all heads of
    /// the kind that no other row has taken. A kind without such a row gives them to its only one.
    let name: StaticString
    /// What `@help` says.
    let summary: StaticString
    /// What follows the name, as `@help` shows it.
    let parameters: StaticString
    /// What must follow the name.
    let texts: Texts
    /// The kind of heads that the task runs on; nil for a task that finds them itself, or needs none.
    let headKind: TaskHead.Kind?
    /// Whether the model reads a text for it.
    let readsText: Bool
    /// `Task.maximumBytes` of the task.
    let maximumBytes: (_ model: ModelFile, _ head: Int, _ tasks: TaskList) -> Int
    /// `Task.answer` of the task.
    let answer:
        (_ request: Request, _ engine: borrowing Engine, _ state: inout SessionState, _ reply: inout Reply)
            throws(RequestError) -> Void

    /// A row for the task `T`.
    init<T: Task>(
        _ name: StaticString, _ summary: StaticString, _ texts: Texts, of headKind: TaskHead.Kind? = nil,
        _: T.Type,
        taking parameters: StaticString? = nil
    ) {
        self.name = name
        self.summary = summary
        self.texts = texts
        self.headKind = headKind
        readsText = T.readsText
        maximumBytes = T.maximumBytes
        answer = T.answer
        if let parameters {
            self.parameters = parameters
        } else {
            switch texts {
            case .none: self.parameters = ""
            case .one: self.parameters = " TEXT"
            case .two: self.parameters = " TEXT || TEXT"
            }
        }
    }
}
