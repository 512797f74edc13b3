/// A word, mark or number of a text.
struct ValueToken: BitwiseCopyable {
    /// A number's is `numberLetter`, else that of its row; 0 behind the last token.
    var letter: UInt8 = 0
    var flags: UInt8 = 0
    /// The row of the table of words.
    var row: UInt16 = 0
    /// A number's whole part without its sign; else what the row says.
    var value: Int32 = 0
    /// A number's decimals.
    var thousandths: Int32 = 0

    static var numberLetter: UInt8 { UInt8(ascii: "#") }

    func has(_ flag: UInt8) -> Bool { flags & flag != 0 }
    func isOf(_ wordClass: WordClass) -> Bool { letter == wordClass.letter }
    var isNumber: Bool { letter == Self.numberLetter }
}

/// What else is known of a token, a bit each.
enum ValueFlag {
    // Of words and numbers.

    /// No blank stands before it.
    static var isGlued: UInt8 { 1 }
    /// In digits; of a word, that an `s` stands behind it.
    static var isWritten: UInt8 { 2 }
    static var isPlural: UInt8 { 2 }

    // Of numbers.

    static var isOrdinal: UInt8 { 4 }
    static var isNegative: UInt8 { 8 }
    /// Not whole.
    static var isFraction: UInt8 { 16 }
    /// Below 1, and said or written as a part: half, 1/4.
    static var isPart: UInt8 { 32 }
    /// Two digits before the point, as "oh five" has as well.
    static var hasTwoDigits: UInt8 { 64 }
    /// Two decimals.
    static var hasCents: UInt8 { 128 }
}

/// The words of a text, in memory of the caller.
struct ValueTokens {
    /// More words are no value.
    static var maximumCount: Int { 32 }
    /// How many without a letter stand behind the last token, so that whoever looks ahead finds something.
    static var endCount: Int { 4 }
    /// More bytes are no value.
    static var maximumBytes: Int { 250 }
    /// Zeros before and behind a text, so that whoever looks around finds something.
    static var paddingBytes: Int { 4 }

    let grammar: ValueGrammar
    /// `[maximumCount + endCount]`.
    let tokens: UnsafeMutablePointer<ValueToken>
    private(set) var count = 0
    /// Whether a word that says nothing stands before all others.
    private(set) var startsWithFiller = false

    init(storage: UnsafeMutablePointer<ValueToken>, grammar: ValueGrammar) {
        self.grammar = grammar
        tokens = storage
    }

    /// Keeps the first `kept` tokens.
    mutating func shorten(to kept: Int) {
        count = kept
        for place in 0..<Self.endCount { tokens[count &+ place] = ValueToken() }
    }

    /// Cuts a text into words of the table and digits; false where something else stands in it, or too much.
    ///
    /// The text is in lower case, and has zeros around its `byteCount` bytes.
    mutating func scan(_ text: UnsafePointer<UInt8>, _ byteCount: Int) -> Bool {
        scanned(text, byteCount) >= byteCount
    }

    /// How many bytes of a text are such words and digits, likewise.
    @inline(never)  // Long, and called in several places.
    mutating func scanned(_ text: UnsafePointer<UInt8>, _ byteCount: Int) -> Int {
        var position = 0
        var flags: UInt8 = 0
        while position < byteCount {
            if isSeparator(text + position) {
                position &+= 1
                flags = 0
                continue
            }
            if count == Self.maximumCount { break }
            let token = tokens + count
            token.pointee = ValueToken(flags: flags)
            let isNumber = isDigit(text[position]) || text[position] == UInt8(ascii: ".")
            let bytes = isNumber ? scanDigits(text + position, token) : scanWord(text + position, token)
            if bytes == 0 { break }
            position &+= bytes
            flags = ValueFlag.isGlued
            if !token.pointee.isOf(.filler) {
                count &+= 1
            } else if count == 0 {
                startsWithFiller = true
            }
        }
        shorten(to: count)
        return position
    }

