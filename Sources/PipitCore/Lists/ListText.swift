/// A text as lists see it: the letters of its words joined, and where in them each word starts.
///
/// Words are those of `WordScanner`. Hyphens and apostrophes are no words here, and leave nothing: so "living-room",
/// "living room" and "livingroom" are one name, and so are "Anna's" and "annas".
struct ListText {
    private let memory: ListMemory
    /// How many words there are; behind the last stands one more, which says where the letters end.
    private(set) var wordCount = 0
    private var letterCount = 0

    /// The bytes of a text that is read whole.
    static let maximumBytes = 1024
    /// No letter of a name: it stands for a word that no name has, since it is too long.
    private static let noLetter: UInt8 = 0xFF

    /// Reads a text; a word for which there is no room is left out, with all that follows.
    @inline(never)  // Called in several places.
    init(_ text: Bytes, in memory: ListMemory) {
        self.memory = memory
        memory.words[0].letters = 0
        let (words, letters) = withUnsafeTemporaryAllocation(
            byteCount: NormalizedWord.scratchBytes, alignment: 2
        ) { scratch in
            // Room was asked for, so there is a base.
            var scanner = WordScanner(text, scratch: scratch.baseAddress.unsafelyUnwrapped)
            var (words, letters) = (0, 0)
            while scanner.next() {
                let word = scanner.word.text
                if isJoiner(word) { continue }
                let count = scanner.word.isTooLong ? 1 : word.count
                if words &+ 1 >= memory.words.count || letters &+ count > memory.letters.count { break }
                memory.words[words].start = scanner.word.start
                memory.words[words].end = scanner.word.end
                memory.words[words].found = 0
                for index in 0..<count {
                    memory.letters[letters &+ index] =
                        scanner.word.isTooLong ? Self.noLetter : word[index]
                }
                letters &+= count
                words &+= 1
                memory.words[words].letters = UInt16(truncatingIfNeeded: letters)
            }
            return (words, letters)
        }
        (wordCount, letterCount) = (words, letters)
    }

    /// The letters of all words: the normal form of a name.
    var letters: Bytes { Bytes(rebasing: memory.letters[..<letterCount]) }

    /// Word number `index`, below `wordCount`.
    subscript(_ index: Int) -> ListWord { memory.words[index] }

    /// Notes an entry at each word from which on the words are its name.
    ///
    /// Of two entries at one word that with the longer name counts, of equals the later one, unless `isExpected` knows
    /// the earlier one alone.
    func note(_ form: Bytes, of entry: UInt32, isExpected: (ListMatch) -> Bool) {
        guard let first = form.first else { return }
        for word in 0..<wordCount {
            let start = Int(memory.words[word].letters)
            if memory.letters[start] != first { continue }
            guard let end = end(of: form, from: word, start: start) else { continue }
            let before = memory.words[word]
            let match = match(from: word, to: end, entry)
            if end < Int(before.found) { continue }
            if end == Int(before.found), !isExpected(match),
                isExpected(self.match(from: word, to: end, before.entry))
            {
                continue
            }
            memory.words[word].found = UInt16(truncatingIfNeeded: end)
            memory.words[word].entry = entry
        }
    }

    /// The words from one up to another as a place in the text.
    func match(from word: Int, to end: Int, _ entry: UInt32) -> ListMatch {
        ListMatch(entry: entry, start: memory.words[word].start, end: memory.words[end &- 1].end)
    }

    /// The word behind a name that starts at `word`; nil where it does not stand there, or ends inside of a word.
    private func end(of form: Bytes, from word: Int, start: Int) -> Int? {
        let end = start &+ form.count
        if end > letterCount { return nil }
        if !sameBytes(Bytes(rebasing: memory.letters[start..<end]), form) { return nil }
        var next = word &+ 1
        while Int(memory.words[next].letters) < end { next &+= 1 }
        return Int(memory.words[next].letters) == end ? next : nil
    }
}

/// A word of a text, and the name of a list that starts with it.
struct ListWord: BitwiseCopyable {
    /// The entry with that name.
    var entry: UInt32
    /// Where its letters start.
    var letters: UInt16
    /// Byte offset of its start in the text.
    var start: UInt16
    /// Byte offset of its end, exclusive.
    var end: UInt16
    /// The word behind the name; 0 where none starts here.
    var found: UInt16
}

/// What reading a text for lists needs.
struct ListMemory {
    /// `[ListText.maximumBytes + 1]`.
    let words: UnsafeMutableBufferPointer<ListWord>
    /// Three for each byte of a text: no scalar has more in its normal form.
    let letters: UnsafeMutableBufferPointer<UInt8>

    static var wordCount: Int { ListText.maximumBytes &+ 1 }
    static var letterCount: Int { 3 &* ListText.maximumBytes }
}

/// Whether a word joins those beside it: - ' ‐ ‑ ‘ ’.
private func isJoiner(_ word: Bytes) -> Bool {
    if word.count == 1 { return word[0] == UInt8(ascii: "-") || word[0] == UInt8(ascii: "'") }
    guard word.count == 3, word[0] == 0xE2, word[1] == 0x80 else { return false }
    switch word[2] {
    case 0x90, 0x91, 0x98, 0x99: return true
    default: return false
    }
}
