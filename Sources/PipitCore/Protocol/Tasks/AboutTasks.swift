// What the program says of itself: the same bytes on every board, but for times.

extension Session {
    /// Writes the ready line: version, model, the requests it answers, and its limits.
    mutating func writeReady() {
        let model = engine.model
        reply.beginObject()
        reply.member("ready", "pipit")
        reply.member("version", pipitVersion)
        reply.member("model", model.info("name") ?? Bytes(start: nil, count: 0))
        reply.key("tasks")
        reply.beginArray()
        var requests = AnsweredRequests(model)
        while let request = requests.next() { reply.string(request.name) }
        reply.endArray()
        reply.key("limits")
        reply.beginObject()
        reply.member("line_bytes", UInt32(LineReader.maximumBytes))
        reply.member("tokens", UInt32(truncatingIfNeeded: engine.textTokens))
        reply.endObject()
        reply.endObject()
    }
}

/// Answers `@info`: what the model is, and its heads.
func answerInfo(_ session: inout Session, _ name: Bytes) {
    let model = session.engine.model
    let config = model.config
    session.reply.beginObject()
    session.reply.member("task", name)
    session.reply.member("version", pipitVersion)
    session.reply.member("model", model.info("name") ?? Bytes(start: nil, count: 0))
    session.reply.member("license", model.info("license") ?? Bytes(start: nil, count: 0))
    session.reply.member("block", config.blockKind == .bert ? "bert" : "embbert")
    session.reply.member("vocabulary", config.vocabularySize)
    session.reply.member("tokens", config.maxTokens)
    session.reply.member("width", config.width)
    session.reply.member("layers", config.layers)
    session.reply.member("attention_heads", config.heads)
    session.reply.key("heads")
    session.reply.beginArray()
    for index in 0..<model.headCount {
        session.reply.beginObject()
        session.reply.member("name", model.record(index).name.characters)
        session.reply.member("labels", model.record(index).labels)
        session.reply.endObject()
    }
    session.reply.endArray()
    session.reply.endObject()
}

/// Answers `@stats`: how many texts the model answered and lines got an error, times, and bytes by category.
func answerStats(_ session: inout Session, _ name: Bytes) {
    let statistics = session.statistics
    session.reply.beginObject()
    session.reply.member("task", name)
    session.reply.member("count", statistics.answers)
    session.reply.member("errors", statistics.errors)
    if session.hasClock {
        session.reply.key("micros")
        session.reply.beginObject()
        session.reply.member("p50", statistics.percentileMicros(50))
        session.reply.member("p95", statistics.percentileMicros(95))
        session.reply.member("p99", statistics.percentileMicros(99))
        session.reply.member("max", statistics.maximumMicros)
        session.reply.endObject()
    }
    session.reply.key("bytes")
    session.reply.beginObject()
    session.reply.member("model", session.engine.model.bytes.count)
    session.reply.member("arena", session.engine.arenaBytes)
    session.reply.endObject()
    session.reply.endObject()
}

/// Answers `@help`: every request that this model answers, in a few words each.
func answerHelp(_ session: inout Session, _ name: Bytes) {
    session.reply.beginObject()
    session.reply.member("task", name)
    session.reply.key("tasks")
    session.reply.beginArray()
    let model = session.engine.model
    var requests = AnsweredRequests(model)
    while let (found, name) = requests.next() {
        session.reply.beginObject()
        session.reply.key("request")
        session.reply.beginString()
        session.reply.text("@")
        session.reply.text(name)
        session.reply.text(found.task.parameters)
        session.reply.endString()
        session.reply.member("answers", found.task.summary)
        session.reply.endObject()
    }
    session.reply.endArray()
    session.reply.endObject()
}
