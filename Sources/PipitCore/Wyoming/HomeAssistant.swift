// What Home Assistant asks of its intents, and which of its domains English words name: tables of constants, which lie in
// the program as they are.

/// What an intent needs before it may be carried out, and what is answered where that is missing.
struct IntentRule: Sendable {
    /// The intent.
    let intent: StaticString
    /// The verb of the label that it is for; empty for all.
    let verb: StaticString
    /// The entities of which one must be there, with blanks between; empty where the intent is never given away.
    let entities: StaticString
    let answer: Answer
    let text: StaticString

    /// The event that is the answer.
    enum Answer: UInt8 {
        case notRecognized, notHandled, handled
    }

    /// An intent that needs one of these entities.
    init(
        _ intent: StaticString, verb: StaticString = "", needs entities: StaticString,
        _ question: StaticString
    ) {
        self.intent = intent
        self.verb = verb
        self.entities = entities
        answer = .notRecognized
        text = question
    }

    /// An intent that is answered here.
    init(_ intent: StaticString, _ answer: Answer, _ text: StaticString) {
        self.intent = intent
        verb = ""
        entities = ""
        self.answer = answer
        self.text = text
    }
}

/// A word for a kind of things, in place of a thing's own name.
struct ThingWord: Sendable {
    /// One of them, in lower case.
    let word: StaticString
    /// Home Assistant's domain of such things.
    let domain: StaticString
    /// Its class of devices; empty where the domain says it all.
    let deviceClass: StaticString

    init(_ word: StaticString, _ domain: StaticString, _ deviceClass: StaticString = "") {
        self.word = word
        self.domain = domain
        self.deviceClass = deviceClass
    }

    /// Whether a text is this word, or several of it.
    func isNamed(by text: Bytes) -> Bool {
        let word = word.bytes
        let rest = text.count &- word.count
        if rest < 0 || rest > 1 || (rest == 1 && text[word.count] | 0x20 != UInt8(ascii: "s")) {
            return false
        }
        for index in 0..<word.count where text[index] | 0x20 != word[index] { return false }
        return true
    }
}

/// What is said of a command that is carried out.
struct VerbSpeech: Sendable {
    /// The verb of the label.
    let verb: StaticString
    let text: StaticString

    init(_ verb: StaticString, _ text: StaticString) {
        self.verb = verb
        self.text = text
    }
}

/// The tables.
enum HomeAssistant {
    static var rules: UnsafeBufferPointer<IntentRule> { intentRules.span.withUnsafeBufferPointer { $0 } }
    static var words: UnsafeBufferPointer<ThingWord> { thingWords.span.withUnsafeBufferPointer { $0 } }
    static var speeches: UnsafeBufferPointer<VerbSpeech> { verbSpeeches.span.withUnsafeBufferPointer { $0 } }
}

private let intentRules: InlineArray<_, IntentRule> = [
    IntentRule("HassTurnOn", needs: "name area floor domain", "Which one?"),
    IntentRule("HassTurnOff", needs: "name area floor domain", "Which one?"),
    // Without any of these Home Assistant would take all locks, covers or scenes of the house.
    IntentRule("HassTurnOff", verb: "unlock", needs: "name area floor", "Which lock?"),
    IntentRule("HassTurnOn", verb: "open", needs: "name area floor device_class", "Open what?"),
    IntentRule("HassTurnOn", verb: "activate", needs: "name", "Which scene?"),
    IntentRule("HassLightSet", needs: "brightness color", "How bright, or which color?"),
    IntentRule("HassClimateSetTemperature", needs: "temperature", "How many degrees?"),
    IntentRule("HassFanSetSpeed", needs: "percentage", "How many percent?"),
    IntentRule("HassSetPosition", needs: "position", "How many percent?"),
    IntentRule("HassSetVolume", needs: "volume_level", "How many percent?"),
    IntentRule("HassMediaSearchAndPlay", needs: "search_query", "Play what?"),
    IntentRule("HassStartTimer", needs: "hours minutes seconds", "For how long?"),
    IntentRule("HassIncreaseTimer", needs: "hours minutes seconds", "By how long?"),
    IntentRule("HassDecreaseTimer", needs: "hours minutes seconds", "By how long?"),
    IntentRule("HassShoppingListAddItem", needs: "item", "Which item?"),
    IntentRule("HassShoppingListCompleteItem", needs: "item", "Which item?"),
    IntentRule("HassListAddItem", needs: "item", "Which item?"),
    IntentRule("HassListAddItem", needs: "name", "Which list?"),
    IntentRule("HassListCompleteItem", needs: "item", "Which item?"),
    IntentRule("HassListCompleteItem", needs: "name", "Which list?"),
    IntentRule("HassBroadcast", needs: "message", "Say what?"),
    IntentRule("HassVacuumCleanArea", needs: "area", "Which room?"),
    // Home Assistant says its answers to questions by sentences of its own agent, and other agents do not get them.
    IntentRule("HassGetState", .notHandled, "I give commands, and cannot tell"),
    IntentRule("HassClimateGetTemperature", .notHandled, "I give commands, and cannot tell"),
    IntentRule("HassTimerStatus", .notHandled, "I give commands, and cannot tell"),
    IntentRule("HassGetWeather", .notHandled, "I give commands, and cannot tell"),
    IntentRule("HassGetCurrentTime", .notHandled, "I give commands, and cannot tell"),
    IntentRule("HassGetCurrentDate", .notHandled, "I give commands, and cannot tell"),
    IntentRule("HassNevermind", .handled, "All right"),
    IntentRule("HassRespond", .handled, "Hello"),
]

private let thingWords: InlineArray<_, ThingWord> = [
    ThingWord("light", "light"), ThingWord("lamp", "light"), ThingWord("bulb", "light"),
    ThingWord("fan", "fan"), ThingWord("lock", "lock"),
    ThingWord("garage door", "cover", "garage"), ThingWord("garage", "cover", "garage"),
    ThingWord("blind", "cover", "blind"), ThingWord("curtain", "cover", "curtain"),
    ThingWord("drape", "cover", "curtain"), ThingWord("shade", "cover", "shade"),
    ThingWord("shutter", "cover", "shutter"), ThingWord("awning", "cover", "awning"),
    ThingWord("gate", "cover", "gate"), ThingWord("window", "cover", "window"),
    ThingWord("switch", "switch"), ThingWord("switches", "switch"), ThingWord("outlet", "switch", "outlet"),
    ThingWord("socket", "switch", "outlet"), ThingWord("plug", "switch", "outlet"),
    ThingWord("tv", "media_player", "tv"), ThingWord("television", "media_player", "tv"),
    ThingWord("speaker", "media_player", "speaker"), ThingWord("thermostat", "climate"),
    ThingWord("heating", "climate"), ThingWord("vacuum", "vacuum"), ThingWord("timer", "timer"),
]

private let verbSpeeches: InlineArray<_, VerbSpeech> = [
    VerbSpeech("turn_on", "Turned on"), VerbSpeech("turn_off", "Turned off"),
    VerbSpeech("open", "Opening"), VerbSpeech("close", "Closing"),
    VerbSpeech("lock", "Locking"), VerbSpeech("unlock", "Unlocking"),
    VerbSpeech("brightness", "Brightness set"), VerbSpeech("dim", "Brightness set"),
    VerbSpeech("brighten", "Brightness set"), VerbSpeech("color", "Color set"),
]
