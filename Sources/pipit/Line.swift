import PipitCore
import PipitSystem

/// The line to the other end: where lines of text come from, and where replies go.
struct Line {
    let input: Int32
    let output: Int32
    /// What gets every line that goes out, too; -1 for none.
    let copy: Int32
    /// The name of a serial line that is opened again after a hang-up, in memory that nothing can write to.
    let reopenedPath: UnsafePointer<CChar>?
    private let isSerial: Bool
    private let baud: UInt32
    private var pauseMilliseconds = Self.firstPauseMilliseconds

    private static let invalid: Int32 = 22  // EINVAL
    private static let firstPauseMilliseconds: UInt32 = 100

    /// Opens the line that the command line names, else takes standard input and output.
    init(_ options: Options) throws(Problem) {
        copy = options.copy
        baud = options.baud
        isSerial = options.serialPath != nil
        if copy >= 0 {
            // A copy to where replies go already would be a second reply to each line.
            let isOutput = copy == Descriptor.output && !isSerial
            let result = isOutput ? -Self.invalid : pipit_check_writable(copy)
            if result < 0 { throw .copy(error: result) }
        }
        guard let path = options.serialPath else {
            (input, output, reopenedPath) = (0, Descriptor.output, nil)
            return
        }
        input = pipit_open_serial(path, baud)
        output = input
        if input < 0 { throw .opening(path, error: input) }
        reopenedPath = options.reopensLine ? pipit_constant_text(path) : nil
    }

    /// Answers lines up to the end of the input; a serial line has none, so there it is a hang-up.
    mutating func converse(with session: inout Session, startsQuietly: Bool) throws(Problem) {
        while true {
            switch answer(&session, startsQuietly) {
            case .input: return
            case .reading(let error): throw .reading(error: error)
            case .writing(let error): throw .writing(error: error)
            case .copying(let error): throw .copy(error: error)
            case .hangUp:
                session.discardLine()
                try reopen()
            }
        }
    }

    /// Why a conversation ended.
    private enum End {
        case input
        case hangUp
        case reading(Int32)
        case writing(Int32)
        case copying(Int32)
    }

    private mutating func answer(_ session: inout Session, _ startsQuietly: Bool) -> End {
        if !startsQuietly, let end = write(session.ready()) { return end }
        while true {
            let count = pipit_read(input, session.input.baseAddress, session.input.count)
            if count <= 0 {
                if isSerial { return .hangUp }
                // What a read that failed left of a line is no line.
                if count < 0 { return .reading(Int32(truncatingIfNeeded: count)) }
                return session.lastReply().flatMap { write($0) } ?? .input
            }
            pauseMilliseconds = Self.firstPauseMilliseconds
            session.receive(count)
            while let reply = session.nextReply() {
                if let end = write(reply) { return end }
            }
        }
    }

    @inline(never)  // Called in several places.
    private func write(_ bytes: UnsafeBufferPointer<UInt8>) -> End? {
        if copy >= 0 {
            let result = pipit_write_all(copy, bytes.baseAddress, bytes.count)
            if result < 0 { return .copying(result) }
        }
        let result = pipit_write_all(output, bytes.baseAddress, bytes.count)
        if result >= 0 { return nil }
        return isSerial ? .hangUp : .writing(result)
    }

    private mutating func reopen() throws(Problem) {
        guard let path = reopenedPath else { throw .hangUp }
        var diagnostics = Descriptor(Descriptor.diagnostics)
        diagnostics.report { $0.write("the serial line hung up; waiting for it") }
        let result = pipit_reopen_serial(input, path, baud, &pauseMilliseconds)
        if result < 0 { throw .opening(path, error: result) }
        diagnostics.report { $0.write("the serial line is open again") }
    }
}
