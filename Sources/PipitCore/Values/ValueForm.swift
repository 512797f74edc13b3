/// An order of words that says a value: a row of a language's table.
///
/// Words that say nothing are gone by then, and all of a number is one word. A longer text is read as several forms, one
/// after the other: "friday the third of may at noon" is `W`, `DO`, `X`.
struct ValueForm: Sendable {
    /// A letter for each word: that of a row of `ValueSymbols`.
    let pattern: StaticString
    /// What it says; `unsaid` for a form that only changes what others say.
    let kind: SlotKind
    let condition: Condition
    let meaning: Meaning

    /// A row.
    init(
        _ pattern: StaticString, _ kind: SlotKind, _ condition: Condition = .always,
        _ meaning: Meaning = .words
    ) {
        self.pattern = pattern
        self.kind = kind
        self.condition = condition
        self.meaning = meaning
    }

    /// When a form is read.
    enum Condition: UInt8 {
        case always
        /// Where the slot is of that kind: the words by themselves may be anything.
        case declared
        /// Likewise, and nothing was said before.
        case alone
        /// Behind a date, or where the slot is of that kind.
        case afterDay
        /// Behind a month, or where the slot is of that kind.
        case afterMonth
        /// Behind an hour.
        case afterHour
        /// At the start.
        case first
        /// At the end.
        case last

        var bit: UInt8 { 1 &<< rawValue }
        /// Of those that are met where the slot is of the form's kind.
        static var declaredBits: UInt8 { declared.bit | afterDay.bit | afterMonth.bit }
    }

    /// What becomes of the numbers of a form.
    enum Meaning: UInt8 {
        /// The words say all.
        case words
        /// The last, this or the next day: "this morning".
        case calendarDay
        /// The last, this or the next one of a unit: "next week".
        case calendarUnit
        /// The number, and hundredths beside it.
        case number
        /// The number below zero.
        case negative
        /// Hundredths.
        case cents
        /// The part of a hundred.
        case share
        /// The part of the number: "half a dozen".
        case partOfNumber

        // From here on of a unit of time.

        /// So many, and a part of one more.
        case units
        /// A part of so many.
        case partOfUnits
        /// So many, and so many of their sixtieths.
        case sixtieths
    }
}
