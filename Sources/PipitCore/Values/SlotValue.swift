/// What the words of a slot say, as numbers in the fields of a table; in memory of the caller.
///
/// Nothing here knows what day it is or what the time is: dates and times are relative or partial.
struct SlotValue {
    /// `[ValueField.count]`.
    let fields: UnsafeMutablePointer<Int32>
    /// What it is of, a bit for each kind; a date may have a time as well.
    var kinds: UInt32 = 0

    /// What a field is that nothing was said of.
    static var unsaid: Int32 { Int32.min }

    /// A value of which nothing is said yet.
    init(_ storage: UnsafeMutablePointer<Int32>) {
        fields = storage
        for field in 0..<ValueField.count {
            fields[field] = field < Int(ValueField.amount.rawValue) ? Self.unsaid : 0
        }
    }

    subscript(_ field: ValueField) -> Int32 {
        get { fields[Int(field.rawValue)] }
        nonmutating set { fields[Int(field.rawValue)] = newValue }
    }

    func has(_ field: ValueField) -> Bool { self[field] != Self.unsaid }
    func has(_ kind: SlotKind) -> Bool { kinds & Self.bit(kind) != 0 }
    static func bit(_ kind: SlotKind) -> UInt32 { 1 &<< UInt32(kind.rawValue) }
}

/// A part of a value; those up to `years` are of a date.
enum ValueField: UInt8 {
    /// 1000 to 2999, and the month of it, 1 to 12, and the day of that.
    case year, month, day
    /// 1 Monday to 7 Sunday.
    case weekday
    /// So many units of the calendar from now, 0 the one that is now.
    case days, weekends, weeks, months, years
    /// So many seconds from now.
    case seconds
    /// −1 last, 0 this, 1 next.
    case which
    /// −1 before, 1 after.
    case bound
    /// 0 to 24, and the minute, and the second of it.
    case hour, minute, second
    /// 0 neither half of the day is said, 1 a.m., 2 p.m.
    case halfDay
    /// A part of the day: the row of its word.
    case dayPart
    /// A colour: the row of its word.
    case color
    /// Until all is read: hour and minute as one number, month and day as one, an hour by its name.
    case clock, holiday, hourName
    /// Likewise: the first half of a year; 1 or −1 for what is counted from now, or back.
    case century, direction
    /// A currency's code, a byte a letter, or 0; a scale of temperature: 1 Celsius, 2 Fahrenheit, 3 kelvin; the last unit
    /// of time. It may be said again, and so may numbers.
    case unit

    // Numbers, 0 where nothing is said: first the whole part, then the thousandths.

    /// The number, the ordinal, the percentage, the degrees or the amount of money; the thousandths are also those of what
    /// is counted from now.
    case amount, amountThousandths
    /// A duration in seconds, and in months.
    case elapsed, elapsedThousandths, elapsedMonths, elapsedMonthsThousandths
    /// Not 0 where the amount is below it.
    case isNegative
    /// How many zeros follow the amount: 9 of billions.
    case power
    /// Always 0.
    case nothing
    /// Of the form at work: a number, another one, and a part in thousandths.
    case number, numberThousandths, other, otherThousandths, part

    static var count: Int { Int(part.rawValue) &+ 1 }
}

extension SlotValue {
    /// No number is as great.
    static var limit: Int32 { 1_000_000_000 }

    /// Adds so many times `factor` to the number of a field, all 0 or greater; false where that is too great.
    func add(_ whole: Int32, _ thousandths: Int32, times factor: Int32, to field: ValueField) -> Bool {
        let sum = fields + Int(field.rawValue)
        let factor = UInt64(factor.magnitude)
        let (carry, rest) = (UInt64(thousandths.magnitude) &* factor &+ UInt64(sum[1].magnitude))
            .quotientAndRemainder(dividingBy: 1000)
        let total = UInt64(whole.magnitude) &* factor &+ UInt64(sum[0].magnitude) &+ carry
        if total >= UInt64(Self.limit) { return false }
        sum[0] = Int32(truncatingIfNeeded: total)
        sum[1] = Int32(truncatingIfNeeded: rest)
        return true
    }
}
