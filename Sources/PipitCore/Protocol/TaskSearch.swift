/// A task, and the head that was named; a task that is not one of heads does not look at it.
struct FoundTask {
    let task: TaskEntry
    let head: Int
}

extension TaskEntry {
    /// The task that `@name` asks for: one of that name, else that of the model's head of that name.
    ///
    /// - Throws: `noHead` when the protocol knows the name, but the model has no head for it; else `unknownTask`.
    static func named(_ name: Bytes, in model: ModelFile) throws(RequestError) -> FoundTask {
        var isKnown = false
        var index = 0
        while let task = at(index) {
            index &+= 1
            if task.headKind != nil {
                if task.isNamed(name) { isKnown = true }
            } else if sameBytes(task.name.bytes, name) {
                return FoundTask(task: task, head: 0)
            }
        }
        if let head = model.headIndex(named: name), let task = ofHead(model.record(head)) {
            return FoundTask(task: task, head: head)
        }
        throw isKnown ? .noHead : .unknownTask
    }

    private static func ofHead(_ head: HeadRecord) -> TaskEntry? {
        lineIndex(of: head).flatMap(at)
    }

    /// The line of the table that takes `head`: the one of its name, else that without a name, else the first of
    /// its kind.
    fileprivate static func lineIndex(of head: HeadRecord) -> Int? {
        var first: Int?
        var nameless: Int?
        var index = 0
        while let task = at(index) {
            if task.headKind == head.kind {
                if task.isNamed(head.name.characters) { return index }
                if task.name.count == 0 { nameless = index }
                if first == nil { first = index }
            }
            index &+= 1
        }
        return nameless ?? first
    }

    /// Whether `name` is the task's, alone or before a dot.
    private func isNamed(_ name: Bytes) -> Bool {
        let own = self.name.bytes
        guard own.count > 0 && own.count <= name.count else { return false }
        guard sameBytes(Bytes(rebasing: name[..<own.count]), own) else { return false }
        return own.count == name.count || name[own.count] == UInt8(ascii: ".")
    }
}

/// The requests that a model can answer, in the order of the table of tasks.
struct AnsweredRequests {
    private let model: ModelFile
    private var line = 0
    private var head = 0

    init(_ model: ModelFile) {
        self.model = model
    }

    /// The next one and its name; nil after the last.
    @inline(never)
    mutating func next() -> (found: FoundTask, name: Bytes)? {
        while let task = TaskEntry.at(line) {
            if task.headKind == nil {
                line &+= 1
                return (FoundTask(task: task, head: 0), task.name.bytes)
            }
            while head < model.headCount {
                let index = head
                head &+= 1
                let named = model.record(index)
                if TaskEntry.lineIndex(of: named) == line {
                    return (FoundTask(task: task, head: index), named.name.characters)
                }
            }
            line &+= 1
            head = 0
        }
        return nil
    }
}

extension ModelFile {
    /// The number of the head with this name, provided that it is of this kind.
    func headIndex(named name: Bytes, kind: Head.Kind) -> Int? {
        guard let index = headIndex(named: name), record(index).kind == kind else { return nil }
        return index
    }
}
