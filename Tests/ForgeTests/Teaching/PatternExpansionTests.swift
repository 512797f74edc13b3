import Testing

@testable import forge

@Suite struct PatternExpansionTests {
    private let list = "# list number: 1..50"

    private func texts(_ line: String, limit: Int, seed: UInt64 = 1) throws -> [SlotMarkup] {
        let list = try #require(try TaughtList(line: list))
        let pattern = try MarkupParser.pattern(of: line, lists: [list.name])
        return PatternExpansion(lists: [list]).texts(of: pattern, limit: limit, seed: seed)
    }

    @Test func fewWaysAreAllWritten() throws {
        #expect(Set(try texts("(a|b|c) [d] {number}", limit: 300).map(\.text)).count == 300)
    }

    @Test func ofManyWaysEachOptionComesEquallyOften() throws {
        let texts = try texts(
            "(turn|switch|put) on [the] (lamp|light|lights|bulb) {number} [now|please]", limit: 100)
        #expect(Set(texts).count == 100)
        func count(_ word: String) -> Int {
            texts.count { $0.text.split(separator: " ").contains { $0 == word } }
        }
        // A few draws give a text that was there already, so a share may be off by one or two.
        for word in ["turn", "switch", "put"] { #expect((31...36).contains(count(word))) }
        for word in ["lamp", "light", "lights", "bulb"] { #expect((22...28).contains(count(word))) }
        #expect((47...53).contains(count("the")))
        let values = Dictionary(grouping: texts) { $0.value(of: $0.slots[0]) }
        #expect(values.count == 50 && values.values.allSatisfy { (1...3).contains($0.count) })
    }

    @Test func theSameLineGivesTheSameTexts() throws {
        let line = "(a|b|c|d) (e|f|g|h) {number}"
        #expect(try texts(line, limit: 20) == (try texts(line, limit: 20)))
        #expect(try texts(line, limit: 20) != (try texts(line, limit: 20, seed: 2)))
    }

    @Test func countsDoNotOverflow() throws {
        let line = String(repeating: "(a|b|c|d) {number} ", count: 60)
        #expect(try texts(line, limit: 7).count == 7)
    }

    @Test func equalTextsCountOnce() throws {
        #expect(try texts("(a|a|b)", limit: 9).map(\.text) == ["a", "b"])
        #expect(try texts("(a|a|a) (b|b|b)", limit: 5).map(\.text) == ["a b"])
    }
}
