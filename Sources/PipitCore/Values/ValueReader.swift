/// Reads the words of a text as forms, one after the other, and puts together what they say.
struct ValueReader {
    private let tokens: ValueTokens
    private let kind: SlotKind
    private(set) var value: Value
    /// Which row of the table of symbols a letter has: `[64]`.
    private let places: UnsafeMutablePointer<UInt8>

    init(_ tokens: ValueTokens, kind: SlotKind, into value: Value, places: UnsafeMutablePointer<UInt8>) {
        self.tokens = tokens
        self.kind = kind
        self.value = value
        self.places = places
        for row in 0..<ValueSymbols.rows.count {
            places[ValueSymbols.place(of: ValueSymbols.rows[row].letter)] = UInt8(truncatingIfNeeded: row)
        }
    }

    /// Reads all; false where some of the words belong to no form, or their forms say no value together.
    mutating func read() -> Bool {
        var position = 0
        while position < tokens.count {
            if position > 0 && tokens.tokens[position].isOf(.and) { position &+= 1 }
            let form = longestForm(at: position)
            if form < 0 || !apply(tokens.grammar.forms[form], at: position) { return false }
            position &+= tokens.grammar.forms[form].pattern.utf8CodeUnitCount
        }
        return finish()
    }

    /// The form that covers most words, of several one of the slot's kind; less than 0 where there is none.
    private func longestForm(at position: Int) -> Int {
        let forms = tokens.grammar.forms
        var (best, highest) = (-1, 0)
        for row in 0..<forms.count {
            let count = forms[row].pattern.utf8CodeUnitCount
            let rank = count &* 2 &+ (forms[row].kind == kind ? 1 : 0)
            guard rank > highest, isPossible(forms[row], from: position, to: position &+ count) else { continue }
            var index = 0
            while index < count && isSaid(forms[row].pattern.utf8Start[index], tokens.tokens + position + index) {
                index &+= 1
            }
            if index == count { (best, highest) = (row, rank) }
        }
        return best
    }

    private func isPossible(_ form: ValueForm, from start: Int, to end: Int) -> Bool {
        let isMoment = (Value.bit(form.kind) | Value.bit(kind)) & ~Value.moments == 0
        let isDeclared = form.kind == kind || isMoment && value.kinds != 0
        return switch form.condition {
        case .always: true
        case .declared: isDeclared
        case .alone: form.kind == kind && value.kinds == 0
        case .afterDay: isDeclared || value.has(.date)
        case .afterMonth: isDeclared || value.has(.month)
        case .afterHour: value.has(.hour) || value.has(.clock)
        case .first: start == 0
        case .last: end == tokens.count
        }
    }

    private func symbol(of letter: UInt8) -> UnsafePointer<ValueSymbol> {
        ValueSymbols.rows.baseAddress.unsafelyUnwrapped + Int(places[ValueSymbols.place(of: letter)])
    }

    /// Whether a word is one that a letter stands for, and says what nothing said before.
    private func isSaid(_ letter: UInt8, _ token: UnsafeMutablePointer<ValueToken>) -> Bool {
        let symbol = symbol(of: letter)
        let flags = token.pointee.flags
        if token.pointee.letter != symbol.pointee.wordLetter { return false }
        if flags & symbol.pointee.needed != symbol.pointee.needed || flags & symbol.pointee.refused != 0 { return false }
        if let field = symbol.pointee.field, field.rawValue < ValueField.unit.rawValue, value.has(field) { return false }
        if symbol.pointee.isWide { return true }
        let said = symbol.pointee.said(token)
        // A word may say minutes to the hour; "six to seven" is a range.
        if letter == UInt8(ascii: "M") && said % 5 != 0 { return false }
        return said >= Int32(symbol.pointee.minimum) && said <= Int32(symbol.pointee.maximum)
    }

    /// Takes what a form says; false where that makes no sense.
    private mutating func apply(_ form: ValueForm, at position: Int) -> Bool {
        for field in ValueField.number.rawValue...ValueField.part.rawValue { value.fields[Int(field)] = 0 }
        for index in 0..<form.pattern.utf8CodeUnitCount {
            take(form.pattern.utf8Start[index], tokens.tokens + position + index)
        }
        if form.kind != .unsaid {
            // One number is all that most values have.
            let kind = Value.bit(form.kind)
            if value.kinds & kind & ~Value.repeated != 0 { return false }
            value.kinds |= kind
        }
        return take(form.meaning)
    }

