/// What the words of a slot say, for those who have no session.
public enum SlotValues {
    /// The members that a reply has of the words of a slot of this kind, as JSON without braces; nothing where they say
    /// no value.
    ///
    /// They are written into `storage`, which has room for 260 bytes.
    public static func members(
        of text: UnsafeBufferPointer<UInt8>, as kind: SlotKind,
        into storage: UnsafeMutableBufferPointer<UInt8>
    ) -> UnsafeBufferPointer<UInt8> {
        var reply = Reply(storage: storage)
        reply.members(ofValue: text, as: kind)
        return UnsafeBufferPointer(rebasing: reply.finish().dropLast())
    }
}

extension Reply {
    /// Bytes of the longest value, as members with their commas.
    static var maximumValueBytes: Int { 256 }
    /// Of a value, for each of its words that are parted by blanks; so those of a text cannot all be as long.
    static var maximumValueBytesOfWord: Int { 96 }

    /// Reads what a slot's words say, and writes it as members; nothing where they say no value.
    @inline(never)
    mutating func members(ofValue text: Bytes, as kind: SlotKind, by grammar: ValueGrammar = .english) {
        grammar.read(text, as: kind) { value in
            for row in 0..<ValueMembers.rows.count where value.has(ValueMembers.rows[row].kind) {
                member(ValueMembers.rows[row], of: value, grammar)
            }
        }
    }

    private mutating func member(_ row: ValueMember, of value: SlotValue, _ grammar: ValueGrammar) {
        let said = value[row.field]
        if row.content == .end { return endObject() }
        if row.content != .object && said == SlotValue.unsaid { return }
        // Of a date and its time, the time has the bound.
        if row.field == .bound && row.kind == .date && value.has(.time) { return }
        key(Literal(stringLiteral: row.name))
        switch row.content {
        case .object, .end: beginObject()
        case .number: number(said, value.fields[Int(row.other)], isNegative: said < 0)
        case .amount:
            number(said, value[.amountThousandths], isNegative: value[.isNegative] != 0)
            if value[.power] > 0 {
                write(UInt8(ascii: "e"))
                write(decimal: value[.power].magnitude)
            }
        case .name: string(numberNames[Int(row.other) &+ Int(said)].bytes)
        case .word: string(grammar.words[Int(said)].text.bytes)
        case .currency:
            if said == 0 { return string("unknown") }
            let code = UnsafeRawPointer(value.fields + Int(row.field.rawValue))
            string(Bytes(start: code.assumingMemoryBound(to: UInt8.self), count: 3))
        case .clock:
            beginString()
            // Hour, minute and second follow each other.
            for place in 0..<3 where place < 2 || value.has(.second) {
                if place > 0 { write(UInt8(ascii: ":")) }
                let number = value.fields[Int(row.field.rawValue) &+ place]
                if number < 10 { write(UInt8(ascii: "0")) }
                write(decimal: number.magnitude)
            }
            endString()
        }
    }

    /// Writes a number with as many of its three decimals as it needs.
    mutating func number(_ whole: Int32, _ thousandths: Int32, isNegative: Bool) {
        if isNegative && whole | thousandths != 0 { write(UInt8(ascii: "-")) }
        write(decimal: whole.magnitude)
        var rest = thousandths.magnitude
        if rest > 0 { write(UInt8(ascii: ".")) }
        while rest > 0 {
            let (digit, behind) = (rest &* 10).quotientAndRemainder(dividingBy: 1000)
            write(UInt8(truncatingIfNeeded: 48 &+ digit))
            rest = behind
        }
        endNumber()
    }
}

/// A member of a reply that a value has: a row of the table.
private struct ValueMember: Sendable {
    let name: StaticString
    /// Values of which kind have it.
    let kind: SlotKind
    let field: ValueField
    let content: Content
    /// Of names, that of 0; of numbers, the field of their thousandths.
    let other: UInt8

    /// What is written.
    enum Content: UInt8 {
        /// An object, of which the rows up to `end` are members.
        case object, end
        /// A number by its digits, with the sign of the amount, or its own.
        case amount, number
        /// A number by its name.
        case name
        /// A word of the table of words.
        case word
        /// The code of a currency.
        case currency
        /// Hour, minute and second.
        case clock
    }

    init(
        _ kind: SlotKind, _ name: StaticString, _ content: Content, _ field: ValueField = .amount,
        _ thousandths: ValueField = .nothing, firstName: UInt8? = nil
    ) {
        self.kind = kind
        self.name = name
        self.field = field
        self.content = content
        other = firstName ?? thousandths.rawValue
    }
}

private enum ValueMembers {
    static var rows: UnsafeBufferPointer<ValueMember> { members.span.withUnsafeBufferPointer { $0 } }
}

private let numberNames: InlineArray<_, StaticString> = [
    "last", "this", "next", "before", "", "after", "unknown", "am", "pm",
    "unknown", "celsius", "fahrenheit", "kelvin",
]

// Of constants alone, so that it lies in the program as it is.
private let members: InlineArray<_, ValueMember> = [
    ValueMember(.number, "number", .amount),
    ValueMember(.ordinal, "ordinal", .amount),
    ValueMember(.percent, "percent", .amount),
    ValueMember(.color, "color", .word, .color),
    ValueMember(.temperature, "temperature", .object),
    ValueMember(.temperature, "degrees", .amount),
    ValueMember(.temperature, "unit", .name, .unit, firstName: 9),
    ValueMember(.temperature, "", .end),
    ValueMember(.money, "money", .object),
    ValueMember(.money, "amount", .amount),
    ValueMember(.money, "currency", .currency, .unit),
    ValueMember(.money, "", .end),
    ValueMember(.duration, "duration", .object),
    ValueMember(.duration, "months", .number, .elapsedMonths, .elapsedMonthsThousandths),
    ValueMember(.duration, "seconds", .number, .elapsed, .elapsedThousandths),
    ValueMember(.duration, "which", .name, .which, firstName: 1),
    ValueMember(.duration, "", .end),
    ValueMember(.date, "date", .object),
    ValueMember(.date, "year", .number, .year),
    ValueMember(.date, "month", .number, .month),
    ValueMember(.date, "day", .number, .day),
    ValueMember(.date, "weekday", .number, .weekday),
    ValueMember(.date, "days", .number, .days, .amountThousandths),
    ValueMember(.date, "weekends", .number, .weekends),
    ValueMember(.date, "weeks", .number, .weeks),
    ValueMember(.date, "months", .number, .months, .amountThousandths),
    ValueMember(.date, "years", .number, .years),
    ValueMember(.date, "which", .name, .which, firstName: 1),
    ValueMember(.date, "bound", .name, .bound, firstName: 4),
    ValueMember(.date, "", .end),
    ValueMember(.time, "time", .object),
    ValueMember(.time, "time", .clock, .hour),
    ValueMember(.time, "half_day", .name, .halfDay, firstName: 6),
    ValueMember(.time, "part", .word, .dayPart),
    ValueMember(.time, "seconds", .number, .seconds, .amountThousandths),
    ValueMember(.time, "bound", .name, .bound, firstName: 4),
    ValueMember(.time, "", .end),
]
