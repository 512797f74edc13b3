import Foundation

/// Runs a program on sample lines and asks the kernel what memory it took.
enum ProcessMeter {
    /// Runs `program` as a process of this machine.
    static func measureHere(_ program: String, _ lines: [[UInt8]]) throws -> Measurement {
        let child = try ChildProcess(program, [], input: .pipe, output: .pipe, errors: .null)
        defer {
            child.closeInput()
            child.closeOutputs()
            child.end()
        }
        let progress = Progress("measuring \(program)")
        var splitter = LineSplitter()
        for count in 0...lines.count {
            if count > 0, !FileDescriptor.write(lines[count - 1] + [UInt8(ascii: "\n")], to: child.input) {
                throw Failure("\(program) ended at line \(count) of the sample")
            }
            var replies = 0
            while replies == 0 {
                guard let bytes = FileDescriptor.read(child.output), !bytes.isEmpty else {
                    throw Failure("\(program) ended at line \(count) of the sample")
                }
                replies += splitter.add(bytes).count
            }
            progress.update("\(count) of \(lines.count) lines")
        }
        progress.finish()
        func kernelFile(_ name: String) throws -> String {
            String(decoding: try Files.read("/proc/\(child.identifier)/\(name)"), as: UTF8.self)
        }
        return try Measurement(status: kernelFile("status"), smaps: kernelFile("smaps"))
    }

    /// Boots the emulated board and runs `program` there, once on each of some conversations, beside a script that reads
    /// what the kernel says.
    ///
    /// - Returns: a measurement for each.
    static func measure(_ program: [UInt8], _ conversations: [[[UInt8]]], on machine: EmulatedMachine) throws
        -> [Measurement]
    {
        let archive = try measuringArchive(program, conversations, busybox: machine.busybox())
        let progress = Progress("measuring on the emulated board")
        let child = try machine.start(archive, clock: .ofInstructions, progress: progress)
        defer { child.end() }
        var splitter = LineSplitter()
        var transcript: [String] = []
        while progress.seconds < limitSeconds {
            // Not the console's words: a kernel on an emulated board complains of devices that are not there.
            progress.update(transcript.isEmpty ? "the kernel starts" : "lines are answered")
            guard FileDescriptor.readable([child.output], within: 0.2)[0] else { continue }
            guard let bytes = FileDescriptor.read(child.output), !bytes.isEmpty else { break }
            transcript += splitter.add(bytes).map {
                String(decoding: LineSplitter.withoutNoise($0), as: UTF8.self)
            }
            if transcript.contains(Mark.end) {
                progress.finish()
                return try conversations.map { lines in
                    let end = (transcript.firstIndex(of: Mark.next) ?? transcript.count - 1) + 1
                    defer { transcript.removeFirst(end) }
                    return try measurement(in: Array(transcript[..<end]), replies: lines.count + 1)
                }
            }
            if transcript.contains(where: EmulatedMachine.isPanic) { break }
        }
        throw failure("the emulated board gave no measurement", transcript)
    }

    private static let limitSeconds = 300.0

    private enum Mark {
        static let replies = "=== replies"
        static let status = "=== status"
        static let smaps = "=== smaps"
        static let next = "=== next"
        static let end = "=== end"
    }

    private static func measurement(in transcript: [String], replies: Int) throws -> Measurement {
        func part(_ start: String, _ end: String) -> [String] {
            Array(transcript.drop { $0 != start }.dropFirst().prefix { $0 != end })
        }
        let count = part(Mark.replies, Mark.status).compactMap {
            Int($0.trimmingCharacters(in: .whitespaces))
        }
        guard count == [replies] else {
            throw failure(
                "the program gave \(count.first ?? 0) of \(replies) replies on the emulated board", transcript
            )
        }
        return try Measurement(
            status: part(Mark.status, Mark.smaps).joined(separator: "\n"),
            smaps: part(Mark.smaps, Mark.next).joined(separator: "\n"))
    }

    private static func failure(_ message: String, _ transcript: [String]) -> Failure {
        transcript.suffix(40).forEach { Console.note("  | " + $0) }
        return Failure(message + "; its last messages stand above")
    }

    private static func measuringArchive(
        _ program: [UInt8], _ conversations: [[[UInt8]]], busybox: [UInt8]
    ) throws -> CpioArchive {
        var archive = CpioArchive()
        for folder in ["dev", "bin", "proc"] { archive.addFolder(folder) }
        archive.addCharacterDevice("dev/console", major: 5, minor: 1)
        archive.addCharacterDevice("dev/null", major: 1, minor: 3, permissions: 0o666)
        archive.addFile("bin/busybox", busybox, permissions: 0o755)
        archive.addFile("pipit", program, permissions: 0o755)
        for (number, lines) in conversations.enumerated() {
            archive.addFile("lines\(number)", Array(lines.map { $0 + [UInt8(ascii: "\n")] }.joined()))
        }
        archive.addFile(
            "init", Array(script(lineCounts: conversations.map(\.count)).utf8), permissions: 0o755)
        return archive
    }

    /// Starts the program on a pipe that stays open, waits for all replies (a minute without a new one is the
    /// end of patience), and prints what the kernel says while the program still runs; then ends it, and goes on with the
    /// next conversation.
    private static func script(lineCounts: [Int]) -> String {
        """
        #!/bin/busybox sh
        alias b=/bin/busybox
        b mount -t proc proc /proc
        b mkfifo /requests
        measure() {
            /pipit </requests >/replies 2>/diagnostics &
            program=$!
            exec 3>/requests
            b cat "$1" >&3
            patience=120
            last=0
            while :; do
                count=$(b wc -l </replies)
                [ "$count" -gt "$2" ] && break
                [ "$count" = "$last" ] && patience=$((patience - 1)) || patience=120
                [ $patience = 0 ] && break
                last=$count
                b usleep 500000
            done
            echo "\(Mark.replies)"
            b wc -l </replies
            echo "\(Mark.status)"
            b cat /proc/$program/status
            echo "\(Mark.smaps)"
            b cat /proc/$program/smaps
            [ "$count" -gt "$2" ] || b cat /diagnostics
            echo "\(Mark.next)"
            exec 3>&-
            wait $program
        }
        \(lineCounts.enumerated().map { "measure /lines\($0.offset) \($0.element)" }.joined(separator: "\n"))
        echo "\(Mark.end)"
        b sleep 1000

        """
    }
}
