// The heads that plain lines ask.

extension ModelFile {
    /// The number of the head of a command's intent.
    var intentHead: Int? { headIndex(named: "intent", kind: .sequence) }

    /// The number of the head of a command's slots.
    var slotsHead: Int? { headIndex(named: "slots", kind: .tokenBIO) }

    /// The number of the head with this name, provided that it is of this kind.
    private func headIndex(named name: Literal, kind: TaskHead.Kind) -> Int? {
        guard let index = headIndex(named: name.bytes), record(index).kind == kind else { return nil }
        return index
    }

    /// Whether a line may hold several commands.
    var holdsSeveralCommands: Bool { intentHead.map { text(.commandWords, $0).count > 0 } ?? false }
}
