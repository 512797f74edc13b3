// Lists told while the program runs.

/// A list, the canonical name of one of its entries, and how much of it there is, or was.
struct ListChange {
    let list: Bytes
    /// Empty where the whole list is meant.
    let id: Bytes
    /// Names of the entry, or entries of the list.
    let count: Int
}

/// `@list list || name || synonym`: adds an entry, or replaces the one with that canonical name.
enum ListTask: Task {
    static var readsText: Bool { false }

    static func read(
        _ request: Request, by engine: borrowing Engine, _ state: inout SessionState
    ) throws(RequestError) -> ListChange {
        let draft = try state.lists.entry(request.text, engine.memory.lists)
        if draft.names == 0 { throw .missingSecondText }
        do throws(ListError) {
            let entry = try state.lists.keep(draft)
            return ListChange(list: entry.list, id: entry.id, count: entry.names)
        } catch {
            throw .list(error)
        }
    }

    @inline(never)
    static func write(_ answer: ListChange, to reply: inout Reply) {
        reply.member("list", answer.list)
        if answer.id.count > 0 { reply.member("id", answer.id) }
        reply.member(answer.id.count > 0 ? "names" : "ids", answer.count)
    }
}

/// `@unlist list || name`: how many names the entry had; `@unlist list`: how many entries the list had.
enum UnlistTask: Task {
    static var readsText: Bool { false }

    static func read(
        _ request: Request, by engine: borrowing Engine, _ state: inout SessionState
    ) throws(RequestError) -> ListChange {
        let entry = try state.lists.entry(request.text, engine.memory.lists)
        do throws(ListError) {
            return ListChange(list: entry.list, id: entry.id, count: try state.lists.remove(like: entry))
        } catch {
            throw .list(error)
        }
    }

    static func write(_ answer: ListChange, to reply: inout Reply) {
        ListTask.write(answer, to: &reply)
    }
}

extension SessionLists {
    /// A new entry as a request says it: a list and names, split as two texts are; it is not kept yet.
    @inline(never)
    fileprivate mutating func entry(_ text: Bytes, _ memory: ListMemory) throws(RequestError) -> ListEntry {
        do throws(ListError) {
            var (part, more) = splitText(text)
            try begin(trimmed(part))
            var isCanonical = true
            while let names = more {
                (part, more) = splitText(names)
                try add(trimmed(part), isCanonical: isCanonical, memory)
                isCanonical = false
            }
            return try end()
        } catch {
            throw .list(error)
        }
    }
}

/// `@lists`: the entries that were told, and how much room there is.
enum ListsTask: Task {
    static var readsText: Bool { false }

    /// An entry has six bytes at least, and each byte of list and canonical name is escaped to two at most.
    static func maximumBytes(of model: ModelFile, head: Int, in tasks: TaskList) -> Int {
        let frame = 40
        return SessionLists.maximumBytes / 6 &* frame &+ 2 &* SessionLists.maximumBytes
    }

    static func read(_ request: Request, by engine: borrowing Engine, _ state: inout SessionState)
        -> PackedLists
    {
        state.lists.packed
    }

    static func write(_ answer: PackedLists, to reply: inout Reply) {
        reply.key("lists")
        reply.beginArray()
        var offset = 0
        while offset < answer.bytes.count {
            let entry = answer.entry(at: offset)
            reply.beginObject()
            ListTask.write(ListChange(list: entry.list, id: entry.id, count: entry.names), to: &reply)
            reply.endObject()
            offset = entry.end
        }
        reply.endArray()
        reply.member("bytes", answer.bytes.count)
        reply.key("limits")
        reply.beginObject()
        reply.member("bytes", SessionLists.maximumBytes)
        reply.member("name_bytes", SessionLists.maximumNameBytes)
        reply.endObject()
    }
}

extension Reply {
    /// Writes the line that tells the entry at `offset`: where the next one starts.
    ///
    /// Synonyms stand in their normal form, which is all that is kept of them, and which is its own.
    mutating func line(ofEntry offset: Int, _ lists: PackedLists) -> Int {
        let entry = lists.entry(at: offset)
        beginString()
        text("@list ")
        text(entry.list)
        text("\t")
        text(entry.id)
        var start = lists.field(at: lists.field(at: lists.field(at: offset).next).next).next
        while start < entry.end {
            let name = lists.field(at: start)
            text("\t")
            text(name.text)
            start = name.next
        }
        endString()
        return entry.end
    }
}
