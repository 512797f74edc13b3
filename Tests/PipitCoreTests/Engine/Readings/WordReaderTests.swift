import Testing

@testable import PipitCore

@Suite struct WordReaderTests {
    /// Word pieces of `text` for pieces that stand in it in this order; `##` marks a continuation.
    func wordPieces(_ pieces: [String], in text: [UInt8]) -> [WordPiece] {
        var position = 0
        return pieces.map { piece in
            let continues = piece.hasPrefix("##")
            let bytes = [UInt8]((continues ? String(piece.dropFirst(2)) : piece).utf8)
            while !text[position...].starts(with: bytes) { position += 1 }
            defer { position += bytes.count }
            return WordPiece(
                id: 7, start: UInt16(position), end: UInt16(position + bytes.count), startsWord: !continues)
        }
    }

    /// The words of `text`, each with the index of its first piece.
    func words(_ text: String, _ pieces: [String]) -> [String] {
        let bytes = [UInt8](text.utf8)
        var result: [String] = []
        bytes.withUnsafeBufferPointer { text in
            wordPieces(pieces, in: bytes).withUnsafeBufferPointer { pieces in
                var reader = WordReader(text: text, pieces: pieces)
                while let word = reader.next() {
                    let value = String(decoding: text[Int(word.start)..<Int(word.end)], as: UTF8.self)
                    result.append("\(word.firstPiece) \(value)")
                }
                #expect(reader.next() == nil)
            }
        }
        return result
    }

    @Test func whiteSpaceSeparatesWords() {
        #expect(words("turn it off", ["turn", "it", "off"]) == ["0 turn", "1 it", "2 off"])
        #expect(words("  turn \t off ", ["turn", "off"]) == ["0 turn", "1 off"])
        #expect(words("", []) == [])
    }

    @Test func continuationsBelongToTheirWord() {
        #expect(words("playing songs", ["play", "##ing", "song", "##s"]) == ["0 playing", "2 songs"])
    }

    @Test func interiorPunctuationStaysInTheWord() {
        #expect(
            words("at five o'clock", ["at", "five", "o", "'", "clock"]) == ["0 at", "1 five", "2 o'clock"])
        #expect(words("10:30 a.m", ["10", ":", "30", "a", ".", "m"]) == ["0 10:30", "3 a.m"])
    }

    @Test(arguments: [".", ",", "!", "?", ";", ":"])
    func punctuationAtTheEndIsTakenOff(mark: String) {
        #expect(
            words("the lights\(mark) now", ["the", "lights", mark, "now"]) == ["0 the", "1 lights", "3 now"])
        #expect(words("lights\(mark)", ["light", "##s", mark]) == ["0 lights"])
        #expect(words("p.m\(mark)\(mark)?", ["p", ".", "m", mark, mark, "?"]) == ["0 p.m"])
    }

    @Test func otherMarksStay() {
        #expect(
            words("\"off\" (now) 5%", ["\"", "off", "\"", "(", "now", ")", "5", "%"]) == [
                "0 \"off\"", "3 (now)", "6 5%",
            ])
        #expect(words("wow\u{2026}", ["wow", "\u{2026}"]) == ["0 wow\u{2026}"])
    }

    @Test func punctuationAloneIsAWord() {
        #expect(words("what ?", ["what", "?"]) == ["0 what", "1 ?"])
        #expect(words("wait ... ok", ["wait", ".", ".", ".", "ok"]) == ["0 wait", "1 .", "4 ok"])
    }

    @Test func aGapInsideAWordOfTheTokenizerDoesNotSplitIt() {
        // A character that the tokenizer dropped stands between the pieces.
        #expect(words("ligh\u{200B}ts", ["ligh", "##ts"]) == ["0 ligh\u{200B}ts"])
    }
}