    /// Reads digits with commas between thousands, and three decimals; returns how many bytes, 0 where they are too many.
    private func scanDigits(_ text: UnsafePointer<UInt8>, _ token: UnsafeMutablePointer<ValueToken>) -> Int {
        var (position, digits) = (0, 0)
        var value: Int32 = 0
        while true {
            if isDigit(text[position]) {
                value = value &* 10 &+ Int32(text[position] & 15)
                digits &+= 1
                if digits > 9 { return 0 }
            } else if text[position] != UInt8(ascii: ",") || !isThousand(text + position) {
                break
            }
            position &+= 1
        }
        token.pointee.letter = ValueToken.numberLetter
        token.pointee.value = value
        var flags = token.pointee.flags | ValueFlag.isWritten
        if digits == 2 { flags |= ValueFlag.hasTwoDigits }
        if text[position] == UInt8(ascii: "."), isDigit(text[position &+ 1]) {
            var (unit, decimals) = (Int32(100), 0)
            position &+= 1
            while isDigit(text[position]) {
                token.pointee.thousandths &+= Int32(text[position] & 15) &* unit
                unit /= 10
                decimals &+= 1
                position &+= 1
            }
            flags |= decimals == 2 ? ValueFlag.hasCents | ValueFlag.isFraction : ValueFlag.isFraction
        }
        token.pointee.flags = flags
        return position
    }

    /// Finds the word of the table that covers most; returns how many bytes, 0 where there is none.
    private func scanWord(_ text: UnsafePointer<UInt8>, _ token: UnsafeMutablePointer<ValueToken>) -> Int {
        var longest = 0
        for row in 0..<grammar.words.count where grammar.words[row].text.utf8Start.pointee == text[0] {
            let bytes = match(grammar.words[row].text, text)
            if bytes <= longest { continue }
            longest = bytes
            token.pointee.letter = grammar.words[row].letter
            token.pointee.value = grammar.words[row].value
            token.pointee.row = UInt16(truncatingIfNeeded: row)
        }
        // Where the row ends with an s, it is no plural, and nobody asks.
        if longest > 0 && text[longest &- 1] == UInt8(ascii: "s") {
            token.pointee.flags |= ValueFlag.isPlural
        }
        return longest
    }

    /// How many bytes a row's text takes, with an `s` behind it; 0 where it does not stand there.
    @inline(never)
    private func match(_ row: StaticString, _ text: UnsafePointer<UInt8>) -> Int {
        var (position, last) = (0, UInt8(0))
        var next = row.utf8Start
        while next.pointee != 0 {
            last = next.pointee
            if last == UInt8(ascii: " ") {
                while isSeparator(text + position) { position &+= 1 }
            } else {
                if text[position] != last { return 0 }
                position &+= 1
            }
            next += 1
        }
        // A sign ends where it ends.
        if !isLetter(last) { return position }
        let plural = text[position] == UInt8(ascii: "'") ? position &+ 1 : position
        if position > 1 && text[plural] == UInt8(ascii: "s") && !isLetter(text[plural &+ 1]) {
            return plural &+ 1
        }
        return isLetter(text[position]) ? 0 : position
    }
}

/// Blanks, quotes, and dots and hyphens that are no part of a number.
@inline(never)
private func isSeparator(_ text: UnsafePointer<UInt8>) -> Bool {
    switch text[0] {
    case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "'"), UInt8(ascii: "\""): true
    case UInt8(ascii: "."): !isDigit(text[1]) || isDigit(text[-1])
    case UInt8(ascii: "-"): isLetter(text[1]) && isLetter(text[-1])
    default: false
    }
}

/// Whether three digits stand behind a comma that stands behind a digit, and no fourth.
private func isThousand(_ comma: UnsafePointer<UInt8>) -> Bool {
    isDigit(comma[-1]) && isDigit(comma[1]) && isDigit(comma[2]) && isDigit(comma[3]) && !isDigit(comma[4])
}

private func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

/// Of the bytes beyond ASCII those that begin signs and punctuation are no letters: U+0080 to U+00BF, U+2000 to U+2FFF;
/// neither are those within a character, with which signs end.
@inline(never)
private func isLetter(_ byte: UInt8) -> Bool {
    byte &- UInt8(ascii: "a") < 26 || byte >= 0xC3 && byte != 0xE2
}
