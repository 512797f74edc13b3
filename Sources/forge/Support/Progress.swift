import Foundation

/// A line on standard error about work that lasts: rewritten in place at a terminal, else repeated now and then.
///
/// Work of less than two seconds leaves no trace.
final class Progress {
    private let title: String
    private let isTerminal: Bool
    private let start = ContinuousClock.now
    private var last: Double
    private var isShown = false

    private static let quietSeconds = 2.0
    private static let terminalInterval = 0.2
    private static let logInterval = 15.0

    /// Starts the clock; `title` says what is being done, as in "building pi-zero".
    init(_ title: String, isTerminal: Bool = isatty(STDERR_FILENO) == 1) {
        self.title = title
        self.isTerminal = isTerminal
        last = -Progress.logInterval
    }

    /// Seconds since the work began.
    var seconds: Double {
        let parts = start.duration(to: .now).components
        return Double(parts.seconds) + Double(parts.attoseconds) * 1e-18
    }

    /// Tells how far the work is; cheap enough to be called for every small step.
    func update(_ detail: @autoclosure () -> String) {
        let now = seconds
        guard now >= Progress.quietSeconds else { return }
        guard now - last >= (isTerminal ? Progress.terminalInterval : Progress.logInterval) else { return }
        last = now
        let line = "\(title) … \(detail()) (\(Int(now)) s)"
        if isTerminal {
            Console.write(Array(("\r\u{1B}[K" + line.prefix(150)).utf8), to: STDERR_FILENO)
        } else {
            Console.note(line)
        }
        isShown = true
    }

    /// Wipes the line, and says how long the work took if it was seen at all.
    func finish(_ result: String = "done") {
        guard isShown else { return }
        if isTerminal { Console.write(Array("\r\u{1B}[K".utf8), to: STDERR_FILENO) }
        Console.note("\(title) … \(result) (\(Int(seconds)) s)")
    }
}
