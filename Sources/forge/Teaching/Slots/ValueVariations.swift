/// Lines made from a line of the training file by giving its slots other values, so that what stands around a value is
/// learnt, and not the few values that the file has.
///
/// A value becomes another one of its slot; or its words become words like them, numbers other numbers and days other
/// days; or any words at all.
struct ValueVariations {
    private let values: [String: [String]]
    private let similar: SimilarWords
    private var numbers: SeededNumbers

    /// Of a hundred values as many become another one of the slot, and as many words like theirs; the others any words.
    private static let (exchanged, likened) = (50, 25)
    private static let seed: UInt64 = 14

    /// - Parameters:
    ///   - lines: what the values are taken from.
    ///   - similar: the words of the model.
    init(_ lines: [SlotMarkup], similar: SimilarWords) {
        var values: [String: [String]] = [:]
        for line in lines {
            for slot in line.slots { values[slot.name, default: []].append(line.value(of: slot)) }
        }
        self.values = values
        self.similar = similar
        numbers = SeededNumbers(ValueVariations.seed)
    }

    /// The line with other values.
    mutating func next(of line: SlotMarkup) -> SlotMarkup {
        let bytes = Array(line.text.utf8)
        var (text, slots): ([UInt8], [SlotMarkup.Slot]) = ([], [])
        var end = 0
        for slot in line.slots.sorted(by: { $0.bytes.lowerBound < $1.bytes.lowerBound }) {
            text += bytes[end..<slot.bytes.lowerBound]
            let value = Array(varied(line.value(of: slot), of: slot.name).utf8)
            slots.append(SlotMarkup.Slot(name: slot.name, bytes: text.count..<text.count + value.count))
            text += value
            end = slot.bytes.upperBound
        }
        text += bytes[end...]
        return SlotMarkup(text: String(decoding: text, as: UTF8.self), slots: slots)
    }

    private mutating func varied(_ value: String, of slot: String) -> String {
        let chance = Int(numbers.next() % 100)
        if chance < ValueVariations.exchanged, let own = values[slot] { return pick(own) }
        let isAny = chance >= ValueVariations.exchanged + ValueVariations.likened
        var (result, word) = ("", "")
        for character in value {
            if character.isLetter || character.isNumber {
                word.append(character)
            } else {
                if !word.isEmpty { result += varied(word: word, isAny: isAny) }
                word = ""
                result.append(character)
            }
        }
        return word.isEmpty ? result : result + varied(word: word, isAny: isAny)
    }

    private mutating func varied(word: String, isAny: Bool) -> String {
        if word.allSatisfy(\.isNumber) {
            return String(word.enumerated().map { $0.offset == 0 ? digit(from: 1) : digit(from: 0) })
        }
        let folded = word.lowercased()
        if WordClasses.function.contains(folded) { return word }
        if let group = WordClasses.group(of: folded) { return cased(pick(group), as: word) }
        if !isAny, let near = similar.neighbours(of: folded) { return cased(pick(near), as: word) }
        return cased(pick(similar.words), as: word)
    }

    private mutating func digit(from first: UInt64) -> Character {
        Character(String(first + numbers.next() % (10 - first)))
    }

    private mutating func pick(_ words: [String]) -> String {
        words[Int(numbers.next() % UInt64(words.count))]
    }

    private func cased(_ word: String, as other: String) -> String {
        if other.count > 1 && other.allSatisfy(\.isUppercase) { return word.uppercased() }
        return other.first?.isUppercase == true ? word.prefix(1).uppercased() + word.dropFirst() : word
    }
}

/// Words that may stand for each other in a value, and words that stay.
enum WordClasses {
    static let function: Set<String> = [
        "the", "a", "an", "of", "to", "in", "on", "at", "for", "my", "me", "is", "it", "and", "or", "with",
        "by",
        "from", "this", "that", "please",
    ]

    private static let groups: [[String]] = [
        """
        zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
        eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand dozen half quarter couple
        """,
        "first second third fourth fifth sixth seventh eighth ninth tenth last next",
        "seconds minute minutes hour hours day days week weeks month months year years",
        "degrees degree celsius fahrenheit percent",
        "dollars dollar euros euro pounds pound",
        "miles mile km kilometers meters cm mm inches inch feet liters litres grams kg kilos",
        "monday tuesday wednesday thursday friday saturday sunday weekend weekdays",
        "january february march april may june july august september october november december",
        "morning evening afternoon night noon midnight tonight today tomorrow yesterday sunrise sunset dawn dusk",
        "am pm",
        "red green blue yellow white black orange purple pink brown grey violet turquoise gold silver",
        "left right up down forward backward north south east west upstairs downstairs",
    ].map { $0.split(whereSeparator: \.isWhitespace).map(String.init) }

    private static let groupOfWord: [String: Int] = groups.enumerated().reduce(into: [:]) { known, group in
        for word in group.element { known[word] = group.offset }
    }

    /// The words of the group that has `word`.
    static func group(of word: String) -> [String]? { groupOfWord[word].map { groups[$0] } }
}
