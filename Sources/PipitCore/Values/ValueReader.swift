/// Reads the words of a text as forms, one after the other, and puts together what they say.
struct ValueReader {
    private let tokens: ValueTokens
    private let kind: SlotKind
    private(set) var value: SlotValue
    /// Which row of the table of symbols a letter has: `[64]`.
    private let places: UnsafeMutablePointer<UInt8>

    init(_ tokens: ValueTokens, kind: SlotKind, into value: SlotValue, places: UnsafeMutablePointer<UInt8>) {
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
            guard rank > highest, isPossible(forms[row], from: position, to: position &+ count) else {
                continue
            }
            var index = 0
            while index < count
                && isSaid(forms[row].pattern.utf8Start[index], tokens.tokens + position + index)
            {
                index &+= 1
            }
            if index == count { (best, highest) = (row, rank) }
        }
        return best
    }

    private func isPossible(_ form: ValueForm, from start: Int, to end: Int) -> Bool {
        // Most values are said at once.
        let both = SlotValue.bit(form.kind) | value.kinds
        if value.kinds != 0 && form.kind != .unsaid && both & ~SlotValue.moments != 0
            && both != value.kinds & SlotValue.repeated
        {
            return false
        }
        let isMoment = (SlotValue.bit(form.kind) | SlotValue.bit(kind)) & ~SlotValue.moments == 0
        var met = ValueForm.Condition.always.bit
        if form.kind == kind || isMoment && value.kinds != 0 { met |= ValueForm.Condition.declaredBits }
        if form.kind == kind && value.kinds == 0 { met |= ValueForm.Condition.alone.bit }
        if value.has(.date) { met |= ValueForm.Condition.afterDay.bit }
        if value.has(.month) { met |= ValueForm.Condition.afterMonth.bit }
        if value.has(.hour) || value.has(.clock) { met |= ValueForm.Condition.afterHour.bit }
        if start == 0 { met |= ValueForm.Condition.first.bit }
        if end == tokens.count { met |= ValueForm.Condition.last.bit }
        return met & form.condition.bit != 0
    }

    private func symbol(of letter: UInt8) -> UnsafePointer<ValueSymbol> {
        ValueSymbols.rows.baseAddress.unsafelyUnwrapped + Int(places[ValueSymbols.place(of: letter)])
    }

    /// Whether a word is one that a letter stands for, and says what nothing said before.
    private func isSaid(_ letter: UInt8, _ token: UnsafeMutablePointer<ValueToken>) -> Bool {
        let symbol = symbol(of: letter)
        let flags = token.pointee.flags
        if token.pointee.letter != symbol.pointee.wordLetter { return false }
        if flags & symbol.pointee.needed != symbol.pointee.needed || flags & symbol.pointee.refused != 0 {
            return false
        }
        if let field = symbol.pointee.field, field.rawValue < ValueField.unit.rawValue, value.has(field) {
            return false
        }
        if symbol.pointee.isWide { return true }
        let said = ValueSymbol.said(token, by: symbol)
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
        // Its zeros are those of the whole amount.
        if value[.power] > 0 && value.kinds != 0 { return false }
        if form.kind != .unsaid { value.kinds |= SlotValue.bit(form.kind) }
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
        var said = ValueSymbol.said(token, by: symbol)
        // Of words that are kept as they are, the row; a synonym says how far above its word stands.
        if field == .dayPart || field == .color { said = Int32(token.pointee.row) &+ min(said, 0) }
        // The hundredth of a currency that was named does not name another.
        if letter == WordClass.cent.letter && value.has(.unit) { return }
        value.fields[place] = said
    }

    /// Does with the numbers of a form what it means; false where they are too great, or mean nothing.
    private func take(_ meaning: ValueForm.Meaning) -> Bool {
        var (whole, thousandths) = (value[.number], value[.numberThousandths])
        let (other, part) = (value[.other], value[.part])
        var unit = value[.unit]
        var (factor, sum) = (Int32(1), ValueField.amount)
        switch meaning {
        case .words: return true
        case .calendarDay, .calendarUnit: return takeCalendar(meaning == .calendarDay ? 86_400 : unit)
        case .number: thousandths &+= other &* 10
        case .negative: value[.isNegative] = 1
        case .cents: (whole, thousandths) = (0, whole &* 10)
        case .share: (thousandths, factor) = (part, 100)
        case .partOfNumber: (whole, thousandths, factor) = (0, thousandths == 0 ? part : -1, whole)
        case .units: thousandths &+= part
        case .partOfUnits: (whole, thousandths) = (0, thousandths == 0 && whole < 1000 ? part &* whole : -1)
        case .sixtieths:
            let isClock = unit == 60 || unit == 3600
            whole = whole &* 60 &+ other
            if !isClock || other >= 60 || whole >= 10_000_000 || thousandths > 0 { return false }
            unit /= 60
        }
        if meaning.rawValue >= ValueForm.Meaning.units.rawValue {
            // A unit of 0 is a thousandth of a second.
            if value[.isNegative] != 0 { return false }
            if unit == 0 { (whole, thousandths) = (0, whole) }
            factor = unit == 0 ? 1 : Int32(bitPattern: unit.magnitude)
            sum = unit < 0 ? .elapsedMonths : .elapsed
        }
        return thousandths >= 0 && other < 100 && value.add(whole, thousandths, times: factor, to: sum)
    }

    /// Counts so many units of the calendar from now: the last, this or the next one.
    private func takeCalendar(_ unit: Int32) -> Bool {
        let field: ValueField
        switch unit {
        case 86_400: field = .days
        case 604_800: field = .weeks
        case -1: field = .months
        case -12: field = .years
        default: return false
        }
        value[field] = value.has(.which) ? value[.which] : 0
        value[.which] = SlotValue.unsaid
        return true
    }
}

