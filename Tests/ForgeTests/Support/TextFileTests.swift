import Testing

@testable import forge

@Suite struct TextFileTests {
    private func lines(_ bytes: [UInt8]) throws -> [String] {
        try TextFile(bytes, path: "f").lines.map { String(decoding: $0.bytes, as: UTF8.self) }
    }

    private func utf16(_ text: String, isBig: Bool) -> [UInt8] {
        text.utf16.flatMap { unit in
            let bytes = [UInt8(truncatingIfNeeded: unit), UInt8(truncatingIfNeeded: unit >> 8)]
            return isBig ? bytes.reversed() : bytes
        }
    }

    @Test(arguments: ["a\nb\n\nc", "a\r\nb\r\n\r\nc\r\n", "a\rb\r\rc\r", "a\nb\r\n\rc\n"])
    func linesEndInAnyWay(text: String) throws {
        #expect(try lines(Array(text.utf8)) == ["a", "b", "", "c"])
        #expect(try TextFile(Array(text.utf8), path: "f").lines.map(\.number) == [1, 2, 3, 4])
    }

    @Test func marksDoNotCount() throws {
        #expect(try lines([0xEF, 0xBB, 0xBF, 0x61]) == ["a"])
        #expect(try lines([]) == [])
    }

    @Test(arguments: [false, true], [false, true])
    func utf16IsRead(isBig: Bool, hasMark: Bool) throws {
        let text = "text\tlabel\r\nl\u{E4}mp \u{1F600}\ton\r\nlamp off please\toff\r\n"
        let file = try TextFile(utf16((hasMark ? "\u{FEFF}" : "") + text, isBig: isBig), path: "f")
        #expect(
            file.lines.map { String(decoding: $0.bytes, as: UTF8.self) } == [
                "text\tlabel", "l\u{E4}mp \u{1F600}\ton", "lamp off please\toff",
            ])
        #expect(
            file.remarks == ["f is UTF-16 and was read as such; save it as UTF-8 to be sure of its letters"])
    }

    @Test func whatIsNoTextIsNamed() {
        #expect(
            message { _ = try lines([0xFF, 0xFE, 0, 0, 0x61, 0, 0, 0]) } == "f is UTF-32; save it as UTF-8")
        #expect(message { _ = try lines([0xFF, 0xFE, 0x61]) } == "f is damaged UTF-16; save it as UTF-8")
        #expect(
            message { _ = try lines([0xFF, 0xFE, 0x00, 0xD8, 0x61, 0]) }
                == "f is damaged UTF-16; save it as UTF-8")
        #expect(message { _ = try lines([0x50, 0x4B, 3, 4, 1]) }?.hasPrefix("f is a spreadsheet") == true)
        #expect(message { _ = try lines([0x1F, 0x8B, 8]) } == "f is packed; unpack it first")
    }
}
