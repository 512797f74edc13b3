/// A text as lists see it: the letters of its words joined, and where in them each word starts.
///
/// Words are those of `WordScanner`. Hyphens and apostrophes are no words here, and leave nothing: so "living-room",
/// "living room" and "livingroom" are one name, and so are "Anna's" and "annas".
struct ListText {
    let memory: ListMemory
    /// How many words there are; behind the last stands one more, which says where the letters end.
    private(set) var wordCount = 0

    /// The bytes of a text that is read whole.
    static let maximumBytes = 1024
    /// No letter of a name: it stands for a word that no name has, since it is too long.
    private static let noLetter: UInt8 = 0xFF

    /// Reads a text; a word for which there is no room is left out, with all that follows.
    @inline(never)  // Called in several places.
    init(_ text: Bytes, in memory: ListMemory) {
        self.memory = memory
        memory.words[0].letters = 0
        wordCount = withUnsafeTemporaryAllocation(
            byteCount: NormalizedWord.scratchBytes, alignment: 2
        ) { scratch in
            // Room was asked for, so there is a base.
            var scanner = WordScanner(text, scratch: scratch.baseAddress.unsafelyUnwrapped)
            var (words, letters) = (0, 0)
            while words < ListMemory.wordCount &- 1 && scanner.next() {
                let word = scanner.word.text
                if isJoiner(word) { continue }
                if letters &+ word.count > ListMemory.letterCount { break }
                memory.words[words].start = scanner.word.start
                memory.words[words].end = scanner.word.end
                memory.words[words].next = 0
                for byte in word {
                    memory.letters[letters] = scanner.word.isTooLong ? Self.noLetter : byte
                    letters &+= 1
                }
                words &+= 1
                memory.words[words].letters = UInt16(truncatingIfNeeded: letters)
            }
            return words
        }
    }

    /// The letters of all words: the normal form of a name.
    var letters: Bytes { Bytes(start: memory.letters, count: Int(memory.words[wordCount].letters)) }

    /// The number of the word behind a name that starts with word number `word`; 0 where it does not stand there, or ends
    /// inside of a word.
    @inline(__always)
    func end(of form: Bytes, from word: Int) -> Int {
        let start = Int(memory.words[word].letters)
        if memory.letters[start] != form[0] { return 0 }
        let end = start &+ form.count
        if end > letters.count { return 0 }
        if !sameBytes(Bytes(start: memory.letters + start, count: form.count), form) { return 0 }
        var next = word &+ 1
        while Int(memory.words[next].letters) < end { next &+= 1 }
        return Int(memory.words[next].letters) == end ? next : 0
    }
}

/// A word of a text, and the name of a list that starts with it.
struct ListWord: BitwiseCopyable {
    /// The number of the entry with that name.
    var entry: UInt32
    /// Where its letters start.
    var letters: UInt16
    /// Byte offset of its start in the text.
    var start: UInt16
    /// Byte offset of its end, exclusive.
    var end: UInt16
    /// The word behind the name; 0 where none starts here.
    var next: UInt16
    /// The label of a slot of that list which is there.
    var label: UInt16
}

/// What reading a text for lists needs.
struct ListMemory {
    /// `[wordCount]`.
    let words: UnsafeMutablePointer<ListWord>
    /// `[letterCount]`.
    let letters: UnsafeMutablePointer<UInt8>

    /// Twice as many words as a text has pieces at most, and the one behind them.
    static var wordCount: Int { 257 }
    /// Three for each byte of a text: no scalar has more in its normal form.
    static var letterCount: Int { 3 &* ListText.maximumBytes }
}

/// Whether a word joins those beside it: - ' ‐ ‑ ‘ ’.
private func isJoiner(_ word: Bytes) -> Bool {
    if word.count == 1 { return word[0] == UInt8(ascii: "-") || word[0] == UInt8(ascii: "'") }
    if word.count != 3 || word[0] != 0xE2 || word[1] != 0x80 { return false }
    return word[2] & 0xF6 == 0x90  // 0x90, 0x91, 0x98, 0x99
}
