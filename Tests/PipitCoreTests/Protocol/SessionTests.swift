import Foundation
import Testing

@testable import PipitCore

@Suite struct SessionTests {
    /// Words that the vocabulary of every_head spells, and one that it does not.
    static let text = "bade lopafasa, nusepe feste unspelled bo?"

    /// A text that the intent head of every_head holds to be out of scope.
    static let outOfScope = "bo fu x lidenu bo mache"

    /// Replies made by other tools: Hugging Face's tokenizer, numpy and Python (make_session_fixtures.py).
    @Test(arguments: [
        ("every_head", 480), ("tasks", 434), ("tasks_bert", 436), ("matches", 94), ("capitals", 160),
        ("taught", 560), ("taught_bert", 530), ("taught_sparse", 288),
    ])
    func repliesAreThoseOfTheReference(model: String, count: Int) throws {
        let url = Fixture.folder.appending(path: "../session/\(model).txt").standardized
        let lines = try Data(contentsOf: url).split(separator: 10)
        #expect(lines.count == count)
        let fixture = try FixtureSession(model)
        for index in stride(from: 0, to: lines.count, by: 2) {
            let reply = Self.withoutValues(fixture.reply(String(decoding: lines[index], as: UTF8.self)))
            #expect(reply == String(decoding: lines[index + 1], as: UTF8.self) + "\n")
        }
    }

    /// A reply without the values among entities: the reference knows heads, and the grammar has fixtures of its own.
    static func withoutValues(_ reply: String) -> String {
        let kinds = "date|time|duration|number|ordinal|percent|money|temperature"
        let words = ##""(?:\\.|[^"\\])*""##
        let value = "\\{\"type\":\"(?:\(kinds))\",\"text\":\(words)(?:[^{}]|\\{[^{}]*\\})*\\}"
        guard reply.hasPrefix(#"{"task":"ner""#) else { return reply }
        return reply.replacingOccurrences(of: "\(value),|,?\(value)", with: "", options: .regularExpression)
    }

    @Test func theReadyLineComesFirst() throws {
        let lines = try FixtureSession("every_head").converse([], chunk: 1)
        #expect(lines.count == 1)
        let ready = jsonObject(lines[0])
        #expect(ready?["ready"] as? String == "pipit")
        #expect(ready?["version"] as? String == String(decoding: pipitVersion.bytes, as: UTF8.self))
        #expect((ready?["model"] as? String)?.isEmpty == false)
        #expect(
            ready?["tasks"] as? [String]
                == [
                    "command", "intent", "intent.clinc", "slots", "sentiment", "emotion", "pos", "fill",
                    "fill.own", "qa", "similar", "entail", "embed", "teach", "forget", "taught", "examples",
                    "classify", "list", "unlist", "lists", "tasks", "info", "stats", "ping", "help",
                ])
        #expect(ready?["limits"] as? [String: Int] == ["line_bytes": 1024, "tokens": 18])
    }

    @Test func aPlainLineIsACommand() throws {
        let fixture = try FixtureSession("every_head")
        let reply = fixture.object(Self.text)
        #expect(reply["task"] as? String == "command")
        #expect(Set(reply.keys) == ["task", "intent", "score", "oos", "slots"])
        #expect(fixture.reply("@command " + Self.text) == fixture.reply(Self.text))
    }

    @Test func aCommandIsItsIntentAndItsSlots() throws {
        let fixture = try FixtureSession("every_head")
        var inScope = 0
        let texts = Self.someTexts(100) + [Self.outOfScope]
        for line in texts {
            let command = fixture.object(line)
            let intent = fixture.object("@intent " + line)
            let slots = fixture.object("@slots " + line)
            #expect(intent["task"] as? String == "intent")
            // A command is cut where a request for the intent alone reads on.
            for key in ["intent", "score", "oos"] where command["truncated"] == nil {
                #expect(command[key] as? NSObject == intent[key] as? NSObject)
            }
            let isOutOfScope = command["intent"] is NSNull
            #expect(isOutOfScope == ((command["oos"] as? Double ?? 0) > 0.25))
            #expect(command["slots"] as? [NSDictionary] == slots["slots"] as? [NSDictionary])
            if !isOutOfScope { inScope += 1 }
        }
        #expect(inScope > 0 && inScope < texts.count)
    }