extension ValueReader {
    /// Puts the fields together; false where they make no value.
    fileprivate mutating func finish() -> Bool {
        if value.kinds == SlotValue.bit(.duration) && value.has(.direction) && kind != .duration {
            countFromNow()
        }
        if value.kinds & ~SlotValue.moments != 0 {
            if !value.has(.unit) { value[.unit] = 0 }
            // Of months and seconds, those that are none are not said, unless both are.
            if value[.elapsedMonths] | value[.elapsedMonthsThousandths] == 0 {
                value[.elapsedMonths] = SlotValue.unsaid
            } else if value[.elapsed] | value[.elapsedThousandths] == 0 {
                value[.elapsed] = SlotValue.unsaid
            }
            return value.kinds & (value.kinds &- 1) == 0
        }
        if !value.splitNumbers() { return false }
        value.kinds =
            value.has(.hour) || value.has(.dayPart) || value.has(.seconds) ? SlotValue.bit(.time) : 0
        for field in 0...Int(ValueField.years.rawValue) where value.fields[field] != SlotValue.unsaid {
            value.kinds |= SlotValue.bit(.date)
        }
        if value.has(.weekends) && value.has(.which) {
            value[.weekends] = value[.which]
            value[.which] = SlotValue.unsaid
        }
        // "Seven tomorrow" is no day of a month.
        if value.has(.day) && value.has(.days) { return false }
        return value.kinds != 0 && value.hasPossibleDay && (!value.has(.hour) || setHalfDay())
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
        value.kinds = SlotValue.bit(.date)
    }

    /// Makes hour and minute those of a whole day where the half is known; false where the hour is not in that half.
    private mutating func setHalfDay() -> Bool {
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
            value[.dayPart] = SlotValue.unsaid
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
    @inline(never)
    fileprivate static func said(
        _ token: UnsafeMutablePointer<ValueToken>, by symbol: UnsafePointer<ValueSymbol>
    ) -> Int32 {
        if !token.pointee.isNumber { return token.pointee.value }
        if token.pointee.value > 10_000 { return .max }
        return token.pointee.value &* Int32(symbol.pointee.factor)
            &+ token.pointee.thousandths &* Int32(symbol.pointee.fractionFactor) / 250
    }
}

extension SlotValue {
    /// Makes hour and minute, month and day, and a year of what was said as one number, or as two; false where two hours
    /// are said.
    @inline(never)
    fileprivate func splitNumbers() -> Bool {
        if has(.clock) && (has(.hour) || has(.hourName)) { return false }
        // Twelve noon, at most.
        if has(.hourName) && has(.hour) && self[.hour] != 12 { return false }
        split(.clock, into: .hour)
        if has(.hourName) { self[.hour] = self[.hourName] }
        split(.holiday, into: .month)
        if has(.century) { self[.year] &+= self[.century] &* 100 }
        if self[.month] > 12 {
            swap(&fields[Int(ValueField.month.rawValue)], &fields[Int(ValueField.day.rawValue)])
        }
        return true
    }

    /// Makes two fields, the second behind the first, of one whose last two digits are the second.
    fileprivate func split(_ both: ValueField, into first: ValueField) {
        guard has(both) else { return }
        let place = Int(first.rawValue)
        (fields[place], fields[place &+ 1]) = self[both].quotientAndRemainder(dividingBy: 100)
    }

    /// Whether the month, where one is said, has the day.
    fileprivate var hasPossibleDay: Bool {
        switch self[.month] {
        case 2: self[.day] < 30
        case 4, 6, 9, 11: self[.day] < 31
        default: self[.month] < 13
        }
    }

    /// What may be said together.
    fileprivate static var moments: UInt32 { bit(.time) | bit(.date) }
    /// What may be said in several parts of the same kind.
    fileprivate static var repeated: UInt32 { bit(.duration) | bit(.money) }
}
