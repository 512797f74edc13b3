import Foundation

/// Lines from standard input go down a serial line, replies come back to standard output.
///
/// A serial line has no end of input and no flow control, so we count: one reply belongs to each line, no more
/// is sent ahead of the replies than the guest's terminal buffer holds, and when the input has ended and all replies
/// are there, so has the conversation.
struct SerialConversation {
    private let child: ChildProcess
    private let progress: Progress
    private var outgoing: OutgoingLines
    private var incoming = LineSplitter()
    private var typed = LineSplitter()
    /// The last of what is not part of the conversation, for when something goes wrong.
    private var backlog: [String] = []
    private var isReady = false
    private var inputEnded = false
    /// When the board last said anything.
    private var heardAt = 0.0

    private static let noticeStart = Array("{\"notice\":".utf8)
    private static let backlogLines = 40
    private static let bootLimitSeconds = 180.0
    private static let replyLimitSeconds = 300.0

    /// Prepares to talk with the board that `child` emulates.
    ///
    /// - Parameters:
    ///   - child: the emulator, with all its streams as pipes.
    ///   - isEchoed: whether the guest's terminal sends each line back as it is typed.
    ///   - progress: of the boot.
    init(child: ChildProcess, isEchoed: Bool, progress: Progress) {
        self.child = child
        self.progress = progress
        outgoing = OutgoingLines(isEchoed: isEchoed)
    }

    /// Talks until the input has ended and every line has its reply.
    ///
    /// - Throws: `Failure` when the board falls silent or ends early, after showing its last messages.
    mutating func run() throws {
        while !(inputEnded && isReady && outgoing.isAnswered) {
            let readsInput = !inputEnded && outgoing.hasRoom
            let ready = FileDescriptor.readable(
                [child.output, child.errors] + (readsInput ? [STDIN_FILENO] : []),
                within: isReady ? 0.05 : 0.2)
            if ready[1], let bytes = FileDescriptor.read(child.errors), !bytes.isEmpty {
                keep(String(decoding: bytes, as: UTF8.self))
            }
            if ready[0], let bytes = FileDescriptor.read(child.output) {
                guard !bytes.isEmpty else { throw failure("the emulated board ended early") }
                heardAt = progress.seconds
                try take(bytes)
            }
            if readsInput, ready[2], let bytes = FileDescriptor.read(STDIN_FILENO) { type(bytes) }
            try checkPatience()
            if isReady {
                guard FileDescriptor.write(outgoing.next(at: progress.seconds), to: child.input) else {
                    throw failure("the emulated board ended early")
                }
            } else {
                progress.update("waiting for the ready line")
            }
        }
    }

    private func checkPatience() throws {
        let limit = isReady ? SerialConversation.replyLimitSeconds : SerialConversation.bootLimitSeconds
        let waits = isReady ? inputEnded && progress.seconds - heardAt > limit : progress.seconds > limit
        if waits { throw failure("no \(isReady ? "reply" : "ready line") in \(Int(limit)) s") }
    }

    private mutating func type(_ bytes: [UInt8]) {
        inputEnded = bytes.isEmpty
        let lines = inputEnded ? typed.rest() : typed.add(bytes)
        lines.forEach { outgoing.add($0) }
    }

    private mutating func take(_ bytes: [UInt8]) throws {
        for received in incoming.add(bytes) {
            let line =
                isReady ? LineSplitter.withoutNoise(received) : SerialConversation.readyLine(in: received)
            if outgoing.takeEcho(of: line) { continue }
            guard line.first == UInt8(ascii: "{") else {
                let text = String(decoding: line, as: UTF8.self)
                keep(text)
                if EmulatedMachine.isPanic(text) { throw failure("the program or the kernel has ended") }
                continue
            }
            if line.starts(with: SerialConversation.noticeStart) {
                // Of a card's supervisor: it belongs to no line.
            } else if isReady {
                outgoing.takeReply()
            } else {
                isReady = true
                progress.finish(isatty(STDIN_FILENO) == 1 ? "ready; Ctrl-D ends" : "ready")
            }
            Console.write(line + [UInt8(ascii: "\n")], to: STDOUT_FILENO)
        }
    }

    /// The first line without what came before it on the line: a driver that takes over may send letters.
    static func readyLine(in received: [UInt8]) -> [UInt8] {
        let line = LineSplitter.withoutNoise(received)
        let starts = [Array("{\"ready\":".utf8), noticeStart]
        for index in line.indices where starts.contains(where: { line[index...].starts(with: $0) }) {
            return Array(line[index...])
        }
        return line
    }

    /// Keeps what is not a reply: the kernel's messages for later, the program's diagnostics for now as well.
    private mutating func keep(_ text: String) {
        guard !text.allSatisfy(\.isWhitespace) else { return }
        backlog.append(text)
        if backlog.count > SerialConversation.backlogLines { backlog.removeFirst() }
        if text.hasPrefix("pipit:") { Console.note(text) }
    }

    private func failure(_ message: String) -> Failure {
        backlog.forEach { Console.note("  | " + $0) }
        return Failure(message + (backlog.isEmpty ? "; it said nothing" : "; its last messages stand above"))
    }
}
