import PipitCore
import Testing

@testable import forge

@Suite struct TokenizeTests {
    @Test func aLineIsAnsweredWithItsPieces() throws {
        let loaded = try everyHead()
        let tokenizer = Tokenizer(loaded.model)
        func answer(_ bytes: [UInt8]) -> String {
            withExtendedLifetime(loaded) { tokenizer.answer(to: bytes) }
        }
        // The reference's ids and offsets for this line and this vocabulary.
        #expect(
            answer(Array("duraromusibola felobunu  \u{E9} .".utf8))
                == "10:0:6:1 42:6:14:0 12:15:23:1 1:25:27:1 1:28:29:1")
        #expect(answer([]) == "")
        #expect(answer([0x61, 0xFF]) == "invalid_utf8")
        #expect(answer([UInt8](repeating: 0x2E, count: 500)).split(separator: " ").count == 500)
    }
}
