import Foundation
import Testing

@testable import PipitCore

/// Lists as requests tell them, and slots with canonical names in replies.
@Suite struct ListSessionTests {
    private static let folder = Fixture.folder.appending(path: "../lists").standardized

    private static func file(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: folder.appending(path: name)))
    }

    /// Replies made by other tools: Hugging Face's tokenizer, numpy and Python (make_list_fixtures.py).
    @Test func repliesAreThoseOfTheReference() throws {
        let lines = try Data(contentsOf: Self.folder.appending(path: "listed.txt")).split(separator: 10)
        #expect(lines.count > 500)
        let fixture = try FixtureSession(file: Self.file("listed.pipit"))
        for index in stride(from: 0, to: lines.count, by: 2) {
            let request = String(decoding: lines[index], as: UTF8.self)
            #expect(
                fixture.reply(request) == String(decoding: lines[index + 1], as: UTF8.self) + "\n",
                "\(request)")
        }
    }

    /// A reply without its line feed.
    private func reply(_ fixture: FixtureSession, _ line: String) -> String {
        String(fixture.reply(line).dropLast())
    }

    private func error(_ fixture: FixtureSession, _ line: String) -> String? {
        fixture.object(line)["error"] as? String
    }

    @Test func listsAreToldAndTakenBack() throws {
        let fixture = try FixtureSession("every_head")
        let empty = #"{"task":"lists","lists":[],"bytes":0,"limits":{"bytes":4096,"name_bytes":63}}"#
        #expect(reply(fixture, "@lists") == empty)
        #expect(
            reply(fixture, "@list room ||  living   Room || lounge\tcook-room")
                == #"{"task":"list","list":"room","id":"living Room","names":3}"#)
        #expect(
            reply(fixture, "@list pet\t\"Felix\"")
                == #"{"task":"list","list":"pet","id":"\"Felix\"","names":1}"#)
        #expect(
            reply(fixture, "@lists")
                == #"{"task":"lists","lists":[{"list":"room","id":"living Room","names":3},"#
                + #"{"list":"pet","id":"\"Felix\"","names":1}],"bytes":64,"limits":{"bytes":4096,"name_bytes":63}}"#
        )
        // The same canonical name, written otherwise: an entry is replaced, and is the last one then.
        #expect(
            reply(fixture, "@list room || LIVING-ROOM")
                == #"{"task":"list","list":"room","id":"LIVING-ROOM","names":1}"#)
        #expect(
            reply(fixture, "@lists").contains(
                #"[{"list":"pet","id":"\"Felix\"","names":1},{"list":"room","id":"LIVING-ROOM","names":1}]"#))
        // Another list may have the name too.
        #expect(error(fixture, "@list place || living room") == nil)
        #expect(error(fixture, "@list room || attic") == nil)
        #expect(
            reply(fixture, "@unlist room || living room")
                == #"{"task":"unlist","list":"room","id":"living room","names":1}"#)
        #expect(reply(fixture, "@unlist room") == #"{"task":"unlist","list":"room","ids":1}"#)
        #expect(reply(fixture, "@unlist pet") == #"{"task":"unlist","list":"pet","ids":1}"#)
        #expect(reply(fixture, "@unlist place || LivingRoom").contains(#""names":1"#))
        #expect(reply(fixture, "@lists") == empty)
    }

    @Test(arguments: [
        ("@list", "missing_text"), ("@list room", "missing_second_text"), ("@list room ||", "empty_name"),
        ("@list room || ", "empty_name"), ("@list  || kitchen", "empty_name"),
        ("@list room || kitchen || ", "empty_name"),
        ("@list room || kitchen ||", "empty_name"), ("@list room || a ||  || b", "empty_name"),
        ("@list room || ...", "empty_name"), ("@list ?! || kitchen", "empty_name"),
        ("@list room || a || \u{1F600}", "empty_name"),
        ("@list room || \u{344}", "empty_name"),
        ("@list room || kit\u{1}chen", "name_not_printable"),
        ("@list ro\u{7F}om || kitchen", "name_not_printable"),
        ("@list room || a || b\u{1B}", "name_not_printable"),
        ("@list room || \(String(repeating: "a", count: 64))", "name_too_long"),
        ("@list \(String(repeating: "é", count: 32)) || kitchen", "name_too_long"),
        ("@unlist", "missing_text"), ("@unlist room", "unknown_list"),
        ("@unlist room || kitchen", "unknown_name"),
        ("@unlist pet || Tom", "unknown_name"), ("@unlist pet || ", "empty_name"),
        ("@unlist Pet", "unknown_list"),
    ])
    func errors(line: String, code: String) throws {
        let fixture = try FixtureSession("every_head")
        _ = fixture.reply("@list pet || Felix")
        let before = fixture.reply("@lists")
        #expect(error(fixture, line) == code)
        #expect(fixture.reply("@lists") == before)
        #expect(error(fixture, "@list room || \(String(repeating: "a", count: 63))") == nil)
    }

    /// An entry without room is refused, and all others stay; one that takes the place of another may have its room.
    @Test func aFullBufferLosesNothing() throws {
        let fixture = try FixtureSession("every_head")
        var count = 0
        while error(fixture, "@list room || number \(100 + count)") == nil { count += 1 }
        #expect(count == 4096 / 26)
        let full = fixture.reply("@lists")
        #expect(error(fixture, "@list room || number 999") == "lists_full")
        #expect(fixture.reply("@lists") == full)
        #expect(error(fixture, "@list room || NUMBER 100") == nil)
        #expect(
            error(fixture, "@list room || number 101 || \(String(repeating: "x", count: 60))") == "lists_full"
        )
        #expect(error(fixture, "@unlist room || number 103") == nil)
        #expect(error(fixture, "@unlist room || number 104") == nil)
        #expect(error(fixture, "@list room || number 101 || \(String(repeating: "x", count: 40))") == nil)
        // The longest line of all, in a buffer that has no room for it and in one that has.
        let names = (0..<15).map { "\($0)" + String(repeating: "x", count: 60) }.joined(separator: " || ")
        #expect(error(fixture, "@list a || " + names) == "lists_full")
        #expect(error(fixture, "@unlist room") == nil)
        for list in ["a", "b", "c", "d"] { #expect(error(fixture, "@list \(list) || " + names) == nil) }
        #expect(error(fixture, "@list e || " + names) == "lists_full")
        // Syllables have thrice the letters.
        let syllables = (0..<45).map { "\($0)" + String(repeating: "각", count: 6) }.joined(separator: "\t")
        #expect(error(fixture, "@list \u{AC01} || " + syllables) == "lists_full")
        #expect((fixture.object("@lists")["lists"] as? [Any])?.count == 4)
    }

    /// The reply of the most entries, each as short as they are, and of names that are all quotes.
    @Test func theLongestListIsWritten() throws {
        let fixture = try FixtureSession("every_head")
        let letters = Array("abcdefghijklmnopqrstuvwxyz0123456789")
        for list in letters { for id in letters { _ = fixture.reply("@list \(list) || \(id)") } }
        let lists = fixture.object("@lists")
        #expect((lists["lists"] as? [Any])?.count == 4096 / 6)
        #expect((lists["bytes"] as? Int) == 4092)
        for list in letters { _ = fixture.reply("@unlist \(list)") }
        let quotes = String(repeating: "\"", count: 61)
        for list in 0..<40 { _ = fixture.reply("@list \(list)\(quotes) || \(list)\(quotes)") }
        #expect(((fixture.object("@lists")["lists"] as? [Any])?.count ?? 0) > 15)
    }

    /// A text with as many names as are found, each with the longest canonical name and a value.
    @Test func theLongestSlotsFit() throws {
        for model in ["every_head", "long", "taught"] {
            let fixture = try FixtureSession(model)
            let quotes = String(repeating: "\"", count: 62)
            #expect(error(fixture, "@list \(quotes)x || a\(quotes) || friday,7:30pm") == nil)
            _ = fixture.reply("@teach one || bo")
            let text = String(repeating: "friday,7:30pm ", count: 36)
            for task in ["", "@slots ", "@classify "] {
                let object = fixture.object(task + text)
                if object["error"] as? String == "no_head" { continue }
                let slots = object["slots"] as? [[String: Any]] ?? []
                #expect(
                    slots.count { $0["id"] as? String == "a" + quotes } >= 30, "\(model) \(task)")
            }
        }
    }

    @Test func taughtLabelsHaveTheNames() throws {
        for model in ["every_head", "narrow"] {
            let fixture = try FixtureSession(model)
            _ = fixture.reply("@teach one || bade lopafasa")
            #expect(fixture.object("@classify bade lopafasa")["slots"] == nil)
            _ = fixture.reply("@list pet || Felix || the cat")
            #expect(fixture.object("@classify bade lopafasa")["slots"] == nil)
            #expect(
                fixture.reply("@classify bade The Cat's lopafasa").hasSuffix(
                    #","slots":[{"name":"pet","value":"The Cat","id":"Felix","start":5,"end":12}]}"# + "\n"))
        }
    }

    /// A value stands between the words and the canonical name.
    @Test func namesMayBeValues() throws {
        let fixture = try FixtureSession("every_head")
        _ = fixture.reply("@list time || lunch || noon")
        _ = fixture.reply("@list level || high || seven")
        #expect(
            fixture.reply("@slots noon").contains(
                #"{"name":"time","value":"noon","time":{"time":"12:00","half_day":"pm"},"id":"lunch","start":0,"end":4}"#
            ))
        #expect(
            fixture.reply("@slots seven").contains(
                #"{"name":"level","value":"seven","number":7,"id":"high","start":0,"end":5}"#))
    }

    /// Entities and other spans are no slots.
    @Test func onlySlotsHaveNames() throws {
        let fixture = try FixtureSession("tasks")
        let before = fixture.reply("@ner bade bo fu")
        _ = fixture.reply("@list person || bade")
        #expect(fixture.reply("@ner bade bo fu") == before)
    }

    @Test func aFileOfExamplesMayHaveLists() throws {
        let fixture = try FixtureSession("every_head")
        let text =
            "@list pet || Felix\n\n@teach one || bade\n@list pet\n@lists\n@list pet || Tom || the tom\n"
        var problems: [String] = []
        Array(text.utf8).withUnsafeBufferPointer { bytes in
            var file = ExampleFile(bytes)
            while let problem = fixture.session.learn(from: &file) {
                let object = jsonObject(Array(problem)) ?? [:]
                problems.append(
                    "\(file.line) \(object["error"] ?? "") \((object["message"] as? String)?.prefix(5) ?? "")"
                )
            }
        }
        #expect(problems == ["4 missing_second_text @list", "5 no_example a lin"])
        #expect((fixture.object("@lists")["lists"] as? [Any])?.count == 2)
        #expect(fixture.session.taughtCounts == (1, 1))
        #expect(fixture.object("@stats")["count"] as? Int == 0)
    }

    // MARK: Anything at all

    @Test(arguments: [1, 2, 3, 4])
    func anyBytesAreNames(seed: UInt64) throws {
        var dice = Dice(seed)
        let parts =
            [
                "@list ", "@unlist ", "@lists", "@slots ", "@classify ", "@teach a || ", " || ", "\t", " ",
                "\n", "\n", "-", "'", "\u{2019}",
            ]
            + [
                "bade", "bo", "Felix", "room", "time", "\u{301}", "é", "각", "中", "ﬃ", "İ", "\u{200D}",
                "\u{344}", "\"", "\\", "7",
            ]
        let bytes =
            parts.map { Array($0.utf8) } + [[0xFF], [0xE2, 0x80], [0xED, 0xA0, 0x80], [0], [0xF0, 0x9F]]
        let fixture = try FixtureSession(file: Self.file("listed.pipit"))
        var input: [UInt8] = []
        for _ in 0..<4000 {
            input += bytes.randomElement(using: &dice) ?? []
            if Int.random(in: 0..<20, using: &dice) == 0 { input += Array("\n@list room || ".utf8) }
        }
        let lines = fixture.converse(input, chunk: 97)
        #expect(lines.count > 300)
        for line in lines { #expect(jsonObject(line) != nil, "\(String(decoding: line, as: UTF8.self))") }
        let told = fixture.object("@lists")
        #expect((told["bytes"] as? Int ?? .max) <= 4096)
    }
}
