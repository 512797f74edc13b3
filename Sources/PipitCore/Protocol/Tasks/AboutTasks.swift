// What the program says of itself: the same bytes on every board, but for times.

/// A model and the tasks that it may answer.
struct Description {
    let model: ModelFile
    let tasks: TaskList
}

/// A task that tells of the model, and reads no text.
protocol DescribingTask: Task where Answer == Description {}

extension DescribingTask {
    static var readsText: Bool { false }

    /// It is the same each time, so it is written once into no memory, and counted.
    static func maximumBytes(of model: ModelFile, head: Int, in tasks: TaskList) -> Int {
        Reply.bytes { write(Description(model: model, tasks: tasks), to: &$0) }
    }

    static func read(_ request: Request, by engine: borrowing Engine, _ state: inout SessionState)
        -> Description
    {
        Description(model: engine.model, tasks: state.tasks)
    }
}

/// `@tasks`: every request that this model answers, with its labels where it has any, and which are experiments.
enum TasksTask: DescribingTask {
    static func write(_ answer: Description, to reply: inout Reply) {
        reply.key("tasks")
        reply.beginArray()
        var requests = answer.tasks.requests(of: answer.model)
        while let (found, name) = requests.next() {
            reply.beginObject()
            reply.member("name", name)
            if let kind = answer.tasks.rows[found.row].headKind {
                if kind.hasLabels { reply.labels(of: answer.model.head(found.head)) }
                if answer.model.record(found.head).has(.experimental) { reply.flag("experimental") }
            }
            reply.endObject()
        }
        reply.endArray()
    }
}

/// `@help`: every request that this model answers, in a few words each.
enum HelpTask: DescribingTask {
    static func write(_ answer: Description, to reply: inout Reply) {
        reply.key("tasks")
        reply.beginArray()
        var requests = answer.tasks.requests(of: answer.model)
        while let (found, name) = requests.next() {
            reply.beginObject()
            reply.key("request")
            reply.beginString()
            reply.text("@")
            reply.text(name)
            reply.text(answer.tasks.rows[found.row].parameters.bytes)
            reply.endString()
            reply.member("answers", answer.tasks.rows[found.row].summary.bytes)
            reply.endObject()
        }
        reply.endArray()
    }
}

/// `@info`: what the model is, and its heads.
enum InfoTask: DescribingTask {
    static func write(_ answer: Description, to reply: inout Reply) {
        let model = answer.model
        let config = model.config
        reply.member("version", pipitVersion)
        reply.member("model", model.info("name") ?? Bytes(start: nil, count: 0))
        reply.member("license", model.info("license") ?? Bytes(start: nil, count: 0))
        reply.member("block", config.blockKind == .bert ? "bert" : "embbert")
        reply.member("vocabulary", config.vocabularySize)
        reply.member("tokens", config.maxTokens)
        reply.member("width", config.width)
        reply.member("layers", config.layers)
        reply.member("attention_heads", config.attentionHeads)
        reply.key("heads")
        reply.beginArray()
        for index in 0..<model.headCount {
            reply.beginObject()
            reply.member("name", model.record(index).name.characters)
            reply.member("labels", model.record(index).labels)
            reply.endObject()
        }
        reply.endArray()
        reply.members(ofRequestsTo: model, answer.tasks)
    }
}

/// `@ping`: an answer that costs next to nothing, by which a watchdog sees that lines are read.
enum PingTask: Task {
    static var readsText: Bool { false }

    static func read(_ request: Request, by engine: borrowing Engine, _ state: inout SessionState) {}

    static func write(_ answer: Void, to reply: inout Reply) {}
}

/// `@stats`: how many texts the model answered and lines got an error, times, and bytes by category.
enum StatisticsTask: Task {
    /// Counts, times and bytes so far.
    struct Answer {
        let statistics: Statistics
        let process: ProcessFacts
        let modelBytes: Int
        let arenaBytes: Int
    }

    static var readsText: Bool { false }

    static func read(_ request: Request, by engine: borrowing Engine, _ state: inout SessionState) -> Answer {
        Answer(
            statistics: state.statistics, process: state.process, modelBytes: engine.model.bytes.count,
            arenaBytes: state.arenaBytes)
    }

    static func write(_ answer: Answer, to reply: inout Reply) {
        reply.member("count", answer.statistics.answers)
        reply.member("errors", answer.statistics.errors)
        if let restarts = answer.process.restarts { reply.member("restarts", restarts) }
        if answer.process.clock != nil {
            reply.key("micros")
            reply.beginObject()
            reply.member("p50", answer.statistics.percentileMicros(50))
            reply.member("p95", answer.statistics.percentileMicros(95))
            reply.member("p99", answer.statistics.percentileMicros(99))
            reply.member("max", answer.statistics.maximumMicros)
            reply.endObject()
        }
        reply.key("bytes")
        reply.beginObject()
        reply.member("model", answer.modelBytes)
        reply.member("arena", answer.arenaBytes)
        let peak = answer.process.peakBytes?() ?? 0
        if peak > 0 { reply.member("peak", peak) }
        reply.endObject()
    }
}

extension Reply {
    /// Writes the member `labels`: those of a head, or in a BIO head the names of its spans.
    fileprivate mutating func labels(of head: TaskHead) {
        key("labels")
        beginArray()
        var (index, offset) = (0, 0)
        var names = RisingNames()
        while let (line, next) = head.labels.line(at: offset) {
            if head.kind != .tokenBIO {
                string(line.characters)
            } else if let name = TagRules.spanName(line.characters) {
                if names.rises(to: name) || TagRules.first(name, in: head) == index { string(name) }
            }
            index &+= 1
            offset = next
        }
        endArray()
    }
}
