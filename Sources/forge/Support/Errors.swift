/// The command line makes no sense: exit status 2, and the usage is shown.
struct Misuse: Error, CustomStringConvertible {
    let message: String

    init(_ message: String) {
        self.message = message
    }

    var description: String { message }
}

/// What a command is to do cannot be done: exit status 1.
///
/// The message says what to do about it where that is known.
struct Failure: Error, CustomStringConvertible {
    let message: String

    init(_ message: String) {
        self.message = message
    }

    var description: String { message }
}