    private func take(_ letter: UInt8, _ token: UnsafeMutablePointer<ValueToken>) {
        let symbol = symbol(of: letter)
        guard let field = symbol.pointee.field else { return }
        let place = Int(field.rawValue)
        if symbol.pointee.isWide && token.pointee.isNumber {
            value.fields[place] = token.pointee.value
            value.fields[place &+ 1] = token.pointee.thousandths
            if token.pointee.has(ValueFlag.isNegative) { value[.isNegative] = 1 }
            return
        }
        var said = symbol.pointee.said(token)
        // Of words that are kept as they are, the row; a synonym says how far above its word stands.
        if field == .dayPart || field == .color { said = Int32(token.pointee.row) &+ min(said, 0) }
        // The hundredth of a currency that was named does not name another.
        if letter == WordClass.cent.letter && value.has(.unit) { return }
        value.fields[place] = said
    }

    /// Does with the numbers of a form what it means.
    private func take(_ meaning: ValueForm.Meaning) -> Bool {
        let (number, thousandths) = (value[.number], value[.numberThousandths])
        let part = value[.part]
        switch meaning {
        case .words: return true
        case .number, .negative:
            if meaning == .negative { value[.isNegative] = 1 }
            return value.add(number, thousandths, times: 1, to: .amount)
                && value.add(0, value[.other], times: 10, to: .amount) && value[.other] < 100
        case .cents: return number < 100 && value.add(0, number, times: 10, to: .amount)
        case .share: return value.add(0, part, times: 100, to: .amount)
        case .partOfNumber:
            return thousandths == 0 && value.add(0, part, times: number, to: .amount)
        case .units: return add(number, thousandths) && add(0, part)
        case .partOfUnits:
            // A part of one hour is that part of an hour; of two and a half, it is none.
            return number < 1000 && thousandths == 0 && add(0, part &* number)
        case .sixtieths:
            let unit = value[.unit]
            return value[.other] < 60 && (unit == 60 || unit == 3600) && add(number, thousandths)
                && value.add(value[.other], 0, times: unit / 60, to: .elapsed)
        case .calendarDay: value[.unit] = 86_400
        case .calendarUnit: break
        }
        let field: ValueField
        switch value[.unit] {
        case 86_400: field = .days
        case 604_800: field = .weeks
        case -1: field = .months
        case -12: field = .years
        default: return false
        }
        value[field] = value.has(.which) ? value[.which] : 0
        value[.which] = Value.unsaid
        return true
    }

    /// Adds so many of the unit to the duration; a unit of 0 is a thousandth of a second.
    private func add(_ whole: Int32, _ thousandths: Int32) -> Bool {
        let unit = value[.unit]
        if value[.isNegative] != 0 { return false }
        if unit < 0 { return value.add(whole, thousandths, times: 0 &- unit, to: .elapsedMonths) }
        if unit == 0 { return value.add(0, whole, times: 1, to: .elapsed) }
        return value.add(whole, thousandths, times: unit, to: .elapsed)
    }
}

extension ValueReader {
    /// Puts the fields together; false where they make no value.
    fileprivate mutating func finish() -> Bool {
        if value.kinds == Value.bit(.duration) && value.has(.direction) && kind != .duration { countFromNow() }
        if value.kinds & ~Value.moments != 0 {
            if !value.has(.unit) { value[.unit] = 0 }
            // Of months and seconds, those that are none are not said, unless both are.
            if value[.elapsedMonths] | value[.elapsedMonthsThousandths] == 0 {
                value[.elapsedMonths] = Value.unsaid
            } else if value[.elapsed] | value[.elapsedThousandths] == 0 {
                value[.elapsed] = Value.unsaid
            }
            return value.kinds & (value.kinds &- 1) == 0
        }
        if !splitNumbers() { return false }
        value.kinds = value.has(.hour) || value.has(.dayPart) || value.has(.seconds) ? Value.bit(.time) : 0
        for field in 0...Int(ValueField.years.rawValue) where value.fields[field] != Value.unsaid {
            value.kinds |= Value.bit(.date)
        }
        if value.has(.weekends) && value.has(.which) {
            value[.weekends] = value[.which]
            value[.which] = Value.unsaid
        }
        return value.kinds != 0 && hasPossibleDay && (!value.has(.hour) || setHalfDay())
    }

