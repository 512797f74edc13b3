// Values as entities: what a person would mark in a text of which no word was said to be a slot.
//
// The words of a slot are known to say something; here any word may be anything, so the grammar alone is too eager:
// "one", "may", "sun" and "second" stand out as values only with something beside them.

extension ValueGrammar {
    /// What a text is, where it says a value that stands out as one; `unsaid` where it does not.
    ///
    /// - Parameters:
    ///   - text: words that `ValueWords` lets an entity start and end with.
    ///   - around: what stands before it.
    ///   - isLast: whether no word that has nothing to do with values goes on behind it.
    /// - Returns: the kind.
    @inline(never)
    func entity(_ text: Bytes, _ around: ValueSurroundings, isLast: Bool) -> SlotKind {
        let words = ValueWords(text, self)
        if words.count == 1 {
            // "May" and "march" are more, and so are brief names of months.
            let isSure = text.count > 3 && words.value != 3 && words.value != 5
            if words.starts(with: .month) { return isSure || around.isBound ? .date : .unsaid }
            // So are "wed", "sat" and "sun".
            if words.starts(with: .weekday) && text.count == 3 && (words.value == 3 || words.value > 5) {
                return .unsaid
            }
            let isYear = words.value >= 1900 && words.value < 2100 && words.value % 100 != 0
            let isNumber = words.first == ValueToken.numberLetter && text.count == 4
            if isNumber && (isYear || around.isBound && words.value >= 1000) { return .date }
        }
        var found = SlotKind.unsaid
        // At seven.
        read(text, as: around.isAt && isLast ? .time : .unsaid) { value in
            found = value.entity(words, isCounted: around.isCounted)
        }
        return found
    }
}

extension SlotKind {
    /// What entities of this kind are called, which is also the member that has their value.
    var name: Bytes { names[Int(rawValue)].bytes }

    /// Whether it says when, or how long.
    package var isOfTime: Bool { self == .time || self == .date || self == .duration }
    /// Whether it says no value that is known of.
    var isOfWords: Bool { self == .unsaid || isVerbatim }
    /// Whether no value is looked for in its words.
    var isVerbatim: Bool { self == .words || self == .command || self == .quote }
}

// Of constants alone, so that it lies in the program as it is.
private let names: InlineArray<_, StaticString> = [
    "", "number", "ordinal", "percent", "temperature", "duration", "time", "date", "money", "color", "words",
    "command", "quote",
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
    /// Whether one is there that times are told with, beside numbers.
    private(set) var mayTellTime = false
    /// Whether they are nothing but words such as "in" and "the", or there are none.
    private(set) var areLinks = true
    /// Whether all are numbers, and none has decimals.
    private(set) var isWholeNumber = true

    /// The letters of the classes of such words and marks, as `WordClass` has them.
    private static var timeLetters: Literal { "U~2WORJLEFxPZXpTG?:/-" }

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
            for place in 0..<count {
                let token = tokens.tokens[place]
                if Self.timeLetters.bytes.contains(token.letter) { mayTellTime = true }
                if !token.isNumber && !token.isOf(.small) || token.thousandths > 0 { isWholeNumber = false }
                if !isLink(token.letter) { areLinks = false }
            }
            areLinks = areLinks && reach == byteCount
            if reach == byteCount { last = count > 0 ? tokens.tokens[count &- 1].letter : first }
        }
    }

    func starts(with wordClass: WordClass) -> Bool { first == wordClass.letter }

    /// Whether the first one says when, whatever else a name may be: "tomorrow", "next".
    var saysWhen: Bool {
        starts(with: .relativeDay) || starts(with: .partOfToday) || starts(with: .which)
    }
    /// Whether they are a time without a word that ties them: such a word comes first, or one that says when.
    var standsAlone: Bool {
        saysWhen || isLink(first) || starts(with: .away) || starts(with: .someTime)
    }
    /// Whether these are none, or the unit of a number before them.
    var tellUnit: Bool {
        count == 0 || starts(with: .unit) || starts(with: .unitLetter) || starts(with: .second)
    }
    /// Whether an entity may start so, or a time of a command, which "later" is.
    func mayStart(ofCommand: Bool) -> Bool {
        let isOfCommands = starts(with: .away) || starts(with: .someTime)
        return first != 0 && !isLink(first) && !starts(with: .now) && (ofCommand || !isOfCommands)
    }

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
