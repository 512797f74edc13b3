/// Why a line gets an error instead of an answer.
enum RequestError: Error {
    /// The line has `bytes` bytes, over the limit of `LineReader.maximumBytes`.
    case lineTooLong(bytes: Int32)
    /// The line is not UTF-8.
    case invalidUTF8
    /// The line is empty, or white space only.
    case emptyLine
    /// There is no task and no head of the name that the line has.
    case unknownTask
    /// The task takes a text, and none was given.
    case missingText
    /// The task takes two texts, and there is no second one.
    case missingSecondText
    /// The task takes a text that it does not know.
    case unexpectedText
    /// The task fills masks, and the part of the text that the model takes has none.
    case missingMask
    /// The text has `count` masks, over the limit of `MaskedWords.maximumMasks`.
    case tooManyMasks(count: Int)
    /// A line of a file of examples is a request that teaches nothing, or a text.
    case noExample
    /// Something cannot be taught, forgotten or classified.
    case teaching(TeachingError)
    /// An entry of a list cannot be kept or removed.
    case list(ListError)
    /// The model has no head that the task could run on.
    case noHead
    /// The answer does not fit the reply buffer.
    case replyTooLong

    /// The short name that a program compares: `error` in the reply.
    var code: Literal {
        switch self {
        case .lineTooLong: "line_too_long"
        case .invalidUTF8: "invalid_utf8"
        case .emptyLine: "empty_line"
        case .unknownTask: "unknown_task"
        case .missingText: "missing_text"
        case .missingSecondText: "missing_second_text"
        case .unexpectedText: "unexpected_text"
        case .missingMask: "missing_mask"
        case .tooManyMasks: "too_many_masks"
        case .noExample: "no_example"
        case .teaching(let error): error.code
        case .list(let error): error.code
        case .noHead: "no_head"
        case .replyTooLong: "reply_too_long"
        }
    }

    /// Writes the whole reply: the code, and a sentence with the numbers or names that a person needs.
    ///
    /// - Parameters:
    ///   - reply: an empty reply.
    ///   - name: that of the task that the line names.
    ///   - model: the model, whose heads the message names where one was missed.
    func write(to reply: inout Reply, name: Bytes, model: ModelFile) {
        reply.beginObject()
        reply.member("error", code)
        reply.key("message")
        reply.beginString()
        switch self {
        case .lineTooLong(let bytes):
            reply.text("the line has ")
            reply.write(decimal: bytes)
            reply.text(" bytes; at most ")
            reply.write(decimal: UInt32(LineReader.maximumBytes))
            reply.text(" are read")
        case .invalidUTF8:
            reply.text("the line is not valid UTF-8")
        case .emptyLine:
            reply.text("the line is empty")
        case .unknownTask:
            reply.text("no task @")
            reply.text(shortened(name))
            reply.text("; @help lists the tasks")
        case .missingText:
            reply.text("@")
            reply.text(shortened(name))
            reply.text(" needs a text")
        case .missingSecondText:
            reply.text("@")
            reply.text(shortened(name))
            reply.text(" needs two texts, with a TAB or || and blanks around it between them")
        case .unexpectedText:
            reply.text("@taught takes no text, or save: @taught save")
        case .missingMask:
            reply.text("@")
            reply.text(shortened(name))
            reply.text(" needs a text with a [MASK]")
        case .tooManyMasks(let count):
            reply.text("the text has ")
            reply.write(decimal: UInt32(truncatingIfNeeded: count))
            reply.text(" [MASK]; at most ")
            reply.write(decimal: UInt32(MaskedWords.maximumMasks))
            reply.text(" are filled")
        case .noExample:
            reply.text(
                "a line is @teach LABEL || EXAMPLE, @list LIST || NAME, or empty, or a comment after #")
        case .teaching(let error):
            error.describe(to: &reply)
        case .list(let error):
            reply.text(error.message)
        case .noHead:
            reply.text("the model has no head for @")
            reply.text(shortened(name))
            reply.text("; it has:")
            for index in 0..<model.headCount {
                reply.text(index == 0 ? " " : ", ")
                reply.text(model.record(index).name.characters)
            }
        case .replyTooLong:
            reply.text("the answer has over ")
            reply.write(decimal: UInt32(truncatingIfNeeded: reply.capacity))
            reply.text(" bytes")
        }
        reply.endString()
        reply.endObject()
    }
}

/// The first 32 characters, or all of them: a name is repeated for recognition only.
private func shortened(_ name: Bytes) -> Bytes {
    var characters = 0
    for position in 0..<name.count where name[position] & 0xC0 != 0x80 {
        if characters == 32 { return Bytes(rebasing: name[..<position]) }
        characters &+= 1
    }
    return name
}
