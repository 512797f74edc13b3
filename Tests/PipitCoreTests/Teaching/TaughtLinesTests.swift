import Foundation
import Testing

@testable import PipitCore

/// The texts of examples, as `@examples` has them, and the lines of `@taught save` that teach the same again.
@Suite struct TaughtLinesTests {
    /// Labels and texts with what a line could be cut or escaped at, in an order of their own.
    private static let hardLines = [
        #"@teach say "hi" || bade "lopafasa""#, "@teach a\\b || nusepe feste", "@teach café\t  bade  bo ",
        "@teach say \"hi\" || fu || mache", "@teach || x || || bo", "@teach ends ||\tduti || ",
        "@teach gone || bo bo",
        "@teach \u{1F600} || \u{E9}te\u{301} \u{4E2D}\u{6587} \u{1}bo\t\\",
        "@teach a\\b || nusepe [MASK] duti",
        "@teach café || tab\tseparated", "@forget gone", "@teach gone || again fu", "@teach café || fu,mache",
        "@list room || winter  garden || Sun-Room || Zoë's den", "@list room || attic",
        #"@list "pet" || \Felix || the cat"#, "@list ends ||\tid ||\tname || other", "@unlist room || attic",
        "@list \u{AC01} || \(String(repeating: "\u{AC01}", count: 21)) || \u{AC01}\u{AC01}",
        "@list room || LOFT || a||b || \u{FB01}n \u{2126} \u{1E9E} \u{130}x \u{212B}",
    ]

