// Values as entities: what a person would mark in a text of which no word was said to be a slot.
//
// The words of a slot are known to say something; here any word may be anything, so the grammar alone is too eager:
// "one", "may", "sun" and "second" stand out as values only with something beside them.

extension ValueGrammar {
    /// What a text is, where it says a value that stands out as one; `unsaid` where it does not.
    ///
    /// - Parameters:
    ///   - text: words that `ValueWords` lets an entity start and end with.
    ///   - before: the word before it; empty where there is none.
    ///   - isLast: whether no word that has nothing to do with values goes on behind it.
    /// - Returns: the kind.
    @inline(never)
    func entity(_ text: Bytes, behind before: Bytes, isLast: Bool) -> SlotKind {
        let around = ValueWords(before, self)
        let isBound = around.starts(with: .within) || around.starts(with: .bound)
        let words = ValueWords(text, self)
        if words.count == 1 {
            // "May" and "march" are more, and so are brief names of months.
            let isSure = text.count > 3 && words.value != 3 && words.value != 5
            if words.starts(with: .month) { return isSure || isBound ? .date : .unsaid }
            // So are "wed", "sat" and "sun".
            if words.starts(with: .weekday) && text.count == 3 && (words.value == 3 || words.value > 5) {
                return .unsaid
            }
            let isYear = words.value >= 1900 && words.value < 2100 && words.value % 100 != 0
            let isNumber = words.first == ValueToken.numberLetter && text.count == 4
            if isNumber && (isYear || isBound && words.value >= 1000) { return .date }
        }
        // At seven.
        let isAt = before.count == 2 && before[0] | 0x20 == UInt8(ascii: "a") && around.starts(with: .filler)
        var found = SlotKind.unsaid
        read(text, as: isAt && isLast ? .time : .unsaid) { value in
            found = value.entity(words, isCounted: isBound || around.starts(with: .filler))
        }
        return found
    }
}

extension SlotKind {
    /// What entities of this kind are called, which is also the member that has their value.
    var name: Bytes { names[Int(rawValue)].bytes }
}

// Of constants alone, so that it lies in the program as it is.
private let names: InlineArray<_, StaticString> = [
    "", "number", "ordinal", "percent", "temperature", "duration", "time", "date", "money", "color", "words",
]

/// What the words of a text are to the grammar.
struct ValueWords {
    /// How many bytes of the text have rows in the table.
    private(set) var reach = 0
    /// How many words count.
    private(set) var count = 0
    /// The class of the first and of the last one, 0 where the text starts or ends otherwise.
    private(set) var first: UInt8 = 0
    private(set) var last: UInt8 = 0
    /// What the first one says.
    private(set) var value: Int32 = 0

    @inline(never)
    init(_ text: Bytes, _ grammar: ValueGrammar) {
        if text.count == 0 || text.count > ValueTokens.maximumBytes { return }
        withUnsafeTemporaryAllocation(byteCount: ValueMemory.byteCount, alignment: ValueMemory.alignment) {
            memory in
            // Room was asked for, so there is a base.
            let memory = ValueMemory(start: memory.baseAddress.unsafelyUnwrapped)
            var tokens = ValueTokens(storage: memory.tokens, grammar: grammar)
            let (lower, byteCount) = memory.lowerCase(text)
            reach = tokens.scanned(lower, byteCount)
            count = tokens.count
            if count > 0 { (first, value) = (tokens.tokens[0].letter, tokens.tokens[0].value) }
            if tokens.startsWithFiller { first = WordClass.filler.letter }
            if reach == byteCount { last = count > 0 ? tokens.tokens[count &- 1].letter : first }
        }
    }

    func starts(with wordClass: WordClass) -> Bool { first == wordClass.letter }

    /// Whether an entity may start so.
    var mayStart: Bool { first != 0 && !isLink(first) && !starts(with: .now) && !starts(with: .away) }
    /// Whether an entity may end so.
    var mayEnd: Bool { !isLink(last) && last != WordClass.article.letter }

    private func isLink(_ letter: UInt8) -> Bool {
        letter == WordClass.filler.letter || letter == WordClass.within.letter
            || letter == WordClass.bound.letter || letter == WordClass.to.letter
            || letter == WordClass.and.letter || letter == WordClass.past.letter
    }
}

extension SlotValue {
    /// What entity it is, said by these words; `isCounted` where a word such as "for" stands before them.
    fileprivate func entity(_ words: ValueWords, isCounted: Bool) -> SlotKind {
        let isOne = words.starts(with: .article)
        let isWritten = words.first == ValueToken.numberLetter
        if has(SlotKind.money) {
            // "Two won" did.
            return self[.unit] == 0x57_52_4B && !isWritten ? .unsaid : .money
        }
        if has(SlotKind.percent) { return .percent }
        if has(SlotKind.temperature) { return isOne ? .unsaid : .temperature }
        if has(SlotKind.ordinal) { return isWritten ? .ordinal : .unsaid }
        if has(SlotKind.duration) { return isOne && !isCounted ? .unsaid : .duration }
        if has(SlotKind.number) {
            // "One", "dozens" and "half" by themselves; "a couple", "a third".
            let isVague = words.count == 1 && !isWritten && !(words.starts(with: .small) && words.value > 1)
            return isVague || isOne && self[.amount] < 3 && self[.power] == 0 ? .unsaid : .number
        }
        if has(SlotKind.time) {
            // A date and a time are two, but for "tomorrow night".
            let isVague = words.count == 1 && words.starts(with: .dayPart)
            return isVague || has(SlotKind.date) && has(.hour) ? .unsaid : .time
        }
        if has(SlotKind.date) {
            // "This may", "this march"; "no one may", "two march".
            let isVerb = self[.month] == 3 || self[.month] == 5
            let isVague = has(.which) && self[.which] == 0 || words.starts(with: .small)
            return isVerb && isVague ? .unsaid : .date
        }
        return .unsaid
    }
}
