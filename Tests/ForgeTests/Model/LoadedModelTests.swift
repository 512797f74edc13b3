import Testing

@testable import forge

@Suite struct LoadedModelTests {
    @Test func damagedModelsAreRefusedWithTheReadersWords() throws {
        var bytes = try everyHead().bytes
        bytes[bytes.count - 100] ^= 1
        #expect(
            message { _ = try LoadedModel(bytes: bytes, path: "m") }?.hasPrefix("m: model_bad_checksum: ")
                == true)
        #expect(message { _ = try LoadedModel(bytes: [], path: "m") } != nil)
    }
}
