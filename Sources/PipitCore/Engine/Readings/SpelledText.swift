// Words of a line that are mistyped, and what is read in their place: FORMAT.md, "Command words", has the rule.

extension Engine {
    /// A line with its mistyped words put right.
    ///
    /// A word is mistyped where the vocabulary does not hold it whole, and it is a slip away from one of the model's.
    ///
    /// - Parameters:
    ///   - text: valid UTF-8, at most 65,535 bytes.
    ///   - words: those that are read for others.
    ///   - room: for the line; what would be longer stays as it was typed.
    /// - Returns: the line, in `room` where anything was put right, and what that was.
    @inline(never)
    func spelled(
        _ text: Bytes, _ words: CommandWords, into room: UnsafeMutableBufferPointer<UInt8>
    ) -> (Bytes, Spelling) {
        var spelling = Spelling()
        if words.isEmpty || room.isEmpty { return (text, spelling) }
        var (copied, count) = (0, 0)  // bytes of the text, and of `room`
        func copy(_ bytes: Bytes) {
            for byte in bytes {
                room[count] = byte
                count &+= 1
            }
        }
        withUnsafeTemporaryAllocation(byteCount: NormalizedWord.scratchBytes, alignment: 2) { scratch in
            // Room was asked for, so there is a base.
            var scanner = WordScanner(text, scratch: scratch.baseAddress.unsafelyUnwrapped)
            while scanner.next() && spelling.count < Spelling.maximum {
                let typed = scanner.word.text
                if typed.count < leastSpelledLetters || tokenizer.vocabulary.holds(typed) { continue }
                guard let word = words.spelled(typed) else { continue }
                let (start, end) = (Int(scanner.word.start), Int(scanner.word.end))
                let before = start &- copied
                if word.count > room.count &- count &- before &- (text.count &- end) { break }
                copy(Bytes(rebasing: text[copied..<start]))
                copied = end
                let first = UInt16(truncatingIfNeeded: count)
                copy(word)
                spelling.append(
                    Spelling.Change(
                        start: first, end: UInt16(truncatingIfNeeded: count), typedStart: scanner.word.start,
                        typedEnd: scanner.word.end))
            }
        }
        if spelling.count == 0 { return (text, spelling) }
        copy(Bytes(rebasing: text[copied...]))
        return (Bytes(rebasing: UnsafeBufferPointer(room)[..<count]), spelling)
    }
}
