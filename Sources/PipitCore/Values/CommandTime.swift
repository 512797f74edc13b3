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
    /// Whether it is one such as "in".
    private(set) var isWithin = false
    /// Whether it is one such as "by", or "in".
    private(set) var isBound = false
    /// Whether it is "at"; of a command also one such as "after".
    private(set) var isAt = false
    /// Whether it is "the".
    private(set) var isNamed = false
    /// Whether it is that behind one such as "for": to lock the door "for the night" is to lock it now.
    private(set) var isNamedFor = false
    /// Whether it is "every".
    private(set) var isEach = false
    /// Whether it is one such as "for" or "by".
    private(set) var isCounted = false
    /// Whether all words so far are such ones, and the first is not "the": "in the evening" starts a line.
    private(set) var startsLine = false

    /// Whether a time that follows is one, whatever else it may be called.
    var isTied: Bool { isAt || isBound }

    /// Nothing, at the start of a text.
    init(of command: CommandTiming?) { self.command = command }

    /// What stands before the word behind the one with the bytes `text`, which starts at byte `start`, and with which what
    /// was read begins.
    func next(_ text: Bytes, at start: UInt16, isFirst: Bool, _ read: ValueWords) -> ValueSurroundings {
        let isFiller = read.starts(with: .filler)
        var next = ValueSurroundings(of: command)
        next.start = start
        next.isWithin = read.starts(with: .within)
        next.isBound = next.isWithin || read.starts(with: .bound)
        let isAfter = command != nil && read.starts(with: .bound) && read.value > 0
        next.isAt = isAfter || isFiller && text.equals("at")
        next.isNamed = isFiller && text.equals("the")
        next.isNamedFor = next.isNamed && isCounted && !isBound
        next.isEach = text.equals("every")
        next.isCounted = next.isBound || isFiller
        next.startsLine = next.isCounted && (isFirst ? !next.isNamed : startsLine)
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
