import Testing

@testable import forge

@Suite struct FormattingTests {
    @Test func jsonKeepsItsOrderAndEscapes() {
        let json = JSON.object([
            ("b", .integer(1)), ("a", .array([.null, .bool(true), .number(0.5)])),
            ("\"\n\u{1}", .string("é\\")),
        ])
        #expect(json.text == "{\"b\":1,\"a\":[null,true,0.500000],\"\\\"\\n\\u0001\":\"é\\\\\"}")
    }

    @Test func numbersAreGrouped() {
        #expect(
            [0, 999, 1000, 1_234_567, -12_345].map(\.grouped) == [
                "0", "999", "1,000", "1,234,567", "-12,345",
            ])
    }

    @Test func tablesAlign() {
        #expect(
            Table.lines([["a", "1", "x"], ["bcd", "22", ""]], rightAligned: [1]) == ["a     1  x", "bcd  22"])
    }

    @Test func controlCharactersDoNotReachTheTerminal() {
        #expect("a\u{1B}]0;x\u{7}\r\u{9B}é\u{7F}".printable == "a\\u{1B}]0;x\\u{07}\\r\\u{009B}é\\u{7F}")
        #expect("a\tb\nü…".printable == "a\tb\nü…")
    }
}
