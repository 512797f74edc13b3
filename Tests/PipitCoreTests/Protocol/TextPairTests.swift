import Foundation
import Testing

@testable import PipitCore

@Suite struct TextPairTests {
    func split(_ text: String) -> [String]? {
        var text = text
        return text.withUTF8 { bytes in
            TextPair(bytes).map {
                [String(decoding: $0.first, as: UTF8.self), String(decoding: $0.second, as: UTF8.self)]
            }
        }
    }

    @Test func theFirstSeparatorCounts() {
        #expect(split("a || b") == ["a", "b"])
        #expect(split("a\tb") == ["a", "b"])
        #expect(split("a || b\tc || d") == ["a", "b\tc || d"])
        #expect(split("a\tb || c") == ["a", "b || c"])
        #expect(split(" a  ||  b ") == [" a ", " b "])
    }

    @Test func bothTextsMustBeThere() {
        for text in ["a", "a||b", "a ||b", "a ||", "a || ", " || b", "\tb", "a\t", "", "a |", " | | "] {
            #expect(split(text) == nil)
        }
    }

    @Test func base64IsThatOfFoundation() {
        for count in 0..<70 {
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 37 + count) }
            let written = WrittenText { sink in bytes.withUnsafeBytes { sink.write(base64: $0) } }.text
            #expect(written == Data(bytes).base64EncodedString())
        }
    }
}
