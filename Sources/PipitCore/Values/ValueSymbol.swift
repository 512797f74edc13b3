/// What a letter of a form stands for, and where what it says is kept: a row of the table of symbols.
struct ValueSymbol: Sendable {
    let letter: UInt8
    /// That of the class of words, or `ValueToken.numberLetter`.
    let wordLetter: UInt8
    /// Where the number, or what the word's row says, goes; nil where only the form counts.
    let field: ValueField?
    /// Flags that the token must have, and must not have.
    let needed: UInt8
    let refused: UInt8
    /// What the whole part and the thousandths of a number are multiplied by, for one whole number of both.
    let factor: UInt8
    let fractionFactor: UInt8
    /// Bounds of that number, or of what the word's row says.
    let minimum: Int16
    let maximum: Int16

    /// A row of a number, any that has the flags and, where it is not within bounds, is whole.
    init(
        _ letter: Unicode.Scalar, _ field: ValueField, _ bounds: ClosedRange<Int16>, _ needed: UInt8 = 0,
        refusing refused: UInt8 = ValueFlag.isNegative | ValueFlag.isFraction | ValueFlag.isOrdinal,
        factor: UInt8 = 1, fractionFactor: UInt8 = 0
    ) {
        self.letter = UInt8(truncatingIfNeeded: letter.value)
        wordLetter = ValueToken.numberLetter
        self.field = field
        self.needed = needed
        self.refused = refused
        self.factor = factor
        self.fractionFactor = fractionFactor
        minimum = bounds.lowerBound
        maximum = bounds.upperBound
    }

    /// A row of a number of any size.
    init(_ letter: Unicode.Scalar, _ field: ValueField, needing needed: UInt8, refusing refused: UInt8) {
        self.init(letter, field, 0 ... .max, needed, refusing: refused)
    }

    /// A row of a class of words; by another letter where one is given, and of those whose value is `value`.
    init(
        _ wordClass: WordClass, _ field: ValueField? = nil, as letter: Unicode.Scalar? = nil,
        only value: Int16? = nil
    ) {
        self.letter = letter.map { UInt8(truncatingIfNeeded: $0.value) } ?? wordClass.letter
        wordLetter = wordClass.letter
        self.field = field
        needed = 0
        refused = 0
        factor = 1
        fractionFactor = 0
        minimum = value ?? .min
        maximum = value ?? .max
    }

    /// Whether a number of the whole range is meant, which is kept with its thousandths.
    var isWide: Bool { maximum == .max }
}

/// The letters of forms, in any language.
enum ValueSymbols {
    static var rows: UnsafeBufferPointer<ValueSymbol> { table.span.withUnsafeBufferPointer { $0 } }

    static var placeCount: Int { 64 }

    /// A place below `placeCount` for each letter: no two have the same.
    static func place(of letter: UInt8) -> Int { Int(letter & 63) }
}

private var negative: UInt8 { ValueFlag.isNegative }

// Of constants alone, so that it lies in the program as it is.
private let table: InlineArray<_, ValueSymbol> = [
    // Numbers.
    ValueSymbol("N", .number, needing: 0, refusing: ValueFlag.isOrdinal),
    ValueSymbol("S", .other, 0...99),  // another: two minutes thirty
    ValueSymbol("=", .number, needing: 0, refusing: ValueFlag.isOrdinal | negative | ValueFlag.isFraction),
    ValueSymbol("I", .number, needing: ValueFlag.isOrdinal, refusing: negative),
    // In thousandths.
    ValueSymbol("h", .part, 1...999, ValueFlag.isPart, refusing: negative, factor: 0, fractionFactor: 250),
    ValueSymbol("H", .hour, 0...24),
    // Minutes to or past an hour, of which a part is so many.
    ValueSymbol("M", .minute, 1...59, refusing: ValueFlag.isOrdinal | negative, fractionFactor: 15),
    ValueSymbol("a", .minute, 1...59, ValueFlag.isPart, refusing: negative, fractionFactor: 15),
    ValueSymbol("k", .minute, 1...59),  // likewise, with the word for minutes
    ValueSymbol("Q", .minute, 0...59, ValueFlag.hasTwoDigits),
    ValueSymbol("s", .second, 0...59, ValueFlag.hasTwoDigits),
    ValueSymbol("V", .clock, 100...2400),  // 730; seven hundred thirty
    // 7.30
    ValueSymbol(
        "w", .clock, 0...2400, ValueFlag.hasCents, refusing: negative, factor: 100, fractionFactor: 25),
    ValueSymbol("D", .day, 1...31, refusing: negative | ValueFlag.isFraction),
    ValueSymbol("@", .day, 1...31, ValueFlag.isOrdinal, refusing: negative),
    ValueSymbol("y", .month, 1...31, refusing: negative | ValueFlag.isFraction),  // or the day
    ValueSymbol("Y", .year, 1000...2999),
    ValueSymbol("A", .century, 10...99),  // twenty …
    ValueSymbol("r", .year, 1...99, ValueFlag.hasTwoDigits),  // … twenty six

    // Words.
    ValueSymbol(.unit, .unit), ValueSymbol(.unit, .unit, as: "u", only: 60),
    ValueSymbol(.unit, as: ";", only: 3600), ValueSymbol(.unitLetter, .unit),
    ValueSymbol(.weekday, .weekday), ValueSymbol(.month, .month), ValueSymbol(.relativeDay, .days),
    ValueSymbol(.partOfToday, .dayPart), ValueSymbol(.which, .which), ValueSymbol(.weekend, .weekends),
    ValueSymbol(.holiday, .holiday), ValueSymbol(.oClock), ValueSymbol(.halfDay, .halfDay),
    ValueSymbol(.dayPart, .dayPart),
    ValueSymbol(.hourName, .hourName), ValueSymbol(.past), ValueSymbol(.past, .which, as: "q"),
    ValueSymbol(.to, .direction), ValueSymbol(.to, as: "j"), ValueSymbol(.bound, .bound),
    ValueSymbol(.bound, .direction, as: "v"), ValueSymbol(.away, .direction),
    ValueSymbol(.within, .direction),
    ValueSymbol(.now, .seconds), ValueSymbol(.currency, .unit), ValueSymbol(.cent, .unit),
    ValueSymbol(.power, .power),
    ValueSymbol(.degree), ValueSymbol(.scaleName, .unit), ValueSymbol(.scaleLetter, .unit),
    ValueSymbol(.belowZero), ValueSymbol(.percent), ValueSymbol(.share, .number), ValueSymbol(.color, .color),
    ValueSymbol(.minus), ValueSymbol(.and), ValueSymbol(.colon), ValueSymbol(.slash),
]
