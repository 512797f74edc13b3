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

    @Test func whatIsNoModelIsNamed() {
        let pointer = Array("version https://git-lfs.github.com/spec/v1\noid sha256:aa\nsize 12\n".utf8)
        #expect(
            message { _ = try LoadedModel(bytes: pointer, path: "m.pipit") }
                == "m.pipit is a pointer of Git LFS, not the file itself; fetch it: git lfs pull")
        let page = message { _ = try LoadedModel(bytes: Array("<!DOCTYPE html>".utf8), path: "m.pipit") }
        #expect(page?.hasPrefix("m.pipit is a page of HTML") == true)
        let letters = [UInt8](repeating: 65, count: 100)
        let other = message { _ = try LoadedModel(bytes: letters, path: "m.pipit") }
        #expect(other?.hasPrefix("m.pipit: not_a_model: ") == true)
    }
}
