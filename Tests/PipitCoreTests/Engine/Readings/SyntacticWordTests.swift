import Testing

@testable import PipitCore

@Suite struct SyntacticWordTests {
    /// The syntactic words of `text`, cut into pieces as the tokenizer does where it knows all words.
    func words(_ text: String) -> [String] {
        let bytes = [UInt8](text.utf8)
        var pieces: [WordPiece] = []
        for (index, byte) in bytes.enumerated() where byte != UInt8(ascii: " ") {
            let isWord = isLetterOrDigit(byte)
            if isWord, index > 0, isLetterOrDigit(bytes[index - 1]) {
                pieces[pieces.count - 1].end += 1
            } else {
                pieces.append(
                    WordPiece(id: 7, start: UInt16(index), end: UInt16(index + 1), startsWord: true))
            }
        }
        return read(bytes, pieces)
    }

    func read(_ bytes: [UInt8], _ pieces: [WordPiece]) -> [String] {
        var result: [String] = []
        bytes.withUnsafeBufferPointer { text in
            pieces.withUnsafeBufferPointer { pieces in
                var reader = SyntacticWordReader(text: text, pieces: pieces)
                while let word = reader.next() {
                    result.append(String(decoding: text[Int(word.start)..<Int(word.end)], as: UTF8.self))
                }
            }
        }
        return result
    }

    private func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (97...122).contains(byte | 0x20) || byte > 127
    }

    @Test func punctuationIsAWordOfItsOwn() {
        #expect(
            words("wait ... \"ok\" (now).") == [
                "wait", ".", ".", ".", "\"", "ok", "\"", "(", "now", ")", ".",
            ])
        #expect(words("U.S. well-known") == ["U", ".", "S", ".", "well", "-", "known"])
        #expect(words("") == [])
    }

    @Test func numbersStayWhole() {
        #expect(words("3.5 1,000,000, 10:30.") == ["3.5", "1,000,000", ",", "10:30", "."])
        #expect(words("5. .5 5.a 1 .5") == ["5", ".", ".", "5", "5", ".", "a", "1", ".", "5"])
        #expect(words("3-5 3. 5") == ["3", "-", "5", "3", ".", "5"])
    }

    @Test func cliticsKeepTheirApostrophe() {
        #expect(words("John's don't we'll I'VE") == ["John", "'s", "don", "'t", "we", "'ll", "I", "'VE"])
        #expect(
            words("'tis o'clock 'so' 's rock'n") == [
                "'", "tis", "o", "'", "clock", "'", "so", "'", "'s", "rock", "'", "n",
            ])
        #expect(words("it' s") == ["it", "'", "s"])
    }

    @Test func continuationsBelongToTheirWord() {
        let pieces = [
            WordPiece(id: 7, start: 0, end: 3, startsWord: true),
            WordPiece(id: 8, start: 3, end: 5, startsWord: false),
            WordPiece(id: 9, start: 5, end: 6, startsWord: true),
        ]
        #expect(read([UInt8]("songs!".utf8), pieces) == ["songs", "!"])
    }
}