    /// Makes hour and minute, month and day, and a year of what was said as one number, or as two; false where two hours
    /// are said.
    private func splitNumbers() -> Bool {
        if value.has(.hour) && value.has(.clock) || value.has(.hourName) && (value.has(.hour) || value.has(.clock)) {
            return false
        }
        if value.has(.clock) {
            value[.hour] = value[.clock] / 100
            value[.minute] = value[.clock] % 100
        }
        if value.has(.hourName) { value[.hour] = value[.hourName] }
        if value.has(.holiday) {
            value[.month] = value[.holiday] / 100
            value[.day] = value[.holiday] % 100
        }
        if value.has(.century) { value[.year] &+= value[.century] &* 100 }
        if value[.month] > 12 { swap(&value.fields[Int(ValueField.month.rawValue)], &value.fields[Int(ValueField.day.rawValue)]) }
        return true
    }

    /// Makes a time or a date of a duration.
    private mutating func countFromNow() {
        var (field, from) = (ValueField.seconds, ValueField.elapsed)
        var unit: Int32 = 1
        if value[.unit] < 0 {
            // A year and two days are neither.
            if value[.elapsed] > 0 { return }
            (field, from) = (.months, .elapsedMonths)
        } else if value[.unit] >= 86_400 {
            (field, unit) = (.days, 86_400)
            value[.elapsedThousandths] = value[.elapsed] % unit &* 10 / 864
        }
        value[field] = value[from] / unit &* value[.direction]
        value[.amountThousandths] = value.fields[Int(from.rawValue) &+ 1]
        value.kinds = Value.bit(.date)
    }

    /// Whether the month, where one is said, has the day.
    private var hasPossibleDay: Bool {
        switch value[.month] {
        case 2: value[.day] < 30
        case 4, 6, 9, 11: value[.day] < 31
        default: value[.month] < 13
        }
    }

    /// Makes hour and minute those of a whole day where the half is known; false where the hour is not in that half.
    private func setHalfDay() -> Bool {
        var hour = value[.hour]
        var minute = max(value[.minute], 0)
        var half = max(value[.halfDay], 0)
        if value.has(.direction) && value[.direction] < 0 && minute > 0 {
            minute = 60 &- minute
            hour = hour == 0 ? 23 : hour == 1 ? 12 : hour &- 1
        }
        if value.has(.dayPart) {
            let part = tokens.grammar.words[Int(value[.dayPart])].value
            if half == 0 { half = part < 3 ? part : hour == 12 || hour < 6 ? 1 : 2 }
            value[.dayPart] = Value.unsaid
        }
        if hour == 24 && (minute == 0 || value.has(.hourName)) { hour = 0 }
        if hour == 0 || hour > 12 || value.has(.hourName) {
            let actual: Int32 = hour < 12 ? 1 : 2
            if half &+ actual == 3 { return false }
            half = actual
        } else if half != 0 {
            hour = hour % 12 &+ (half == 2 ? 12 : 0)
        }
        (value[.hour], value[.minute], value[.halfDay]) = (hour, minute, half)
        return hour < 24 && minute < 60
    }
}

extension ValueSymbol {
    /// What a token says as one whole number; beyond all bounds where it is great.
    fileprivate func said(_ token: UnsafeMutablePointer<ValueToken>) -> Int32 {
        if !token.pointee.isNumber { return token.pointee.value }
        if token.pointee.value > 10_000 { return .max }
        return token.pointee.value &* Int32(factor) &+ token.pointee.thousandths &* Int32(fractionFactor) / 250
    }
}

extension Value {
    /// What may be said together.
    fileprivate static var moments: UInt32 { bit(.time) | bit(.date) }
    /// What may be said in several parts.
    fileprivate static var repeated: UInt32 { moments | bit(.duration) | bit(.money) }
}
