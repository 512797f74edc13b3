/// Answers `@tasks`: every request that this model answers, with its labels where it has any.
func answerTasks(_ session: inout Session, _ name: Bytes) {
    let model = session.engine.model
    session.reply.beginObject()
    session.reply.member("task", name)
    session.reply.key("tasks")
    session.reply.beginArray()
    var requests = AnsweredRequests(model)
    while let (found, name) = requests.next() {
        session.reply.beginObject()
        session.reply.member("name", name)
        if found.task.headKind?.hasLabels == true { session.reply.labels(of: model.head(found.head)) }
        session.reply.endObject()
    }
    session.reply.endArray()
    session.reply.endObject()
}

extension Reply {
    /// Writes the member `labels`: those of a head, or in a BIO head the names of its spans.
    fileprivate mutating func labels(of head: Head) {
        key("labels")
        beginArray()
        var offset = 0
        while let (line, next) = head.labels.line(at: offset) {
            if head.kind != .tokenBIO {
                string(line.characters)
            } else if let name = TagRules.spanName(line.characters) {
                string(name)
            }
            offset = next
        }
        endArray()
    }
}
