/// Makes the texts that a pattern stands for: all of them, or as many as are wanted, evenly chosen.
///
/// Where there are too many, each choice deals its options like cards from a shuffled pack, all of them before
/// any comes again. So each option of a choice, and each phrase of a list, comes as often as the others, whatever
/// their number. The shuffling depends on the pattern alone: the same line gives the same texts.
struct PatternExpansion {
    private let phrases: [String: [[UInt8]]]
    private let counts: [String: Int]

    init(lists: [TaughtList]) {
        phrases = Dictionary(
            lists.map { ($0.name, $0.phrases.map { Array($0.utf8) }) },
            uniquingKeysWith: { first, _ in first })
        counts = phrases.mapValues(\.count)
    }

    /// How many ways there are to choose, at most `Int.max`.
    func count(of pattern: Pattern) -> Int {
        pattern.count(counts)
    }

    /// At most `limit` different texts, always the same.
    func texts(of pattern: Pattern, limit: Int, seed: UInt64 = 0) -> [SlotMarkup] {
        let total = count(of: pattern)
        let tidies = pattern.isTemplate
        var seen: Set<SlotMarkup> = []
        var texts: [SlotMarkup] = []
        func add(_ writer: MarkupWriter) {
            if let text = writer.markup, seen.insert(text).inserted { texts.append(text) }
        }
        if total <= limit {
            for index in 0..<total {
                var writer = MarkupWriter(tidies: tidies)
                write(pattern, number: index, to: &writer)
                add(writer)
            }
            return texts
        }
        var dealer = Dealer(seed: seed)
        // Different choices may give the same text, so a few more draws than texts are wanted.
        for _ in 0..<limit * 4 where texts.count < limit {
            var writer = MarkupWriter(tidies: tidies)
            write(pattern, dealtBy: &dealer, to: &writer)
            add(writer)
        }
        return texts
    }

    /// Writes choice `number` of all there are.
    private func write(_ pattern: Pattern, number: Int, to writer: inout MarkupWriter) {
        switch pattern {
        case .text(let bytes): writer.append(bytes)
        case .slot(let name, let value):
            writer.slot(name) { write(value, number: number, to: &$0) }
        case .sequence(let parts):
            var rest = number
            for part in parts {
                let count = part.count(counts)
                write(part, number: rest % count, to: &writer)
                rest /= count
            }
        case .choice(_, let options):
            var rest = number
            for option in options {
                let count = option.count(counts)
                if rest < count { return write(option, number: rest, to: &writer) }
                rest -= count
            }
        case .list(_, let name, let isMarked):
            guard let phrases = phrases[name], !phrases.isEmpty else { return }
            writer.append(phrases[number], asSlot: isMarked ? name : nil)
        }
    }

    private func write(_ pattern: Pattern, dealtBy dealer: inout Dealer, to writer: inout MarkupWriter) {
        switch pattern {
        case .text(let bytes): writer.append(bytes)
        case .slot(let name, let value):
            writer.slot(name) { write(value, dealtBy: &dealer, to: &$0) }
        case .sequence(let parts):
            for part in parts { write(part, dealtBy: &dealer, to: &writer) }
        case .choice(let id, let options):
            write(options[dealer.next(id, of: options.count)], dealtBy: &dealer, to: &writer)
        case .list(let id, let name, let isMarked):
            guard let phrases = phrases[name], !phrases.isEmpty else { return }
            writer.append(phrases[dealer.next(id, of: phrases.count)], asSlot: isMarked ? name : nil)
        }
    }
}

/// Deals the options of each choice in shuffled rounds.
private struct Dealer {
    private var packs: [Int: [Int]] = [:]
    private var numbers: SeededNumbers

    init(seed: UInt64) {
        numbers = SeededNumbers(seed)
    }

    mutating func next(_ id: Int, of count: Int) -> Int {
        if packs[id, default: []].isEmpty { packs[id] = Array(0..<count).shuffled(using: &numbers) }
        return packs[id]?.popLast() ?? 0
    }
}

/// Writes one text with its slots.
private struct MarkupWriter {
    /// Whether several spaces become one, which words left out leave behind.
    let tidies: Bool
    private var text: [UInt8] = []
    private var slots: [SlotMarkup.Slot] = []

    private static let space = UInt8(ascii: " ")

    init(tidies: Bool) {
        self.tidies = tidies
    }

    mutating func append(_ bytes: [UInt8], asSlot name: String? = nil) {
        if let name { return slot(name) { $0.append(bytes) } }
        guard tidies else {
            text += bytes
            return
        }
        for byte in bytes where byte != Self.space || !text.isEmpty && text.last != Self.space {
            text.append(byte)
        }
    }

    /// Marks what `body` writes, without blanks at its ends; what comes out empty is no slot.
    mutating func slot(_ name: String, _ body: (inout MarkupWriter) -> Void) {
        var start = text.count
        body(&self)
        var end = text.count
        while start < end, text[start] == Self.space { start += 1 }
        while end > start, text[end - 1] == Self.space { end -= 1 }
        if start < end { slots.append(SlotMarkup.Slot(name: name, bytes: start..<end)) }
    }

    /// The text, unless nothing was written.
    var markup: SlotMarkup? {
        var text = text
        while tidies, text.last == Self.space { text.removeLast() }
        return text.isEmpty ? nil : SlotMarkup(text: String(decoding: text, as: UTF8.self), slots: slots)
    }
}
