/// `@pos text`, and `@head text` for any other head that gives each syntactic word one tag.
enum TagsTask: Task {
    static func maximumBytes(of model: ModelFile, head: Int, in tasks: TaskList) -> Int {
        model.spanBytes(ofHead: head)
    }

    static func read(_ request: Request, by engine: borrowing Engine, _ state: inout SessionState)
        -> SpansAnswer
    {
        let reading = engine.encode(request.text)
        let words = engine.tagSyntacticWords(reading, head: request.head)
        return SpansAnswer(spans: words, isTruncated: reading.isTruncated)
    }

    static func write(_ answer: SpansAnswer, to reply: inout Reply) {
        reply.key("tokens")
        reply.beginArray()
        for index in 0..<answer.spans.count {
            reply.beginObject()
            reply.member("text", answer.spans.text(of: index))
            reply.member("tag", answer.spans.label(of: index))
            reply.offsets(of: answer.spans[index])
            reply.endObject()
        }
        reply.endArray()
        reply.truncated(answer.isTruncated)
    }
}