    @Test func examplesKeepTheirTextsAndTheirOrder() throws {
        let fixture = try FixtureSession("every_head")
        for line in ["@teach one || bade \"bo\"", "@teach two\t fu \\ ", "@teach one || mache\u{7}é"] {
            _ = fixture.reply(line)
        }
        #expect(
            fixture.reply("@examples one")
                == #"{"task":"examples","label":"one","examples":["bade \"bo\"","mache\u0007é"]}"# + "\n")
        #expect(
            fixture.reply("@examples  two ")
                == #"{"task":"examples","label":"two","examples":[" fu \\ "]}"# + "\n")
        // Taught twice is taught once.
        _ = fixture.reply("@teach one || bade \"bo\"")
        #expect((fixture.object("@examples one")["examples"] as? [Any])?.count == 2)
        _ = fixture.reply("@forget one")
        #expect(
            fixture.reply("@examples one")
                == #"{"error":"unknown_label","message":"no example of this label was taught; @taught lists the labels"}"#
                + "\n")
        #expect(fixture.reply("@examples two").contains(#""examples":[" fu \\ "]"#))
        #expect(fixture.object("@examples")["error"] as? String == "missing_text")
    }

    @Test func theLinesAreThoseOfLabelsAndLists() throws {
        let fixture = try FixtureSession("every_head")
        #expect(fixture.reply("@taught save") == #"{"task":"taught","lines":[]}"# + "\n")
        for line in [
            "@teach one || bade \"bo\"", "@teach two || fu", "@teach one || mache",
            "@list room || Winter garden || Sun-Room", "@list pet || Felix",
        ] {
            _ = fixture.reply(line)
        }
        #expect(
            fixture.reply("@taught save")
                == #"{"task":"taught","lines":["@teach one\tbade \"bo\"","@teach two\tfu","@teach one\tmache","#
                + #""@list room\tWinter garden\tsunroom","@list pet\tFelix"]}"# + "\n")
        #expect(fixture.reply("@taught  save ") == fixture.reply("@taught save"))
        #expect(
            fixture.reply("@taught nonsense")
                == #"{"error":"unexpected_text","message":"@taught takes no text, or save: @taught save"}"#
                + "\n")
        #expect(fixture.object("@taught save all")["error"] as? String == "unexpected_text")
        #expect(fixture.object("@taught ")["labels"] != nil)
    }

    /// A session that learns the lines answers as the one that was taught, byte for byte, whatever the order.
    @Test(arguments: ["every_head", "taught"])
    func theLinesTeachTheSame(model: String) throws {
        let first = try FixtureSession(model)
        for line in Self.hardLines { #expect(first.object(line)["error"] == nil, "\(line)") }
        let saved = first.reply("@taught save")
        let lines = try #require(first.object("@taught save")["lines"] as? [String])
        #expect(lines.count == 16)
        let (told, read) = (try FixtureSession(model), try FixtureSession(model))
        for line in lines { #expect(told.object(line)["error"] == nil, "\(line)") }
        Array((lines.joined(separator: "\n") + "\n").utf8).withUnsafeBufferPointer { bytes in
            var file = ExampleFile(bytes)
            #expect(read.session.learn(from: &file) == nil)
        }
        let texts = SessionTests.someTexts(60) + ["the sunroom", "zoes den", "fin \u{2126} ss ix a", "name"]
        let requests = ["@taught", "@lists"] + texts.flatMap { ["@classify " + $0, $0] }
        for request in requests {
            let expected = first.reply(request)
            #expect(told.reply(request) == expected)
            #expect(read.reply(request) == expected)
        }
        for fixture in [told, read] { #expect(fixture.reply("@taught save") == saved) }
        #expect(Set(texts.map { first.reply("@classify " + $0) }).count > 10)
        // In another order the same lines are another session.
        let other = try FixtureSession(model)
        for line in lines.reversed() { _ = other.reply(line) }
        #expect(other.reply("@taught") != first.reply("@taught"))
    }

    /// A text without room is refused before anything is learnt; what is forgotten makes room.
    @Test func fullTextsLoseNothing() throws {
        let fixture = try FixtureSession("every_head")
        func error(_ line: String) -> String? { fixture.object(line)["error"] as? String }
        let words = ["bade", "bo", "duti", "feste", "fu", "mache", "nuse", "nusepe", "rustu"]
        func text(_ number: Int) -> String {
            let start = (0..<4).map { words[number / [1, 9, 81, 729][$0] % 9] }.joined(separator: " ")
            return start + String(repeating: "\"", count: 400)
        }
        var count = 0
        while error("@teach label \(count % 3) || \(text(count))") == nil { count += 1 }
        #expect(count == 18)
        #expect(
            fixture.reply("@teach label 1 || " + text(count))
                == #"{"error":"texts_full","message":"no room for the text of this example; @forget LABEL frees that of "#
                + "a label\"}\n")
        let requests = ["@taught", "@taught save", "@examples label 0", "@classify bade bo"]
        let before = requests.map { fixture.reply($0) }
        #expect(error("@teach another || " + text(count)) == "texts_full")
        #expect(error("@teach label 0 || " + text(0)) == nil)
        #expect(requests.map { fixture.reply($0) } == before)
        #expect((fixture.object("@taught")["text_bytes"] as? Int ?? 0) > 14_000)
        #expect(fixture.object("@forget label 1")["examples"] as? Int == 6)
        #expect(
            fixture.object("@examples label 2")["examples"] as? [String]
                == stride(from: 2, to: count, by: 3).map(text))
        #expect(error("@teach another || " + text(count)) == nil)
        #expect(fixture.object("@examples another")["examples"] as? [String] == [text(count)])
    }

    /// Texts to the last byte, behind which lies other memory.
    @Test func textsFillTheirRoom() throws {
        let fixture = try FixtureSession("every_head")
        let text = String(repeating: "\"", count: 500)
        for number in 0..<14 { #expect(fixture.object("@teach \(number) || bo" + text)["error"] == nil) }
        let left = 14_848 - 14 * 1003
        #expect(fixture.object("@taught")["text_bytes"] as? Int == 14 * 1003)
        let rest = String(repeating: "b", count: left)
        #expect(fixture.object("@teach rest || " + rest)["error"] as? String == "texts_full")
        #expect(fixture.object("@teach rest || " + rest.dropLast())["examples"] as? Int == 1)
        #expect(fixture.object("@taught")["text_bytes"] as? Int == 14_848)
        #expect(fixture.object("@teach rest || fu")["error"] as? String == "texts_full")
        #expect(
            (fixture.object("@taught save")["lines"] as? [String])?.last == "@teach rest\t" + rest.dropLast())
    }

    /// The reply with all lines is planned: labels that are all quotes fill their part before it is too long.
    @Test func theLongestLinesFit() throws {
        let loaded = try Data(contentsOf: Self.homeModel)
        for (quotes, expected) in [(0, 512), (63, 391)] {
            let fixture = try FixtureSession(file: [UInt8](loaded))
            let label = String(repeating: "\"", count: quotes) + String(repeating: "x", count: 63 - quotes)
            var count = 0
            while fixture.object("@teach \(label) || \(count)")["error"] == nil { count += 1 }
            #expect(count == expected)
            let letters = Array("abcdefghijklmnopqrstuvwxyz0123456789")
            for list in letters { for id in letters { _ = fixture.reply("@list \(list) || \(id)") } }
            let lines = fixture.object("@taught save")["lines"] as? [String]
            #expect(lines?.count == expected + 4096 / 6)
        }
    }

    private static let homeModel = URL(filePath: #filePath)
        .deletingLastPathComponent().appending(path: "../../../Weights/home.pipit").standardized

    /// Names that could not be told again are refused: synonyms are kept in their normal form, which may be longer.
    @Test func namesCanBeToldAgain() throws {
        let fixture = try FixtureSession("every_head")
        func error(_ line: String) -> String? { fixture.object(line)["error"] as? String }
        let syllables = String(repeating: "\u{AC01}", count: 8)  // 72 bytes as they are kept
        #expect(error("@list room || kitchen || " + syllables) == "name_too_long")
        #expect(error("@list room || \(syllables) || " + syllables.dropLast()) == nil)
        let names = (0..<20).map { "\($0)" + syllables.dropLast(2) }.joined(separator: "\t")
        #expect(error("@list room\tattic\t" + names) == "lists_full")
        #expect((fixture.object("@lists")["lists"] as? [Any])?.count == 1)
        let lines = fixture.object("@taught save")["lines"] as? [String] ?? []
        #expect(lines.count == 1)
        for line in lines { #expect(error(line) == nil) }
    }

    /// Bytes of texts that were never taught are never touched.
    @Test func whatIsNotTaughtTouchesNothing() throws {
        let fixture = try FixtureSession("every_head")
        for line in ["@taught", "@taught save", "@lists", SessionTests.text] { _ = fixture.reply(line) }
        let texts = fixture.session.state.taught.memory.texts
        #expect(texts.count == 14_848 && texts.allSatisfy { $0 == 0xA5 })
        _ = fixture.reply("@teach one || bade")
        #expect(String(decoding: texts[..<5], as: UTF8.self) == "bade\n")
        #expect(texts[5...].allSatisfy { $0 == 0xA5 })
    }
}
