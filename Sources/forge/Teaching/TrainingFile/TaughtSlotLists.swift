import PipitCore

/// The lists of a training file as its model keeps them: names that slots go by, with the canonical one of each.
struct TaughtSlotLists: Equatable {
    /// A name of a slot, and what else it is called.
    struct Entry: Equatable {
        let slot: String
        let item: TaughtList.Item
    }

    private(set) var entries: [Entry] = []
    /// Slots that have no other values.
    private(set) var closed: [String] = []

    /// - Parameters:
    ///   - lists: those that the file declares.
    ///   - uses: the names of slots that are values of each list, by its name; a list that no line uses is that of a slot of
    ///     its own name.
    ///   - slots: the slots that the file has.
    ///   - closed: the names of slots whose lists are closed.
    init(_ lists: [TaughtList], uses: [String: Set<String>], slots: [String], closed: [String]) {
        for list in lists {
            let isOwn = slots.contains(list.name) || uses[list.name] == nil
            for slot in Set(isOwn ? [list.name] : []).union(uses[list.name] ?? []).sorted() {
                let isClosed = closed.contains(slot)
                let items = list.items.filter { isClosed || !TaughtSlotLists.isNumber($0) }
                if items.isEmpty { continue }
                if isClosed && !self.closed.contains(slot) { self.closed.append(slot) }
                entries += items.map { Entry(slot: slot, item: $0) }
            }
        }
    }

    /// A number says itself, and stands in texts for much else.
    private static func isNumber(_ item: TaughtList.Item) -> Bool {
        item.synonyms.isEmpty && item.value.allSatisfy { ("0"..."9").contains($0) }
    }

    /// The lines of the section, empty where there are none.
    ///
    /// - Throws: `Failure` for an entry of which no text can have a name.
    func packed() throws -> [UInt8] {
        var lines = closed.map { Array("\($0)\t\n".utf8) }
        for entry in entries {
            let names = [entry.item.value] + entry.item.synonyms
            let forms = names.compactMap(TaughtSlotLists.form)
            guard forms.count == names.count else {
                throw Failure(
                    "the list \(entry.slot): no text has the name \(entry.item.value.abridged), or a synonym of it: a "
                        + "name needs a letter or a digit, and its words at most 100 characters")
            }
            let head = Array("\(entry.slot)\t\(entry.item.value)".utf8)
            lines.append(head + forms.flatMap { [UInt8(ascii: "\t")] + $0 } + [UInt8(ascii: "\n")])
        }
        return lines.flatMap { $0 }
    }

    private static func form(of name: String) -> [UInt8]? {
        var name = name
        var form: [UInt8]?
        name.withUTF8 { bytes in _ = ListNames.withForm(of: bytes) { form = Array($0) } }
        return form
    }
}

extension Pattern {
    /// The lists of which a value of a slot is made, as pairs of the list and the slot.
    var uses: [(list: String, slot: String)] {
        switch self {
        case .text: []
        case .list(_, let name, let isMarked): isMarked ? [(name, name)] : []
        case .slot(let slot, let value): value.wholeLists.map { ($0, slot) }
        case .sequence(let parts), .choice(_, let parts): parts.flatMap(\.uses)
        }
    }

    /// The lists of which it may be a value, and nothing beside.
    private var wholeLists: [String] {
        switch self {
        case .list(_, let name, _): [name]
        case .choice(_, let options): options.flatMap(\.wholeLists)
        default: []
        }
    }
}