    @Test func slotsHaveTheBytesOfTheirOffsets() throws {
        let fixture = try FixtureSession("every_head")
        var seen = 0
        for line in Self.someTexts(100) {
            let bytes = [UInt8](line.utf8)
            for slot in fixture.object("@slots " + line)["slots"] as? [[String: Any]] ?? [] {
                let start = slot["start"] as? Int ?? -1
                let end = slot["end"] as? Int ?? -1
                let value = slot["value"] as? String ?? ""
                #expect(["room", "time"].contains(slot["name"] as? String))
                #expect(start < end)
                #expect(String(decoding: bytes[start..<end], as: UTF8.self) == value)
                #expect(value.last.map { ".,!?;:".contains($0) } == false || value.count == 1)
                seen += 1
            }
        }
        #expect(seen > 20)
    }

    @Test func anyOtherHeadOfASequenceGivesALabel() throws {
        let fixture = try FixtureSession("every_head")
        let reply = fixture.object("@sentiment " + Self.text)
        #expect(reply["task"] as? String == "sentiment")
        #expect(["label_0", "label_1"].contains(reply["label"] as? String))
        #expect(reply["oos"] == nil)
        #expect(fixture.object("@intent.clinc " + Self.text)["intent"] != nil)
    }

    @Test func longTextsAreCut() throws {
        let fixture = try FixtureSession("every_head")
        #expect(fixture.object(String(repeating: "bo ", count: 18))["truncated"] == nil)
        #expect(fixture.object(String(repeating: "bo ", count: 19))["truncated"] as? Bool == true)
        let longest = String(repeating: "bo ", count: 341) + "b"
        #expect(longest.utf8.count == 1024)
        #expect(fixture.object(longest)["truncated"] as? Bool == true)
    }

    /// A head of labels is asked for the mean of all windows; its fixture has every edge of them.
    @Test func aLabelIsThatOfTheWholeLine() throws {
        let fixture = try FixtureSession("every_head")
        let longest = String(repeating: "bo ", count: 337)
        let label = fixture.object("@sentiment " + longest)
        #expect(label["label"] != nil && label["truncated"] == nil)
        let other = fixture.object("@sentiment " + longest + "fu")
        #expect(label["score"] as? Double != other["score"] as? Double)
    }

    @Test func textsWithoutAnyPieceAreAnswered() throws {
        #expect(try FixtureSession("every_head").object("\u{0}\u{200B}")["task"] as? String == "command")
    }

    @Test func errors() throws {
        let fixture = try FixtureSession("every_head")
        func code(_ line: String) -> String? { fixture.object(line)["error"] as? String }
        #expect(code("") == "empty_line")
        #expect(code(" \t ") == "empty_line")
        #expect(code("@") == "unknown_task")
        #expect(code("@sing a song") == "unknown_task")
        #expect(code("@question.x a song") == "no_head")
        #expect(code("@paraphrase a song || two") == "no_head")
        #expect(code("@fill") == "missing_text")
        #expect(code("@fill a song") == "missing_mask")
        #expect(code("@entail a song") == "missing_second_text")
        #expect(code("@Intent a song") == "unknown_task")
        #expect(code("@intent") == "missing_text")
        #expect(code("@command  ") == "missing_text")
        #expect(code("@slots.other a song") == "no_head")
        #expect(fixture.object([0x62, 0xFF])["error"] as? String == "invalid_utf8")
        #expect(fixture.object([0x40, 0xC0, 0x80])["error"] as? String == "invalid_utf8")
        let long = jsonObject([UInt8](fixture.session.answer(.tooLong(bytes: 1025))))
        #expect(long?["error"] as? String == "line_too_long")
        #expect((long?["message"] as? String)?.contains("1025") == true)
    }

