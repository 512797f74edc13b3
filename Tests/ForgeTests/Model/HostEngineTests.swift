import Testing

@testable import forge

@Suite struct HostEngineTests {
    @Test func longTextsAreCutAndCounted() throws {
        let engine = try HostEngine(try everyHead())
        let head = try engine.head("intent", of: .sequence)
        let short = engine.read("a b c", sequenceHead: head, taggingHead: nil)
        #expect(short.answer != nil && engine.truncatedCount == 0)
        _ = engine.read(String(repeating: "é", count: 2000), sequenceHead: head, taggingHead: nil)
        _ = engine.read(String(repeating: "a ", count: 30), sequenceHead: head, taggingHead: nil)
        #expect(engine.truncatedCount == 2)
        _ = engine.classify(String(repeating: "a ", count: 30), head: head)
        #expect(engine.truncatedCount == 2)
        _ = engine.classify(String(repeating: "a ", count: 600), head: head)
        #expect(engine.truncatedCount == 3)
    }

    @Test func linesAreCutBetweenCharacters() {
        #expect(HostEngine.line(String(repeating: "é", count: 600)).count == 1024)
        let odd = HostEngine.line("x" + String(repeating: "é", count: 600))
        #expect(odd.count == 1023 && String(validating: odd, as: UTF8.self) != nil)
        #expect(HostEngine.line(String(repeating: "x", count: 1024)).count == 1024)
    }
}
