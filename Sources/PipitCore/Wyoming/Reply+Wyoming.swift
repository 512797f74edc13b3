// Events of the Wyoming protocol: each is one line of JSON, with its data inside.

extension Reply {
    /// Writes the start of an event, up to the members of its data.
    @inline(never)
    mutating func beginEvent(_ type: Literal) {
        beginObject()
        member("type", type)
        key("data")
        beginObject()
    }

    /// Writes the end of an event.
    mutating func endEvent() {
        endObject()
        endObject()
    }

    /// Writes an event with nothing but a text.
    @inline(never)
    mutating func event(_ type: Literal, _ text: Bytes) {
        beginEvent(type)
        member("text", text)
        endEvent()
    }

    /// Writes what the program is: a service for intents, with one model.
    mutating func info(_ model: ModelFile) {
        let pipit: Literal = "pipit"
        beginEvent("info")
        key("intent")
        beginArray()
        beginObject()
        artifact(pipit.bytes)
        key("models")
        beginArray()
        beginObject()
        artifact(model.info("name") ?? pipit.bytes)
        key("languages")
        beginArray()
        string("en")
        endArray()
        endObject()
        endArray()
        endObject()
        endArray()
        endEvent()
    }

    /// Writes what the protocol tells of programs and of models alike.
    private mutating func artifact(_ name: Bytes) {
        member("name", name)
        member("description", "intents and slots of a line")
        key("attribution")
        beginObject()
        member("name", "Pipit")
        member("url", "")
        endObject()
        flag("installed")
        member("version", pipitVersion)
    }
}

// Intents of Home Assistant's.

extension Reply {
    /// Writes the intent that a label and slots come to, or what is answered in its place.
    mutating func intent(_ label: Bytes, _ slots: TextSpans) {
        var command = HomeCommand(label: label)
        beginEvent("intent")
        member("name", command.name)
        key("entities")
        beginArray()
        for index in 0..<slots.count { entity(index, of: slots, &command) }
        duration(ofStart: false, &command)
        duration(ofStart: true, &command)
        volumeStep(&command)
        domain(&command)
        endArray()
        member("text", command.speech)
        endEvent()
        guard let row = command.openRule else { return }
        clear()
        let text = HomeAssistant.rules[row].text.bytes
        switch HomeAssistant.rules[row].answer {
        case .notRecognized: event("not-recognized", text)
        case .notHandled: event("not-handled", text)
        case .handled: event("handled", text)
        }
    }

    /// Writes slot number `index` as an entity, where its words say what such an entity is.
    private mutating func entity(_ index: Int, of slots: TextSpans, _ command: inout HomeCommand) {
        let (name, words, id) = (slots.name(of: index), slots.text(of: index), slots.id(of: index))
        if id.count > 0 { return entity(name, id, &command) }
        let kind = slots.kind(of: index)
        let unit = DurationUnit(slot: name)
        var value = slots.value(of: index, isDuration: unit != nil)
        if let unit { return command.add(value, as: unit) }
        if name.equals("name"), let thing = slots.thing(of: index), command.mayBeOf(thing) {
            command.thing = thing
            return
        }
        let isStep = name.equals("volume_step")
        switch value.kind {
        case .words where kind.isOfNumbers: return
        case .words, .seconds: entity(name, words, &command)
        case .color: entity(name, ValueGrammar.english.words[Int(value.whole)].text.bytes, &command)
        case .number:
            // What is to be changed by so much is not to be set to it.
            if !isStep && slots.followsBy(index) { return }
            if isStep && command.isQuieter { value.isNegative = true }
            beginEntity(name, &command)
            number(value.whole, value.thousandths, isNegative: value.isNegative)
            endObject()
        }
    }

    /// Writes the start of an entity; its value and its end must follow.
    @inline(never)
    private mutating func beginEntity(_ name: Bytes, _ command: inout HomeCommand) {
        beginObject()
        member("name", name)
        key("value")
        command.note(name)
    }

    /// Writes an entity whose value is a text.
    @inline(never)
    private mutating func entity(_ name: Bytes, _ value: Bytes, _ command: inout HomeCommand) {
        beginEntity(name, &command)
        string(value)
        endObject()
    }

