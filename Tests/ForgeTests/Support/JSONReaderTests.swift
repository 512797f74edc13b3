import Testing

@testable import forge

@Suite struct JSONReaderTests {
    private func read(_ text: String) throws -> JSON {
        try JSONReader.read(Array(text.utf8), name: "F")
    }

    @Test func valuesComeBack() throws {
        for text in [
            "null", "true", "[1,-2,0,9223372036854775807]", #"{"b":{"a":[]},"a":"x"}"#, #""a\"\\\n\tä東""#,
            "{}", "[[],[[]]]",
        ] {
            #expect(try read(text).text == text)
            #expect(try read(" \t\r\n" + text + " ").text == text)
        }
        #expect(try read("-1.5e2").asNumber == -150)
        #expect(try read("9223372036854775808").asInteger == nil)
        #expect(try read("1.0").asInteger == nil)
        #expect(try read(#""\u00e9\ud83d\ude00\/\b""#).asText == "é😀/\u{8}")
    }

    @Test func whatIsNotJSONIsRefused() {
        for text in [
            "", " ", "tru", "nul", "[1,]", "[1 2]", "{\"a\"}", "{\"a\":1,}", "{a:1}", "01", "-", "1.", ".5",
            "1e", "+1", "NaN",
            "\"", "\"\\x\"", "\"\\u12\"", "\"\\ud800\"", "\"\\ud800\\u0041\"", "\"\\udc00\"", "\"\n\"", "1 1",
            "[", "{", "1e999",
            String(repeating: "[", count: 100), "'a'", "{\"a\":1,\"a\":1}",
        ] {
            #expect(throws: Failure.self, "\(text)") { try read(text) }
        }
        #expect(throws: Failure.self) { try JSONReader.read([0x22, 0xC3, 0x22], name: "F") }
        #expect(message { _ = try read("[1,\n x]") } == "F: no value at byte 5")
    }
}
