// Times in commands: when a command is to be done, or for how long, as its words say without being a slot.

/// What a time in a command is.
enum CommandTiming {
    /// It says when the command is to be done, or for how long.
    case isDoneAtOnce
    /// It is a part of what is to be done: for how long a timer runs.
    case waitsForNothing
}

/// What stands before words that may be a value.
struct ValueSurroundings {
    /// Of a command, of which only times count, what they are; nil of any other text.
    let command: CommandTiming?
    /// Where the word before starts, in bytes.
    private(set) var start: UInt16 = 0
    /// What is known of it, in one number: a structure of truth values is long to copy.
    private var flags: UInt8 = 0

    private static var within: UInt8 { 1 }
    private static var bound: UInt8 { 2 }
    private static var at: UInt8 { 4 }
    private static var named: UInt8 { 8 }
    private static var namedFor: UInt8 { 16 }
    private static var each: UInt8 { 32 }
    private static var filler: UInt8 { 64 }
    private static var starts: UInt8 { 128 }

    private func has(_ flag: UInt8) -> Bool { flags & flag != 0 }

    /// Whether it is one such as "in".
    var isWithin: Bool { has(Self.within) }
    /// Whether it is one such as "by", or "in".
    var isBound: Bool { has(Self.within | Self.bound) }
    /// Whether it is "at"; of a command also one such as "after".
    var isAt: Bool { has(Self.at) }
    /// Whether it is "the".
    var isNamed: Bool { has(Self.named) }
    /// Whether it is that behind one such as "for": to lock the door "for the night" is to lock it now.
    var isNamedFor: Bool { has(Self.namedFor) }
    /// Whether it is "every".
    var isEach: Bool { has(Self.each) }
    /// Whether it is one such as "for" or "by".
    var isCounted: Bool { has(Self.filler | Self.within | Self.bound) }
    /// Whether all words so far are such ones, and the first is not "the": "in the evening" starts a line.
    var startsLine: Bool { has(Self.starts) }
    /// Whether a time that follows is one, whatever else it may be called.
    var isTied: Bool { has(Self.at | Self.within | Self.bound) }

    /// Nothing, at the start of a text.
    init(of command: CommandTiming?) { self.command = command }

    /// What stands before the word behind the one with the bytes `text`, which starts at byte `start`, and with which what
    /// was read begins.
    func next(_ text: Bytes, at start: UInt16, isFirst: Bool, _ read: ValueWords) -> ValueSurroundings {
        var next = ValueSurroundings(of: command)
        next.start = start
        var flags: UInt8 = 0
        if read.starts(with: .within) { flags = Self.within }
        if read.starts(with: .bound) {
            flags = command != nil && read.value > 0 ? Self.bound | Self.at : Self.bound
        }
        if read.starts(with: .filler) {
            flags = Self.filler
            if text.equals("at") { flags |= Self.at }
            if text.equals("the") {
                flags |= has(Self.filler) ? Self.named | Self.namedFor : Self.named
            }
        }
        if text.equals("every") { flags = Self.each }
        let isCounted = flags & (Self.filler | Self.within | Self.bound) != 0
        if isCounted && (isFirst ? flags & Self.named == 0 : startsLine) { flags |= Self.starts }
        next.flags = flags
        return next
    }
}

extension ValueGrammar {
    /// What a text is, of a command or of any other; `unsaid` where it says no value that counts.
    func kind(_ text: Bytes, _ around: ValueSurroundings, isLast: Bool) -> SlotKind {
        around.command != nil
            ? time(text, around, isLast: isLast || around.startsLine) : entity(text, around, isLast: isLast)
    }

    /// When a command is to be done, or for how long, where a text says so; `unsaid` where it does not.
    ///
    /// Beside what stands out anywhere, "at night" and "every morning" say when, and "later" does. But things are called by
    /// times: "the christmas lights", "the 30 minute program". "Today" is at once.
    @inline(never)
    private func time(_ text: Bytes, _ around: ValueSurroundings, isLast: Bool) -> SlotKind {
        if around.isNamed && !isLast { return .unsaid }
        let words = ValueWords(text, self)
        if !words.mayTellTime && !around.isAt { return .unsaid }
        if words.count == 1 {
            let isDay = words.starts(with: .weekday)
            let isPart = words.starts(with: .dayPart)
            if around.isEach && (isDay || isPart || words.starts(with: .unit)) { return .time }
            if words.starts(with: .someTime) || words.starts(with: .away) && words.value > 0 { return .time }
            if isPart { return around.isTied || around.isNamed && !around.isNamedFor ? .time : .unsaid }
            if words.starts(with: .relativeDay) && words.value <= 0 { return .unsaid }
            let isName = isDay || words.starts(with: .month) || words.starts(with: .holiday)
            if isName && !around.isTied && !isLast { return .unsaid }
        }
        let kind = entity(text, around, isLast: isLast)
        return kind.isOfTime ? kind : .unsaid
    }
}
