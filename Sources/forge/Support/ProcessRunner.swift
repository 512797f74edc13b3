import Foundation

/// What a program that ran to its end left behind.
struct ProcessResult {
    let status: Int32
    let output: [UInt8]
    let errors: [UInt8]

    /// Standard output as text.
    var outputText: String { String(decoding: output, as: UTF8.self) }
    /// Standard error as text.
    var errorText: String { String(decoding: errors, as: UTF8.self) }
}

/// Runs programs to their end, with a line of progress for those that take long.
enum ProcessRunner {
    /// Runs a program without input and collects what it prints.
    ///
    /// The progress line shows `title` and the latest line of output. Throws `Failure` when it does not start.
    static func run(
        _ path: String, _ arguments: [String], input: ChildProcess.Stream = .null, title: String
    ) throws -> ProcessResult {
        let child = try ChildProcess(path, arguments, input: input, output: .pipe, errors: .pipe)
        defer { child.closeOutputs() }
        let progress = Progress(title)
        var collected: [[UInt8]] = [[], []]
        var isOpen = [true, true]
        var latest = ""
        while isOpen.contains(true) {
            let streams = [0, 1].filter { isOpen[$0] }
            let descriptors = streams.map { $0 == 0 ? child.output : child.errors }
            let ready = FileDescriptor.readable(descriptors, within: 0.25)
            for (position, stream) in streams.enumerated() where ready[position] {
                guard let bytes = FileDescriptor.read(descriptors[position]) else { continue }
                isOpen[stream] = !bytes.isEmpty
                collected[stream] += bytes
                // What a program makes is no text to show where it has zeros.
                if !bytes.contains(0) { latest = lastLine(of: bytes) ?? latest }
            }
            progress.update(latest)
        }
        let status = child.wait()
        progress.finish(status == 0 ? "done" : "failed")
        return ProcessResult(status: status, output: collected[0], errors: collected[1])
    }

    /// The last line that says something.
    static func lastLine(of bytes: [UInt8]) -> String? {
        let text = String(decoding: bytes, as: UTF8.self)
        let line = text.split(whereSeparator: \.isNewline).last { !$0.allSatisfy(\.isWhitespace) }
        return line.map { $0.trimmingCharacters(in: .whitespaces) }
    }
}
