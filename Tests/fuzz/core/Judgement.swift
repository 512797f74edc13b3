// What must hold of every file and of all lines.

/// Requests of all kinds, each of which every model answers or refuses.
let conversation = Array(
    """
    bade
    turn off the "kitchen" lights
    @tasks
    @info
    @help
    @stats
    @ping
    @teach a"b || abc
    @teach c || the (z\u{E9}) \u{1F600} \u{4E2D}
    @list room || win"ter garden || conservatory
    @classify abc
    in the winter garden at 5:30
    @taught
    @taught save
    @examples a"b
    @lists
    @forget a"b
    @slots \u{201C}bade\u{201D} (fu)
    @ner Elon Musk in Paris
    @pos a b
    @fill a [MASK] b
    @qa who? || Bob Dylan is a singer.
    @similar a || \u{4E2D}
    @entail a || b
    @embed a

    """.utf8)

/// A file is refused, or a session on it answers every line, alike on two kernel sets.
func judge(_ bytes: [UInt8]) {
    guard let model = bytes.withUnsafeBytes({ FuzzedModel($0) }) else { return count("models refused") }
    count("models valid")
    let config = model.model.config
    // The cost of a text; a damaged config may ask for a network of hours.
    let work =
        config.maxTokens * config.width * (config.width + config.maxTokens + config.feedForward)
        * config.layers
    if work > 40_000_000 || Session.plan(for: model.model).totalBytes > 24 << 20 {
        return count("models too costly to ask")
    }
    let lines = conversation.count { $0 == 10 }
    let replies = model.replies(to: conversation)
    if replies?.count != lines + 1 { fail("\(replies?.count ?? 0) replies to \(lines) lines") }
    let other = counted("models valid") % 3 + 1
    if let others = model.replies(to: conversation, kernels: other), others != replies {
        fail("kernel sets 0 and \(other) differ")
    }
    count("replies", lines)
}

/// Lines to a good model: one reply each, the same however they are cut into chunks.
func talk(_ data: [UInt8], to models: [FuzzedModel]) {
    let model = models[Int(data[0] & 15) % models.count]
    let isTerminal = data[0] & 16 != 0
    let input = Array(data[1...])
    guard let replies = model.replies(to: input, isTerminal: isTerminal) else { return }
    let others = model.replies(to: input, chunk: 1 + Int(data[0] >> 5), isTerminal: isTerminal)
    // A text of a list or a label may stay; the two sessions are alike all the same.
    if others != replies { fail("chunks matter") }
    if !isTerminal {
        let text = input.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(input[3...]) : input
        let ends = text.count { $0 == 10 } + (text.isEmpty || text.last == 10 ? 0 : 1)
        if replies.count != ends + 1 { fail("\(replies.count) replies to \(ends) lines") }
    }
    count("lines", replies.count - 1)
}