    @Test func aMissingHeadNamesThoseThatAreThere() throws {
        let fixture = try FixtureSession("paper")
        let reply = fixture.object("@slots bade")
        #expect(reply["error"] as? String == "no_head")
        #expect(reply["message"] as? String == "the model has no head for @slots; it has: intent")
        #expect((fixture.object("bade")["slots"] as? [Any])?.isEmpty == true)
    }

    @Test func statisticsCount() throws {
        let fixture = try FixtureSession("every_head", process: ProcessFacts(clock: { steppingClock() }))
        _ = fixture.reply("bade")
        _ = fixture.reply("@slots bade")
        _ = fixture.reply("@nothing")
        _ = fixture.reply("@help")
        let stats = fixture.object("@stats")
        #expect(stats["count"] as? Int == 2)
        #expect(stats["errors"] as? Int == 1)
        #expect(stats["micros"] as? [String: Int] == ["p50": 5000, "p95": 5000, "p99": 5000, "max": 5000])
        let bytes = stats["bytes"] as? [String: Int]
        #expect(bytes?["model"] == 19_536)
        #expect(bytes?["arena"] == Session.plan(for: fixture.session.engine.model).totalBytes)
    }

    @Test func timesAreLeftOutWithoutAClock() throws {
        let fixture = try FixtureSession("every_head")
        #expect(fixture.object("bade")["micros"] == nil)
        #expect(fixture.object("@stats")["micros"] == nil)
        let timed = try FixtureSession("every_head", process: ProcessFacts(clock: { steppingClock() }))
        #expect(timed.object("bade")["micros"] as? Int == 5000)
    }

    @Test func helpListsTheReadyLinesTasks() throws {
        let fixture = try FixtureSession("every_head")
        let ready = jsonObject([UInt8](fixture.session.ready()))
        let tasks = fixture.object("@help")["tasks"] as? [[String: String]] ?? []
        let names = tasks.compactMap {
            $0["request"]?.dropFirst().split(separator: " ").first.map(String.init)
        }
        #expect(names == ready?["tasks"] as? [String])
    }

