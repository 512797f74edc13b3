import Testing

@testable import PipitCore

/// The parts of words: where values may start and end.
@Suite struct WordPartTests {
    /// The parts of `text`, each with the index of its piece; pieces stand in it in this order, `##` marks a continuation.
    func parts(_ text: String, _ pieces: [String]) -> [String] {
        let bytes = [UInt8](text.utf8)
        let tokens = WordReaderTests().wordPieces(pieces, in: bytes)
        var result: [String] = []
        bytes.withUnsafeBufferPointer { text in
            tokens.withUnsafeBufferPointer { tokens in
                var reader = WordPartReader(text: text, pieces: tokens)
                while let part = reader.next() {
                    let value = String(decoding: text[Int(part.start)..<Int(part.end)], as: UTF8.self)
                    result.append("\(part.piece) \(value)")
                }
                #expect(reader.next() == nil)
            }
        }
        return result
    }

    @Test func marksStandAlone() {
        #expect(
            parts("(front-lawn), \"now\"", ["(", "front", "-", "lawn", ")", ",", "\"", "now", "\""])
                == ["0 (", "1 front", "2 -", "3 lawn", "4 )", "5 ,", "6 \"", "7 now", "8 \""])
        #expect(parts("40%", ["40", "%"]) == ["0 40", "1 %"])
        #expect(parts("", []) == [])
    }

    @Test func lettersAndDigitsOfAWordArePartedWhereverItsPiecesEnd() {
        #expect(parts("7pm", ["7", "##pm"]) == ["0 7", "1 pm"])
        #expect(parts("7pm", ["7pm"]) == ["0 7", "0 pm"])
        #expect(parts("a12b3", ["a1", "##2b", "##3"]) == ["0 a", "0 12", "1 b", "2 3"])
        #expect(parts("playing", ["play", "##ing"]) == ["0 playing"])
    }

    @Test func symbolsBeyondASCIIAreMarks() {
        #expect(parts("21°C", ["21", "##°", "##C"]) == ["0 21", "1 °", "2 C"])
        #expect(parts("5€", ["5€"]) == ["0 5", "0 €"])
        #expect(parts("Łódź", ["Łó", "##dź"]) == ["0 Łódź"])
    }

    @Test func digitsGoOnBehindAPointACommaOrAColon() {
        #expect(parts("at 10:30.", ["at", "10", ":", "30", "."]) == ["0 at", "1 10:30", "4 ."])
        #expect(parts("1,000.5", ["1", ",", "000", ".", "5"]) == ["0 1,000.5"])
        #expect(parts("3. 5", ["3", ".", "5"]) == ["0 3", "1 .", "2 5"])
        #expect(parts("3:x", ["3", ":", "x"]) == ["0 3", "1 :", "2 x"])
    }

    @Test func apostrophesStandAlone() {
        #expect(parts("John's", ["John", "'", "s"]) == ["0 John", "1 '", "2 s"])
        #expect(parts("John’s", ["John", "’", "s"]) == ["0 John", "1 ’", "2 s"])
    }

    @Test func ideographsStayApart() {
        #expect(parts("東京", ["東", "京"]) == ["0 東", "1 京"])
    }
}
