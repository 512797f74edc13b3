import Foundation

/// A program that was started, with those of its three streams as pipes that the caller reads or writes.
struct ChildProcess {
    /// Where a stream of the child goes.
    enum Stream {
        /// To ours.
        case inherited
        /// To a pipe, of which we hold the other end.
        case pipe
        /// Nowhere.
        case null
        /// From a file.
        case file(String)
    }

    let identifier: pid_t
    /// Our end of the child's standard input; -1 unless it is a pipe.
    let input: Int32
    /// Our end of the child's standard output; -1 unless it is a pipe.
    let output: Int32
    /// Our end of the child's standard error; -1 unless it is a pipe.
    let errors: Int32

    /// Starts a program.
    ///
    /// - Parameters:
    ///   - path: the program's file.
    ///   - arguments: those after the program's name.
    ///   - input: where its standard input comes from.
    ///   - output: where its standard output goes.
    ///   - errors: where its standard error goes.
    /// - Throws: `Failure` when it does not start.
    init(_ path: String, _ arguments: [String], input: Stream, output: Stream, errors: Stream) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        var ends: [Int32] = []
        var theirs: [Int32] = []
        defer { theirs.forEach { close($0) } }
        for (target, stream) in [(STDIN_FILENO, input), (STDOUT_FILENO, output), (STDERR_FILENO, errors)] {
            switch stream {
            case .inherited:
                ends.append(-1)
            case .null:
                posix_spawn_file_actions_addopen(&actions, target, "/dev/null", O_RDWR, 0)
                ends.append(-1)
            case .file(let name):
                posix_spawn_file_actions_addopen(&actions, target, name, O_RDONLY, 0)
                ends.append(-1)
            case .pipe:
                var pair: [Int32] = [-1, -1]
                guard pipe(&pair) == 0 else { throw Failure("no pipe: \(systemMessage())") }
                pair.forEach { _ = fcntl($0, F_SETFD, FD_CLOEXEC) }
                let (our, their) = target == STDIN_FILENO ? (pair[1], pair[0]) : (pair[0], pair[1])
                posix_spawn_file_actions_adddup2(&actions, their, target)
                ends.append(our)
                theirs.append(their)
            }
        }
        let words: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) } + [nil]
        defer { words.forEach { free($0) } }
        // Whichever signals our thread holds back, the child must hear the one that ends it.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        var started: pid_t = 0
        let status = posix_spawn(&started, path, &actions, &attributes, words, environ)
        guard status == 0 else {
            ends.filter { $0 >= 0 }.forEach { close($0) }
            throw Failure("cannot start \(path): \(systemMessage(status))")
        }
        signal(SIGPIPE, SIG_IGN)
        ChildProcessList.running.add(started)
        identifier = started
        (self.input, self.output, self.errors) = (ends[0], ends[1], ends[2])
    }

    /// Waits for the child's end; its exit status, or 128 and the number of the signal that ended it.
    func wait() -> Int32 {
        var status: Int32 = 0
        while waitpid(identifier, &status, 0) < 0, errno == EINTR {}
        ChildProcessList.running.remove(identifier)
        let signal = status & 0x7F
        return signal == 0 ? (status >> 8) & 0xFF : 128 + signal
    }

    /// Asks the child to end, insists after two seconds, and waits for it.
    func end() {
        kill(identifier, SIGTERM)
        for _ in 0..<200 {
            var status: Int32 = 0
            if waitpid(identifier, &status, WNOHANG) == identifier {
                ChildProcessList.running.remove(identifier)
                return
            }
            usleep(10_000)
        }
        kill(identifier, SIGKILL)
        _ = wait()
    }

    /// Closes our end of the child's standard input, which so sees the end of its input.
    func closeInput() {
        if input >= 0 { close(input) }
    }

    /// Closes our ends of the child's standard output and standard error.
    func closeOutputs() {
        for descriptor in [output, errors] where descriptor >= 0 { close(descriptor) }
    }
}

/// The words of the system for an error number.
func systemMessage(_ number: Int32 = errno) -> String {
    String(cString: strerror(number))
}

/// Puts a program in the place of this one: its streams, its signals and its exit status are then the caller's own.
///
/// - Throws: `Failure`; otherwise it does not return.
func replaceProcess(with path: String, _ arguments: [String]) throws -> Never {
    let words: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) } + [nil]
    execv(path, words)
    throw Failure("cannot start \(path): \(systemMessage())")
}
