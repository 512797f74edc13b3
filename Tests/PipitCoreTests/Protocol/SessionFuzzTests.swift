import Foundation
import Testing

@testable import PipitCore

@Suite struct SessionFuzzTests {
    /// How many replies `input` must get: one for each line feed, and one for what follows the last.
    func lineCount(_ input: [UInt8]) -> Int {
        input.count { $0 == 10 } + (input.isEmpty || input.last == 10 ? 0 : 1)
    }

    @Test(arguments: ["every_head", "taught"])
    func tenThousandLinesOfRandomBytes(model: String) throws {
        var numbers = Dice(8)
        var input: [UInt8] = []
        for _ in 0..<10_000 {
            let count = Int.random(in: 0...40, using: &numbers)
            for _ in 0..<count {
                let byte = UInt8.random(in: 0...255, using: &numbers)
                input.append(byte == 10 ? 11 : byte)
            }
            input.append(10)
        }
        let lines = try FixtureSession(model).converse(input, chunk: 1000)
        #expect(lines.count == 1 + 10_000)
        for line in lines { #expect(jsonObject(line) != nil) }
    }

    @Test func requestsOfEveryShape() throws {
        var numbers = Dice(9)
        let parts =
            [
                "@", "intent", "slots", "command", "help", "stats", "info", "sentiment", "slots.x", " ", " ",
                "@ner ", "@pos ", "@fill ", "@qa ", "@similar ", "@entail ", "@next ", "@embed ", " || ",
                "@home.slots ", "@values ", "@mood ", "@shop ", "kitchen", "\u{2019}s", "7:30pm", "22\u{B0}C",
                "-",
                "[MASK]",
                "[MASK", "7", "'s", ".",
                "\t", "bade", "bo",
                "nusepe", "\"", "\\", "\u{0}", "\u{7F}", "\u{E9}", "\u{301}", "\u{1F600}", "\u{4E2D}", ",",
                "'", "\r", "\n", "\r\n",
                "\u{2028}", "{", "]",
            ].map { [UInt8]($0.utf8) } + [[0xFF], [0xC3], [0xE2, 0x82], [UInt8](repeating: 98, count: 600)]
        for (chunk, model) in [
            (1, "every_head"), (7, "every_head"), (64, "tasks"), (1024, "tasks"), (3, "taught"),
            (1000, "taught_bert"),
        ] {
            var input: [UInt8] = []
            for _ in 0..<3000 { input += parts.randomElement(using: &numbers) ?? [] }
            let lines = try FixtureSession(model).converse(input, chunk: chunk)
            #expect(lines.count == 1 + lineCount(input))
            for line in lines {
                let object = jsonObject(line)
                #expect(object?["task"] is String || object?["error"] is String || object?["ready"] is String)
            }
        }
    }

    @Test func repliesDoNotDependOnWhatCameBefore() throws {
        let fixture = try FixtureSession("every_head")
        let texts = SessionTests.someTexts(60)
        let first = texts.map { fixture.reply($0) }
        _ = fixture.converse([UInt8](repeating: 0xFF, count: 5000), chunk: 77)
        #expect(texts.reversed().map { fixture.reply($0) } == first.reversed())
        let other = try FixtureSession("every_head")
        #expect(texts.map { other.reply($0) } == first)
    }

    /// Quotes are words of their own, and a control character inside a word belongs to its bytes: both grow when escaped.
    @Test func theLongestRepliesFit() throws {
        let dropped = String(repeating: "\u{1}", count: 960)
        for model in ["every_head", "long", "paper", "taught", "taught_bert"] {
            let fixture = try FixtureSession(model)
            var longest = 0
            for unit in [
                "\"", "\" ", "\u{1}", "bo ", "bade\(dropped)bo", "mache\(dropped)fu ", "nuse\(dropped)pe",
                "zz\(dropped)zz",
            ] {
                let text = String(repeating: unit, count: 1024 / unit.utf8.count + 1)
                for task in ["@command ", "@slots ", "@intent ", "@home.slots ", "@values "] {
                    let reply = fixture.reply(String((task + text).prefix(1024)))
                    let object = jsonObject([UInt8](reply.utf8))
                    let isMissing = ["no_head", "unknown_task"].contains(object?["error"] as? String)
                    #expect(object?["task"] is String || isMissing)
                    longest = max(longest, reply.utf8.count)
                }
            }
            #expect(longest > 5800 || model != "every_head")
        }
    }

    /// The same for what is said of each token, mask and vector, and for the lists of all heads.
    @Test func theLongestRepliesOfOtherTasksFit() throws {
        let dropped = String(repeating: "\u{1}", count: 960)
        for model in ["tasks", "tasks_bert"] {
            let fixture = try FixtureSession(model)
            for unit in [
                "\"", "\" ", "\u{1}", "[MASK] ", "[MASK]\"", "bo ", "zz\(dropped)zz[MASK]",
                "zz || \(dropped)zz ",
                "\u{1}", "\" || \"",
            ] {
                let text = String(repeating: unit, count: 1024 / unit.utf8.count + 1)
                for head in ["ner", "pos", "fill", "fill.own", "qa", "similar", "entail", "next", "embed"] {
                    let object = fixture.object(String(("@\(head) " + text).prefix(1024)))
                    let error = object["error"] as? String
                    #expect(
                        object["task"] is String || error != "reply_too_long", "\(head) \(unit.prefix(9))")
                }
            }
            let masks = String(repeating: "[MASK]", count: 16) + String(repeating: "\u{1}", count: 900)
            #expect((fixture.object("@fill " + masks)["masks"] as? [Any])?.count == 16)
            for list in ["@tasks", "@help", "@info"] { #expect(fixture.object(list)["task"] is String) }
        }
    }
}
