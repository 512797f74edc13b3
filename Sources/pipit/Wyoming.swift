import PipitCore
import PipitSystem

/// The Wyoming protocol, for Home Assistant.
///
/// It takes room that a small board has better uses for, so there it is built in where the build asks for it.
enum Wyoming {
    #if hasFeature(Embedded) && !PIPIT_WYOMING
        static var isBuiltIn: Bool { false }
    #else
        static var isBuiltIn: Bool { true }
    #endif
}

extension Line {
    /// Answers events up to the end of the input.
    func converse(inWyomingWith session: consuming Session) throws(Problem) {
        var conversation = WyomingConversation(session)
        while true {
            let count = pipit_read(input, conversation.input.baseAddress, conversation.input.count)
            if count < 0 { throw .reading(error: Int32(truncatingIfNeeded: count)) }
            if count == 0 { return }
            conversation.receive(count)
            while let reply = conversation.nextReply() {
                let result = pipit_write_all(output, reply.baseAddress, reply.count)
                if result < 0 { throw .writing(error: result) }
            }
        }
    }
}