    /// Writes a duration as hours, minutes and seconds.
    @inline(never)
    private mutating func duration(ofStart isStart: Bool, _ command: inout HomeCommand) {
        guard let seconds = command.duration(ofStart: isStart) else { return }
        part(isStart ? "start_hours" : "hours", seconds / 3600, &command)
        part(isStart ? "start_minutes" : "minutes", seconds / 60 % 60, &command)
        part(isStart ? "start_seconds" : "seconds", seconds % 60, &command)
    }

    @inline(never)
    private mutating func part(_ name: Literal, _ count: UInt32, _ command: inout HomeCommand) {
        if count == 0 { return }
        beginEntity(name.bytes, &command)
        write(decimal: count)
        endNumber()
        endObject()
    }

    /// Writes which way the volume is turned, where no number says how far.
    private mutating func volumeStep(_ command: inout HomeCommand) {
        if !command.name.equals("HassSetVolumeRelative") || command.hasStep { return }
        let name: Literal = "volume_step"
        let way: Literal = command.isQuieter ? "down" : "up"
        entity(name.bytes, way.bytes, &command)
    }

    /// Writes the domain of the things, and their class, where the intent is for things of several domains.
    private mutating func domain(_ command: inout HomeCommand) {
        if !command.isForAllDomains { return }
        let (domain, deviceClass): (Literal, Literal) = ("domain", "device_class")
        if let thing = command.thing {
            entity(domain.bytes, HomeAssistant.words[thing].domain.bytes, &command)
            let ofThing = HomeAssistant.words[thing].deviceClass.bytes
            if ofThing.count > 0 { entity(deviceClass.bytes, ofThing, &command) }
        } else if command.domain.count > 0 {
            if !command.hasName || command.isDomainOfName { entity(domain.bytes, command.domain, &command) }
        } else if !command.hasName && command.isSomewhere {
            // "everything upstairs": nobody wants doors unlocked by that.
            beginEntity(domain.bytes, &command)
            beginArray()
            string("light")
            string("switch")
            string("fan")
            string("media_player")
            endArray()
            endObject()
        }
    }
}

extension TextSpans {
    /// The row of the word for a kind of things that span number `index` is, by itself or behind an area.
    fileprivate func thing(of index: Int) -> Int? {
        var words = text(of: index)
        for other in 0..<count
        where self[other].start == self[index].start && self[other].end < self[index].end {
            if name(of: other).equals("area") {
                words = trimmed(Bytes(rebasing: words[text(of: other).count...]))
            }
        }
        for row in 0..<HomeAssistant.words.count where HomeAssistant.words[row].isNamed(by: words) {
            return row
        }
        return nil
    }

    /// What the words of span number `index` come to.
    ///
    /// Of a number, with the words behind it where they belong to it: "an hour" may be found of "an hour and a half", and
    /// "forty five" as minutes where "seconds" follows.
    fileprivate func value(of index: Int, isDuration: Bool) -> EntityValue {
        let kind = kind(of: index)
        let own = EntityValue.read(text(of: index), as: kind, isDuration: isDuration)
        if !isDuration && !kind.isOfNumbers { return own }
        for words in stride(from: 3, through: 1, by: -2) {
            guard let more = text(of: index, andWords: words) else { continue }
            let value = EntityValue.read(more, as: kind, isDuration: isDuration)
            if value.kind == .number || value.kind == .seconds { return value }
        }
        return own
    }

    /// The text of span number `index` with so many words behind it; nil where another span, or the end, comes before.
    private func text(of index: Int, andWords words: Int) -> Bytes? {
        let start = Int(self[index].start)
        var limit = text.count
        for other in 0..<count where self[other].start > self[index].start {
            limit = min(limit, Int(self[other].start))
        }
        var end = Int(self[index].end)
        for _ in 0..<words {
            if end >= limit || text[end] != UInt8(ascii: " ") { return nil }
            end &+= 1
            while end < limit && text[end] != UInt8(ascii: " ") { end &+= 1 }
        }
        // Marks at the end of a sentence are no part of a value.
        while end > start && foldedLetterOrDigit(text[end &- 1]) == nil && text[end &- 1] < 0x80 { end &-= 1 }
        return Bytes(rebasing: text[start..<end])
    }

    /// Whether "by" stands before span number `index`.
    fileprivate func followsBy(_ index: Int) -> Bool {
        let start = Int(self[index].start)
        return start >= 3 && Bytes(rebasing: text[(start &- 3)..<start]).equals("by ")
    }
}
