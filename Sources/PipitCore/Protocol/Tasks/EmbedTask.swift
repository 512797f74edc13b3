/// `@embed text`: the vector of a text, int8 in base64, and what a value of 1 stands for.
enum EmbedTask: Task {
    static func maximumBytes(of model: ModelFile, head: Int, in tasks: TaskList) -> Int {
        (model.head(head).vectorWidth(of: model.config) &+ 2) / 3 &* 4
    }

    static func read(_ request: Request, by engine: borrowing Engine, _ state: inout SessionState)
        -> VectorAnswer
    {
        engine.vector(of: request.text, head: request.head)
    }

    static func write(_ answer: VectorAnswer, to reply: inout Reply) {
        let vector = answer.vector
        reply.member("width", vector.width)
        reply.member("vector", base64: UnsafeRawBufferPointer(start: vector.values, count: vector.width))
        reply.member("scale", precise: vector.scale)
        reply.truncated(answer.isTruncated)
    }
}
