import Testing

@testable import PipitCore

/// What labels and slots come to for Home Assistant.
@Suite struct HomeIntentTests {
    private static let slots: [(name: String, kind: SlotKind)] = [
        ("name", .words), ("area", .words), ("floor", .words), ("brightness", .percent), ("color", .color),
        ("temperature", .temperature), ("position", .percent), ("hours", .number), ("minutes", .number),
        ("seconds", .number), ("start_minutes", .number), ("volume_step", .percent), ("item", .words),
        ("temperature_step", .number), ("duration", .duration),
    ]

    /// The event for a line in which `[slot: words]` marks a slot, without the frame.
    private func event(_ label: String, _ markup: String) -> String {
        var (text, found): ([UInt8], [TextSpan]) = ([], [])
        var rest = Substring(markup)
        while let open = rest.firstIndex(of: "[") {
            text += rest[..<open].utf8
            let close = rest.firstIndex(of: "]") ?? rest.endIndex
            let parts = rest[rest.index(after: open)..<close].split(separator: ": ", maxSplits: 1)
            let label = Self.slots.firstIndex { $0.name == parts[0] } ?? 0
            found.append(
                TextSpan(
                    label: label, start: UInt16(text.count), end: UInt16(text.count + parts[1].utf8.count)))
            text += parts[1].utf8
            rest = rest[rest.index(after: close)...]
        }
        text += rest.utf8
        let labels = Self.slots.map { "B-\($0.name)\n" }.joined()
        let kinds = Self.slots.map(\.kind.rawValue)
        var storage = [TextSpan](repeating: TextSpan(label: 0, start: 0, end: 0), count: 16)
        var bytes = [UInt8](repeating: 0, count: 2000)
        let count = text.withUnsafeBufferPointer { text in
            Array(labels.utf8).withUnsafeBytes { labels in
                kinds.withUnsafeBytes { kinds in
                    storage.withUnsafeMutableBufferPointer { storage in
                        bytes.withUnsafeMutableBufferPointer { bytes in
                            Array(label.utf8).withUnsafeBufferPointer { label in
                                var spans = TextSpans(
                                    storage: storage, text: text, labels: TextLines(bytes: ByteView(labels)),
                                    kinds: ByteView(kinds))
                                for span in found { spans.append(span) }
                                var reply = Reply(storage: bytes)
                                reply.intent(label, spans)
                                return reply.finish().count
                            }
                        }
                    }
                }
            }
        }
        return String(decoding: bytes[..<(count - 1)], as: UTF8.self)
    }

    /// The entities of an intent as JSON; the text of what is answered in its place.
    private func entities(_ label: String, _ markup: String) -> String {
        let event = event(label, markup)
        if let match = event.firstMatch(of: /"entities":\[(.*)\],"text"/) {
            return String(match.1).replacing("{\"name\":", with: "").replacing(",\"value\":", with: "=")
                .replacing(
                    "}", with: "")
        }
        return event.firstMatch(of: /"text":"(.*)"/).map { String($0.1) } ?? event
    }

    @Test func valuesAreNumbers() {
        let label = "HassLightSet domain=light verb=brightness"
        #expect(
            entities(label, "[name: desk lamp] to [brightness: fifty percent]")
                == #""name"="desk lamp","brightness"=50"#)
        #expect(
            entities(label, "[name: desk lamp] to [brightness: half]")
                == #""name"="desk lamp","brightness"=50"#)
        #expect(
            entities(label, "[area: hall] in [color: grey]")
                == #""area"="hall","color"="gray","domain"="light""#)
        let climate = "HassClimateSetTemperature domain=climate verb=set"
        #expect(entities(climate, "[temperature: twenty one point five degrees]") == #""temperature"=21.5"#)
        #expect(entities(climate, "[temperature: -3]") == #""temperature"=-3"#)
    }

