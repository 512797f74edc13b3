/// A command on its way to be an intent of Home Assistant's: its label, and what is known of its entities so far.
struct HomeCommand {
    /// The intent, without the details of its label.
    let name: Bytes
    /// The verb of the label; empty where it has none.
    private(set) var verb = Bytes(start: nil, count: 0)
    /// The domain of the label; empty where it has none, or one that is not Home Assistant's.
    private(set) var domain = Bytes(start: nil, count: 0)
    /// The row of the word for a kind of things that stood in the place of a name.
    var thing: Int?
    /// Seconds that slots say together, and those that a timer was started with; nil where they say none.
    private var seconds = InlineArray<2, UInt32?>(repeating: nil)
    /// The rules that entities meet, a bit each.
    private var met: UInt64 = 0
    /// Whether the things have a name.
    private(set) var hasName = false
    /// Whether they are said to be in an area or on a floor.
    private(set) var isSomewhere = false
    /// Whether it is said how far something is to be turned up or down.
    private(set) var hasStep = false

    /// A command of this label.
    init(label: Bytes) {
        name = LabelDetails.name(of: label)
        var details = LabelDetails(label, from: name.count)
        while let (key, value) = details.next() {
            if key.equals("verb") { verb = value }
            if key.equals("domain") && !value.equals("device") { domain = value }
        }
    }

    /// Notes that the intent gets an entity of this name.
    @inline(never)
    mutating func note(_ entity: Bytes) {
        hasName = hasName || entity.equals("name")
        isSomewhere = isSomewhere || entity.equals("area") || entity.equals("floor")
        hasStep = hasStep || entity.equals("volume_step")
        for row in 0..<HomeAssistant.rules.count where HomeAssistant.rules[row].entities.bytes.hasWord(entity)
        {
            met |= 1 &<< UInt64(truncatingIfNeeded: row)
        }
    }

    /// The first rule of the intent that no entity meets.
    var openRule: Int? {
        for row in 0..<HomeAssistant.rules.count where met &>> UInt64(truncatingIfNeeded: row) & 1 == 0 {
            let verb = HomeAssistant.rules[row].verb.bytes
            if !sameBytes(HomeAssistant.rules[row].intent.bytes, name) { continue }
            if verb.count == 0 || sameBytes(verb, self.verb) { return row }
        }
        return nil
    }

    /// Whether the intent is one for things of several domains, so that it has to be said which are meant.
    var isForAllDomains: Bool {
        name.equals("HassTurnOn") || name.equals("HassTurnOff") || name.equals("HassSetPosition")
            || name.equals("HassLightSet")
    }

    /// Whether a word for a kind of things may stand for the things that are meant: a garage door is a cover, but what
    /// locks it is none, and would open it.
    func mayBeOf(_ thing: Int) -> Bool {
        let ofThing = HomeAssistant.words[thing].domain.bytes
        if domain.count > 0 { return sameBytes(domain, ofThing) }
        return !ofThing.equals("cover") && !ofThing.equals("lock")
    }

    /// Whether a name alone does not say which domain is meant: to turn on is to lock a lock, but to open a cover.
    var isDomainOfName: Bool { domain.equals("lock") || domain.equals("cover") }

    /// Whether something is to be turned down.
    var isQuieter: Bool { verb.equals("quieter") }

    /// What is said when it is carried out.
    var speech: Bytes {
        for row in 0..<HomeAssistant.speeches.count
        where sameBytes(HomeAssistant.speeches[row].verb.bytes, verb) {
            return HomeAssistant.speeches[row].text.bytes
        }
        let done: Literal = "Done"
        return done.bytes
    }

    /// Seconds that slots say together; nil where they say none.
    func duration(ofStart isStart: Bool) -> UInt32? { seconds[isStart ? 1 : 0] }

    /// Adds what a slot of hours, minutes or seconds says.
    mutating func add(_ value: EntityValue, as unit: DurationUnit) {
        let place = unit.isOfStart ? 1 : 0
        let whole = value.whole.magnitude
        // No timer runs for as long; so the products fit.
        if whole > 100_000 || value.isNegative { return }
        switch value.kind {
        case .seconds: seconds[place] = (seconds[place] ?? 0) &+ whole
        case .number:
            let said = whole &* unit.seconds &+ value.thousandths.magnitude &* unit.seconds / 1000
            seconds[place] = (seconds[place] ?? 0) &+ said
        default: break
        }
    }
}

/// What a slot of a duration counts: `minutes`, or `start_minutes` of the duration that a timer was started with.
struct DurationUnit {
    let seconds: UInt32
    let isOfStart: Bool

    /// The unit of a slot of this name, which counts where its words have none; nil where it is no duration.
    init?(slot: Bytes) {
        let start: Literal = "start_"
        isOfStart =
            slot.count > start.count && sameBytes(Bytes(rebasing: slot[..<start.count]), start.bytes)
        let unit = isOfStart ? Bytes(rebasing: slot[start.count...]) : slot
        if unit.equals("hours") {
            seconds = 3600
        } else if unit.equals("minutes") {
            seconds = 60
        } else if unit.equals("seconds") || unit.equals("duration") {
            seconds = 1
        } else {
            return nil
        }
    }
}

/// What the words of a slot come to.
struct EntityValue {
    private(set) var kind = Kind.words
    /// The whole part of a number, seconds, or the row of a color's word.
    private(set) var whole: Int32 = 0
    private(set) var thousandths: Int32 = 0
    var isNegative = false

    /// What they are.
    enum Kind: UInt8 {
        case words, number, seconds, color
    }

    private init() {}

    /// What these words of a slot of this kind come to; of a duration they are that, or a number.
    static func read(_ words: Bytes, as slot: SlotKind, isDuration: Bool) -> EntityValue {
        if isDuration {
            let value = read(words, as: .duration)
            if value.kind == .seconds { return value }
        }
        return read(words, as: slot)
    }

    @inline(never)
    private static func read(_ words: Bytes, as slot: SlotKind) -> EntityValue {
        var found = EntityValue()
        ValueGrammar.english.read(words, as: slot) { value in
            if value[.power] > 0 { return }
            if value.has(SlotKind.number) || value.has(.percent) || value.has(.temperature) {
                found.kind = .number
                found.whole = value[.amount]
                found.thousandths = value[.amountThousandths]
                found.isNegative = value[.isNegative] != 0
            } else if value.has(SlotKind.duration) && value[.elapsedMonths] == SlotValue.unsaid {
                found.kind = .seconds
                found.whole = value[.elapsed]
            } else if value.has(SlotKind.color) {
                found.kind = .color
                found.whole = value[.color]
            }
        }
        return found
    }
}

extension SlotKind {
    /// Whether words that say no number are nothing for a slot of this kind.
    var isOfNumbers: Bool { self == .number || self == .percent || self == .temperature || self == .duration }
}

extension Bytes {
    /// Whether a word stands in this text, of words with a blank between.
    fileprivate func hasWord(_ word: Bytes) -> Bool {
        var start = 0
        for end in 0...count where end == count || self[end] == UInt8(ascii: " ") {
            if end > start && sameBytes(Bytes(rebasing: self[start..<end]), word) { return true }
            start = end &+ 1
        }
        return false
    }
}
