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

    /// Boots the emulated board and runs `program` there, beside a script that reads what the kernel says.
    static func measure(_ program: [UInt8], _ lines: [[UInt8]], on machine: EmulatedMachine) throws
        -> Measurement
    {
        let archive = try measuringArchive(program, lines, busybox: machine.busybox())
        let progress = Progress("measuring on the emulated board")
        let child = try machine.start(archive, progress: progress)
        defer { child.end() }
        var splitter = LineSplitter()
        var transcript: [String] = []
        while progress.seconds < limitSeconds {
            // Not the console's words: a kernel on an emulated board complains of devices that are not there.
            progress.update(transcript.isEmpty ? "the kernel starts" : "\(lines.count) lines are answered")
            guard FileDescriptor.readable([child.output], within: 0.2)[0] else { continue }
            guard let bytes = FileDescriptor.read(child.output), !bytes.isEmpty else { break }
            transcript += splitter.add(bytes).map {
                String(decoding: LineSplitter.withoutNoise($0), as: UTF8.self)
            }
            if transcript.contains(Mark.end) {
                progress.finish()
                return try measurement(in: transcript, replies: lines.count + 1)
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
            smaps: part(Mark.smaps, Mark.end).joined(separator: "\n"))
    }

    private static func failure(_ message: String, _ transcript: [String]) -> Failure {
        transcript.suffix(40).forEach { Console.note("  | " + $0) }
        return Failure(message + "; its last messages stand above")
    }

    private static func measuringArchive(
        _ program: [UInt8], _ lines: [[UInt8]], busybox: [UInt8]
    ) throws -> CpioArchive {
        var archive = CpioArchive()
        for folder in ["dev", "bin", "proc"] { archive.addFolder(folder) }
        archive.addCharacterDevice("dev/console", major: 5, minor: 1)
        archive.addCharacterDevice("dev/null", major: 1, minor: 3, permissions: 0o666)
        archive.addFile("bin/busybox", busybox, permissions: 0o755)
        archive.addFile("pipit", program, permissions: 0o755)
        archive.addFile("lines", Array(lines.map { $0 + [UInt8(ascii: "\n")] }.joined()))
        archive.addFile("init", Array(script(lineCount: lines.count).utf8), permissions: 0o755)
        return archive
    }

    /// Starts the program on a pipe that stays open, waits for all replies (a minute without a new one is the
    /// end of patience), and prints what the kernel says while the program still runs.
    private static func script(lineCount: Int) -> String {
        """
        #!/bin/busybox sh
        alias b=/bin/busybox
        b mount -t proc proc /proc
        b mkfifo /requests
        /pipit </requests >/replies 2>/diagnostics &
        program=$!
        exec 3>/requests
        b cat /lines >&3
        patience=120
        last=0
        while :; do
            count=$(b wc -l </replies)
            [ "$count" -gt \(lineCount) ] && break
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
        [ "$count" -gt \(lineCount) ] || b cat /diagnostics
        echo "\(Mark.end)"
        b sleep 1000

        """
    }
}
