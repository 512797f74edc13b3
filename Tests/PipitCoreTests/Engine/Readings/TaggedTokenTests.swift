import Testing

@testable import PipitCore

@Suite struct TaggedTokenTests {
    /// The tokens of `text`, cut into pieces as the tokenizer does where it knows all words.
    func tokens(_ text: String) -> [String] {
        let bytes = [UInt8](text.utf8)
        var pieces: [Token] = []
        for (index, byte) in bytes.enumerated() where byte != UInt8(ascii: " ") {
            let isWord = isLetterOrDigit(byte)
            if isWord, index > 0, isLetterOrDigit(bytes[index - 1]) {
                pieces[pieces.count - 1].end += 1
            } else {
                pieces.append(Token(id: 7, start: UInt16(index), end: UInt16(index + 1), startsWord: true))
            }
        }
        return read(bytes, pieces)
    }

    func read(_ bytes: [UInt8], _ pieces: [Token]) -> [String] {
        var result: [String] = []
        bytes.withUnsafeBufferPointer { text in
            pieces.withUnsafeBufferPointer { pieces in
                var reader = TaggedTokenReader(text: text, tokens: pieces)
                while let token = reader.next() {
                    result.append(String(decoding: text[Int(token.start)..<Int(token.end)], as: UTF8.self))
                }
            }
        }
        return result
    }

    private func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (97...122).contains(byte | 0x20) || byte > 127
    }

    @Test func punctuationIsATokenOfItsOwn() {
        #expect(
            tokens("wait ... \"ok\" (now).") == [
                "wait", ".", ".", ".", "\"", "ok", "\"", "(", "now", ")", ".",
            ])
        #expect(tokens("U.S. well-known") == ["U", ".", "S", ".", "well", "-", "known"])
        #expect(tokens("") == [])
    }

    @Test func numbersStayWhole() {
        #expect(tokens("3.5 1,000,000, 10:30.") == ["3.5", "1,000,000", ",", "10:30", "."])
        #expect(tokens("5. .5 5.a 1 .5") == ["5", ".", ".", "5", "5", ".", "a", "1", ".", "5"])
        #expect(tokens("3-5 3. 5") == ["3", "-", "5", "3", ".", "5"])
    }

    @Test func cliticsKeepTheirApostrophe() {
        #expect(tokens("John's don't we'll I'VE") == ["John", "'s", "don", "'t", "we", "'ll", "I", "'VE"])
        #expect(
            tokens("'tis o'clock 'so' 's rock'n") == [
                "'", "tis", "o", "'", "clock", "'", "so", "'", "'s", "rock", "'", "n",
            ])
        #expect(tokens("it' s") == ["it", "'", "s"])
    }

    @Test func continuationsBelongToTheirToken() {
        let pieces = [
            Token(id: 7, start: 0, end: 3, startsWord: true),
            Token(id: 8, start: 3, end: 5, startsWord: false),
            Token(id: 9, start: 5, end: 6, startsWord: true),
        ]
        #expect(read([UInt8]("songs!".utf8), pieces) == ["songs", "!"])
    }
}
