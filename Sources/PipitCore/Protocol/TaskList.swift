/// A table of tasks, which lies in the program.
struct TaskList {
    /// The rows, which are read where they lie.
    let rows: UnsafeBufferPointer<TaskEntry>

    /// The task that `@name` asks for: one of that name, else that of the model's head of that name.
    ///
    /// - Throws: `noHead` when the protocol knows the name, but the model has no head for it; else `unknownTask`.
    func find(_ name: Bytes, in model: ModelFile) throws(RequestError) -> FoundTask {
        var isKnown = false
        for row in 0..<rows.count where rows[row].isNamed(name) {
            if rows[row].headKind != nil {
                isKnown = true
            } else if rows[row].name.utf8CodeUnitCount == name.count {
                return FoundTask(row: row, head: 0)
            }
        }
        if let head = model.headIndex(named: name), let row = row(of: model.record(head)) {
            return FoundTask(row: row, head: head)
        }
        throw isKnown ? .noHead : .unknownTask
    }

    /// The row that takes `head`: the one of its name, else that without a name, else the first of its kind.
    @inline(never)  // Long, and called in several places.
    fileprivate func row(of head: HeadRecord) -> Int? {
        var first: Int?
        var nameless: Int?
        for row in 0..<rows.count where rows[row].headKind == head.kind {
            if rows[row].isNamed(head.name.characters) { return row }
            if rows[row].name.utf8CodeUnitCount == 0 { nameless = row }
            if first == nil { first = row }
        }
        return nameless ?? first
    }

    /// The requests that `model` can answer.
    func requests(of model: ModelFile) -> AnsweredRequests { AnsweredRequests(self, model) }
}

extension Session {
    /// Whether `@name` is a request of the protocol's own, which a head of that name would never get.
    package static func isOwnRequest(_ name: UnsafeBufferPointer<UInt8>) -> Bool {
        let rows = TaskList.all.rows
        for row in 0..<rows.count where rows[row].headKind == nil {
            if sameBytes(rows[row].name.bytes, name) { return true }
        }
        return false
    }
}

/// A row of the table, and the head that was named; a task that is not one of heads does not look at it.
struct FoundTask {
    let row: Int
    let head: Int
}

extension TaskEntry {
    /// Whether `name` is the task's, alone or before a dot.
    fileprivate func isNamed(_ name: Bytes) -> Bool {
        let count = self.name.utf8CodeUnitCount
        guard count > 0 && count <= name.count else { return false }
        guard sameBytes(Bytes(rebasing: name[..<count]), self.name.bytes) else { return false }
        return count == name.count || name[count] == UInt8(ascii: ".")
    }
}

/// The requests that a model can answer, in the order of the table of tasks.
struct AnsweredRequests {
    private let tasks: TaskList
    private let model: ModelFile
    private var row = 0
    private var head = 0

    fileprivate init(_ tasks: TaskList, _ model: ModelFile) {
        self.tasks = tasks
        self.model = model
    }

    /// The next one and its name; nil after the last.
    @inline(never)
    mutating func next() -> (found: FoundTask, name: Bytes)? {
        while row < tasks.rows.count {
            if tasks.rows[row].headKind == nil {
                row &+= 1
                return (FoundTask(row: row &- 1, head: 0), tasks.rows[row &- 1].name.bytes)
            }
            while head < model.headCount {
                let number = head
                head &+= 1
                let record = model.record(number)
                if tasks.row(of: record) == row {
                    return (FoundTask(row: row, head: number), record.name.characters)
                }
            }
            row &+= 1
            head = 0
        }
        return nil
    }
}