    @Test func tasksNameTheirLabels() throws {
        let tasks = try FixtureSession("every_head").object("@tasks")["tasks"] as? [[String: Any]] ?? []
        #expect(tasks.count == 26)
        #expect(tasks.first { $0["name"] as? String == "slots" }?["labels"] as? [String] == ["room", "time"])
        #expect(
            tasks.first { $0["name"] as? String == "emotion" }?["labels"] as? [String]
                == ["label_0", "label_1", "label_2"])
        #expect(tasks[0]["name"] as? String == "command" && tasks[0]["labels"] == nil)
    }

    @Test func tasksNameExperiments() throws {
        let tasks = try FixtureSession("every_head").object("@tasks")["tasks"] as? [[String: Any]] ?? []
        let experiments = tasks.filter { $0["experimental"] as? Bool == true }
        #expect(experiments.map { $0["name"] as? String } == ["entail"])
    }

    @Test func infoDescribesTheModel() throws {
        let info = try FixtureSession("every_head").object("@info")
        #expect(info["block"] as? String == "embbert")
        #expect(info["width"] as? Int == 32)
        #expect((info["heads"] as? [[String: Any]])?.count == 12)
    }

    @Test func infoHasAllThatTheReadyLineTells() throws {
        let fixture = try FixtureSession("every_head")
        let ready = jsonObject([UInt8](fixture.session.ready())) ?? [:]
        let info = fixture.object("@info")
        #expect(ready.count == 5)
        for (name, value) in ready where name != "ready" {
            #expect(info[name] as? NSObject == value as? NSObject, "\(name)")
        }
    }

    /// 51 windows of 20 tokens are as many tokens as a line may have bytes.
    @Test func aQuestionIsAnsweredInALimitedTime() throws {
        let fixture = try FixtureSession("tasks")
        let short = fixture.object("@qa bade || " + String(repeating: ".", count: 300))
        let long = fixture.object("@qa bade || " + String(repeating: ".", count: 1000))
        #expect(short["task"] as? String == "qa" && short["truncated"] == nil)
        #expect(long["task"] as? String == "qa" && long["truncated"] as? Bool == true)
    }

    @Test(arguments: ["...", "???", ".", "\u{1F4A1}", "\u{A0}", "\u{200B}", "\u{2026}\u{FF1F}"])
    func aTextWithoutALetterAsksForNothing(text: String) throws {
        let fixture = try FixtureSession("every_head")
        for request in [text, "@command " + text, "@intent " + text, "@intent.clinc " + text] {
            let reply = fixture.object(request)
            #expect(reply["intent"] is NSNull && reply["score"] as? Double == 0, "\(request)")
        }
        #expect(fixture.object("@sentiment " + text)["label"] is String)
    }

    @Test func textsOfUnknownPiecesHaveNoSimilarity() throws {
        let fixture = try FixtureSession("tasks")
        let unknown = "\u{4E2D}\u{6587} , \u{0E01}"
        for pair in [unknown + " || refu", "refu || " + unknown, unknown + " || " + unknown] {
            let reply = fixture.object("@similar " + pair)
            #expect(reply["similarity"] is NSNull && reply["unknown"] as? Bool == true, "\(pair)")
        }
        let known = fixture.object("@similar refu || refu " + unknown)
        #expect(known["similarity"] is Double && known["unknown"] == nil)
    }

    @Test func aPingIsAnsweredAndCountsAsNoAnswer() throws {
        let fixture = try FixtureSession("every_head", process: ProcessFacts(clock: { steppingClock() }))
        #expect(fixture.reply("@ping") == "{\"task\":\"ping\"}\n")
        #expect(fixture.object("@stats")["count"] as? Int == 0)
    }

    @Test func statisticsTellOfTheProcess() throws {
        let stats = try FixtureSession(
            "every_head", process: ProcessFacts(peakBytes: { 909_312 }, restarts: 0)
        ).object("@stats")
        #expect((stats["bytes"] as? [String: Int])?["peak"] == 909_312)
        #expect(stats["restarts"] as? Int == 0)
        let unknown = try FixtureSession("every_head", process: ProcessFacts(peakBytes: { 0 })).object(
            "@stats")
        #expect((unknown["bytes"] as? [String: Int]).map { Array($0.keys).sorted() } == ["arena", "model"])
        #expect(unknown["restarts"] == nil)
    }

    /// `count` texts of words that every_head knows, with punctuation here and there.
    static func someTexts(_ count: Int) -> [String] {
        var numbers = Dice(7)
        let words = [
            "bade", "bo", "duti", "feste", "fu", "mache", "nuse", "nusepe", "rustu", "restudune", "zzz",
            "o'bo",
        ]
        return (0..<count).map { _ in
            (0..<Int.random(in: 1...9, using: &numbers)).map { _ in
                (words.randomElement(using: &numbers) ?? "")
                    + (["", "", "", ",", "?", "\u{301}"].randomElement(using: &numbers) ?? "")
            }.joined(separator: " ")
        }
    }
}

/// A clock that goes on by 5 ms each time it is asked.
private func steppingClock() -> UInt64 {
    clockSteps.withLock { steps in
        steps += 1
        return steps * 5_000_000
    }
}

private let clockSteps = Steps()

/// A counter that tests in parallel may share.
private final class Steps: @unchecked Sendable {
    private let lock = NSLock()
    private var steps: UInt64 = 0

    func withLock<Result>(_ body: (inout UInt64) -> Result) -> Result {
        lock.withLock { body(&steps) }
    }
}
