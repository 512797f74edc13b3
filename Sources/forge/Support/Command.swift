/// One command of `forge`: what `help` says about it, and what it does.
struct Command: Sendable {
    let name: String
    /// The command line without `forge`, operands in capitals: `build BOARD [--model FILE]`.
    let synopsis: String
    /// One line for the overview.
    let summary: String
    /// What `forge help COMMAND` adds.
    let details: String
    /// Does it; returns the exit status.
    let run: @Sendable (inout Arguments) throws -> Int32
}
