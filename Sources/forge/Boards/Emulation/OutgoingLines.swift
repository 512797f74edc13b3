/// Lines on their way down a serial line that has no flow control: how much may be sent at a time.
struct OutgoingLines {
    /// Whether the other end's terminal sends each line back.
    private let isEchoed: Bool
    private var waiting: [[UInt8]] = []
    /// The lines that were sent and have no reply yet, oldest first.
    private var unanswered: [[UInt8]] = []
    private var echoes: [[UInt8]] = []
    private var unansweredBytes = 0
    /// What is left of the line that is being sent in pieces, and when its last piece went.
    private var remainder: ArraySlice<UInt8> = []
    private var lastPiece = -1.0

    // Linux keeps 4,096 bytes for a terminal whose program is busy.
    private static let window = 2048
    private static let pieceSeconds = 0.1
    private static let waitingLimit = 1024

    init(isEchoed: Bool) {
        self.isEchoed = isEchoed
    }

    /// Whether more lines should be read from where they come from.
    var hasRoom: Bool { waiting.count < OutgoingLines.waitingLimit }

    /// Whether every line has been sent and has its reply.
    var isAnswered: Bool { waiting.isEmpty && unanswered.isEmpty }

    /// Queues a line, given without its end.
    mutating func add(_ line: [UInt8]) {
        waiting.append(line)
    }

    /// The oldest line sent has its reply.
    mutating func takeReply() {
        guard !unanswered.isEmpty else { return }
        unansweredBytes -= unanswered.removeFirst().count
    }

    /// Whether `line` is the echo of one that was sent; each echo is taken once.
    mutating func takeEcho(of line: [UInt8]) -> Bool {
        guard isEchoed, let index = echoes.firstIndex(of: line) else { return false }
        echoes.removeSubrange(...index)
        return true
    }

    /// What may be sent now.
    ///
    /// Lines longer than the window go in pieces, slowly enough for a program that only skips them.
    mutating func next(at seconds: Double) -> [UInt8] {
        var bytes: [UInt8] = []
        if !remainder.isEmpty {
            guard seconds - lastPiece >= OutgoingLines.pieceSeconds else { return [] }
            bytes += takePiece(at: seconds)
        }
        while remainder.isEmpty, let line = waiting.first, fits(line.count + 1) {
            waiting.removeFirst()
            unanswered.append(line + [UInt8(ascii: "\n")])
            if isEchoed { echoes.append(line) }
            unansweredBytes += line.count + 1
            remainder = (line + [UInt8(ascii: "\n")])[...]
            bytes += takePiece(at: seconds)
        }
        return bytes
    }

    /// With an echo, one line at a time, so that no echo falls into the middle of a reply.
    private func fits(_ count: Int) -> Bool {
        unanswered.isEmpty || !isEchoed && count <= OutgoingLines.window - unansweredBytes
    }

    private mutating func takePiece(at seconds: Double) -> [UInt8] {
        lastPiece = seconds
        let piece = remainder.prefix(OutgoingLines.window)
        remainder = remainder.dropFirst(piece.count)
        return Array(piece)
    }
}
