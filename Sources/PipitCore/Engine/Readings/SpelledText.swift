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
        withUnsafeTemporaryAllocation(byteCount: NormalizedWord.scratchBytes, alignment: 2) { scratch in
            // Room was asked for, so there is a base.
            var scanner = WordScanner(text, scratch: scratch.baseAddress.unsafelyUnwrapped)
            while scanner.next() && spelling.count < Spelling.maximum {
                let typed = scanner.word.text
                if typed.count < leastSpelledLetters || tokenizer.vocabulary.holds(typed) { continue }
                guard let word = words.spelled(typed) else { continue }
                let (typedStart, typedEnd) = (scanner.word.start, scanner.word.end)
                let start = count &+ (Int(typedStart) &- copied)
                if word.count > room.count &- start &- (text.count &- Int(typedEnd)) { break }
                room.copy(text, copied..<Int(typedStart), to: count)
                room.copy(word, 0..<word.count, to: start)
                count = start &+ word.count
                copied = Int(typedEnd)
                spelling.append(
                    Spelling.Change(
                        start: UInt16(truncatingIfNeeded: start), end: UInt16(truncatingIfNeeded: count),
                        typedStart: typedStart, typedEnd: typedEnd))
            }
        }
        if spelling.count == 0 { return (text, spelling) }
        room.copy(text, copied..<text.count, to: count)
        return (Bytes(start: room.baseAddress, count: count &+ (text.count &- copied)), spelling)
    }
}

extension UnsafeMutableBufferPointer<UInt8> {
    /// Copies a range of bytes to where they have room.
    @inline(never)
    fileprivate func copy(_ bytes: Bytes, _ range: Range<Int>, to start: Int) {
        for index in range { self[start &+ (index &- range.lowerBound)] = bytes[index] }
    }
}
