import Testing

@testable import forge

@Suite struct TaughtListTests {
    @Test func itemsHaveSynonyms() throws {
        let list = try #require(
            try TaughtList(line: "#list room:  kitchen = cook room=galley|hall | a \\| b \\= c"))
        #expect(list.name == "room")
        #expect(
            list.items == [
                TaughtList.Item(value: "kitchen", synonyms: ["cook room", "galley"]),
                TaughtList.Item(value: "hall", synonyms: []),
                TaughtList.Item(value: "a | b = c", synonyms: []),
            ])
        #expect(list.phrases == ["kitchen", "cook room", "galley", "hall", "a | b = c"])
    }

    @Test func rangesAreNumbers() throws {
        #expect(try TaughtList(line: "# list n: -1..2 | ten")?.phrases == ["-1", "0", "1", "2", "ten"])
        #expect(message { _ = try TaughtList(line: "# list n: 1..9999") }?.contains("more than 4096") == true)
        #expect(message { _ = try TaughtList(line: "# list n: 0..99999999999999999") } != nil)
        #expect(message { _ = try TaughtList(line: "# list n: 9..1") } != nil)
    }

    @Test(arguments: ["# a remark", "# list of things: a | b", "# listing: a", "# list 5: a", "#"])
    func otherRemarksAreNone(line: String) throws {
        #expect(try TaughtList(line: line) == nil)
    }

    @Test func linesOfTheSameNameAreOneList() throws {
        let file = try TaughtFile(Array("# list a: b\n# list c: d\n# list a: e = f\nin {a}\tx\n".utf8))
        #expect(file.lists.map(\.phrases) == [["b", "e", "f"], ["d"]])
        #expect(file.examples.map(\.text) == ["in b", "in e", "in f"])
    }
}