    @Test func whatIsMissingIsAskedFor() {
        #expect(
            entities("HassLightSet domain=light verb=dim", "dim the [name: desk lamp]")
                == "How bright, or which color?")
        #expect(
            entities("HassLightSet domain=light verb=dim", "[brightness: a bit]")
                == "How bright, or which color?")
        #expect(
            entities("HassClimateSetTemperature", "warmer by [temperature_step: two]") == "How many degrees?")
        #expect(entities("HassStartTimer", "a timer") == "For how long?")
        #expect(entities("HassTurnOn domain=device verb=turn_on", "turn it on") == "Which one?")
        #expect(entities("HassTurnOff domain=lock verb=unlock", "unlock it") == "Which lock?")
        #expect(entities("HassListAddItem", "[item: milk]") == "Which list?")
        #expect(
            entities("HassListAddItem", "[item: milk] to [name: chores]") == #""item"="milk","name"="chores""#
        )
    }

    @Test func whatIsChangedBySoMuchIsNotSetToIt() {
        #expect(
            entities("HassLightSet verb=dim", "by [brightness: 20 percent]") == "How bright, or which color?")
        let louder = "HassSetVolumeRelative domain=media_player verb=louder"
        let quieter = "HassSetVolumeRelative domain=media_player verb=quieter"
        #expect(entities(louder, "louder") == #""volume_step"="up""#)
        #expect(entities(quieter, "quieter") == #""volume_step"="down""#)
        #expect(entities(quieter, "by [volume_step: 10 percent]") == #""volume_step"=-10"#)
    }

    /// What the model leaves out of a value changes it; so it is looked for behind the slot.
    @Test func aValueHasTheWordsBehindIt() {
        #expect(entities("HassStartTimer", "[minutes: forty five] seconds.") == #""seconds"=45"#)
        #expect(entities("HassStartTimer", "[hours: an hour] and a half") == #""hours"=1,"minutes"=30"#)
        #expect(entities("HassStartTimer", "[hours: 1] hour [minutes: 30]") == #""hours"=1,"minutes"=30"#)
        #expect(
            entities("HassClimateSetTemperature", "[temperature: eighteen] and a half")
                == #""temperature"=18.5"#)
        #expect(
            entities("HassClimateSetTemperature", "[temperature: 18] and a [item: lamp]")
                == #""temperature"=18,"item"="lamp""#)
    }

    @Test func durationsAreHoursMinutesAndSeconds() {
        #expect(entities("HassStartTimer", "[minutes: 90]") == #""hours"=1,"minutes"=30"#)
        #expect(entities("HassStartTimer", "[hours: an hour and a half]") == #""hours"=1,"minutes"=30"#)
        #expect(
            entities("HassStartTimer", "[hours: 1] [minutes: 1.5]") == #""hours"=1,"minutes"=1,"seconds"=30"#)
        #expect(
            entities("HassStartTimer", "[minutes: 5] for [name: pizza]") == #""name"="pizza","minutes"=5"#)
        #expect(
            entities("HassStartTimer", "[duration: an hour and ten minutes]") == #""hours"=1,"minutes"=10"#)
        #expect(entities("HassCancelTimer", "[start_minutes: 5]") == #""start_minutes"=5"#)
        #expect(entities("HassStartTimer", "[minutes: 0]") == "For how long?")
        #expect(entities("HassStartTimer", "[hours: 999999999]") == "For how long?")
    }

    @Test func aKindOfThingsIsADomain() {
        let on = "HassTurnOn domain=light verb=turn_on"
        #expect(entities(on, "the lights") == #""domain"="light""#)
        #expect(entities(on, "the [name: Lamps] in the [area: hall]") == #""area"="hall","domain"="light""#)
        #expect(entities(on, "the [name: desk lamp]") == #""name"="desk lamp""#)
        let open = "HassTurnOn domain=cover verb=open"
        #expect(entities(open, "the [name: blinds]") == #""domain"="cover","device_class"="blind""#)
        #expect(entities(open, "the [name: hatch]") == #""name"="hatch","domain"="cover""#)
        #expect(entities(open, "open up") == "Open what?")
        #expect(
            entities("HassTurnOff domain=device", "the [name: tv]")
                == #""domain"="media_player","device_class"="tv""#)
    }

    /// To turn on is to lock a lock, and to open a cover: what locks a garage door is no cover.
    @Test func nothingIsOpenedByLocking() {
        let lock = "HassTurnOn domain=lock verb=lock"
        #expect(entities(lock, "the [name: garage door]") == #""name"="garage door","domain"="lock""#)
        #expect(entities(lock, "the [name: blinds]") == #""name"="blinds","domain"="lock""#)
        #expect(entities(lock, "the door") == #""domain"="lock""#)
        #expect(
            entities("HassTurnOff domain=device", "everything on the [floor: first floor]")
                == #""floor"="first floor","domain"=["light","switch","fan","media_player"]"#)
    }

    @Test func intentsOfOthersGoThrough() {
        #expect(
            event("water_plants", "the [name: tomatoes]").contains(
                #""name":"water_plants","entities":[{"name":"name","value":"tomatoes"}]"#))
        #expect(event("HassGetState domain=lock", "x").hasPrefix(#"{"type":"not-handled""#))
        #expect(event("HassNevermind domain=control", "x").hasPrefix(#"{"type":"handled""#))
    }
}
