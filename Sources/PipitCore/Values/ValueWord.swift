/// A word, sign or short phrase that values are said with: a row of a language's table.
///
/// Every word of a text must have a row, else the text is no value. A blank in a row stands for blanks, dots, hyphens
/// and apostrophes, or for nothing: `a m` is "am", "a.m." and "a. m." as well. A letter's case does not matter, and from
/// two letters on an `s` or `'s` may follow.
struct ValueWord: Sendable {
    /// In lower case.
    let text: StaticString
    /// That of its class.
    let letter: UInt8
    /// What the class says.
    let value: Int32

    /// A row.
    init(_ text: StaticString, _ wordClass: WordClass, _ value: Int32 = 0) {
        self.text = text
        letter = wordClass.letter
        self.value = value
    }

    /// A row of a currency or its hundredth, by the three letters of the currency's code, in the order of their bytes.
    init(
        _ text: StaticString, _ wordClass: WordClass, _ a: Unicode.Scalar, _ b: Unicode.Scalar,
        _ c: Unicode.Scalar
    ) {
        self.init(text, wordClass, Int32(truncatingIfNeeded: c.value << 16 | b.value << 8 | a.value))
    }
}

/// What a word is to the grammar; forms name it by its letter.
struct WordClass: Sendable {
    let letter: UInt8

    private init(_ letter: Unicode.Scalar) { self.letter = UInt8(truncatingIfNeeded: letter.value) }

    /// Left out wherever it stands.
    static var filler: WordClass { WordClass("_") }

    // Parts of numbers. Forms have no letter for them, but for whole numbers: ValueSymbol.

    /// 0 to 19, and tens up to 90, which 1 to 9 may follow.
    static var small: WordClass { WordClass("1") }
    /// What the number before it is multiplied by, and what follows is added to: 100, 1,000.
    static var scale: WordClass { WordClass("0") }
    /// What the number before it is multiplied by at its end: 12.
    static var dozen: WordClass { WordClass("9") }
    /// An ordinal of a small number or a scale, which from 3 on is a part as well: "two thirds".
    static var ordinal: WordClass { WordClass("3") }
    /// The word that is an ordinal and a unit of time: 2.
    static var second: WordClass { WordClass("2") }
    /// What digits have behind them that are an ordinal: "rd".
    static var suffix: WordClass { WordClass("^") }
    /// Behind a number of any size: so many zeros, which stay apart since 32 bits do not hold them: 9, 12.
    static var power: WordClass { WordClass("[") }
    /// A part of one, in thousandths: "half".
    static var part: WordClass { WordClass("4") }
    /// The article that is 1 before a unit or a scale.
    static var article: WordClass { WordClass("5") }
    /// Before spoken decimals.
    static var point: WordClass { WordClass(".") }
    /// 1 for a word, 0 for a mark, which must touch the number.
    static var minus: WordClass { WordClass("-") }
    /// Between the parts of a number, and of a value.
    static var and: WordClass { WordClass("&") }

    // Time and date.

    /// A unit of time in seconds, 0 for a millisecond, or less than 0 in months.
    static var unit: WordClass { WordClass("U") }
    /// The letter of a unit of time, in seconds.
    static var unitLetter: WordClass { WordClass("~") }
    /// 1 Monday to 7 Sunday, as in ISO 8601.
    static var weekday: WordClass { WordClass("W") }
    /// 1 to 12.
    static var month: WordClass { WordClass("O") }
    /// A day counted from today.
    static var relativeDay: WordClass { WordClass("R") }
    /// A part of today, the one that stands so many rows above, less than 0.
    static var partOfToday: WordClass { WordClass("J") }
    /// −1 last, 0 this, 1 next.
    static var which: WordClass { WordClass("L") }
    /// Saturday and Sunday: 0.
    static var weekend: WordClass { WordClass("E") }
    /// A day of each year: month · 100 + day.
    static var holiday: WordClass { WordClass("F") }
    /// Behind an hour, and says nothing more.
    static var oClock: WordClass { WordClass("x") }
    /// 1 a.m., 2 p.m.
    static var halfDay: WordClass { WordClass("P") }
    /// A part of the day by its name: 0 nothing more, or the half that an hour in it is in: 1, 2, or 3 at night.
    static var dayPart: WordClass { WordClass("Z") }
    /// An hour by its name: 12 or 24.
    static var hourName: WordClass { WordClass("X") }
    /// Between minutes and the hour that they follow: −1, for it says "last" before a duration.
    static var past: WordClass { WordClass("p") }
    /// Between minutes and the hour that they precede: −1.
    static var to: WordClass { WordClass("T") }
    /// −1 before, 1 after a time.
    static var bound: WordClass { WordClass("B") }
    /// Behind a duration: −1 ago, 1 from now.
    static var away: WordClass { WordClass("G") }
    /// Some time from now, which says no value: a command with it is not for now.
    static var someTime: WordClass { WordClass("?") }
    /// Before a duration from now: 1.
    static var within: WordClass { WordClass("i") }
    /// This moment: 0 seconds from now.
    static var now: WordClass { WordClass("n") }

    // What is measured.

    /// A currency: its code, a byte a letter; 0 where several have that name.
    static var currency: WordClass { WordClass("$") }
    /// A hundredth of a currency, likewise.
    static var cent: WordClass { WordClass("c") }
    /// A degree.
    static var degree: WordClass { WordClass("g") }
    /// A scale of temperature: 1 Celsius, 2 Fahrenheit, 3 kelvin.
    static var scaleName: WordClass { WordClass("C") }
    /// Its letter, likewise.
    static var scaleLetter: WordClass { WordClass("l") }
    /// Makes a temperature negative.
    static var belowZero: WordClass { WordClass("b") }
    /// A part of a hundred.
    static var percent: WordClass { WordClass("%") }
    /// So many parts of a hundred by their name.
    static var share: WordClass { WordClass("t") }
    /// A colour; or −1, another name of the one in the row above, and so on.
    static var color: WordClass { WordClass("K") }

    // Marks.

    static var colon: WordClass { WordClass(":") }
    static var slash: WordClass { WordClass("/") }
}
