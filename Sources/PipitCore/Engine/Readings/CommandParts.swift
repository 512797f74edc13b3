// Several commands in one line: where each starts and ends. FORMAT.md, "Command words", has the rule.

/// A part of a line that may be a command of its own: byte offsets, the end exclusive.
struct CommandPart {
    let start: UInt16
    fileprivate(set) var end: UInt16
    /// Whether what stands before it parts more than it joins, as "but" does: what the part before it forbids or asks
    /// does not reach so far.
    let isApart: Bool
}

/// The parts of a line, one after the other; a single one where nothing tells of a second command.
package struct CommandParts {
    /// How many commands a line may hold; what would start another one belongs to the last.
    static var maximum: Int { 4 }

    /// How many there are.
    private(set) var count = 1
    private var parts: InlineArray<4, CommandPart>

    /// Parts a text where a word that starts commands follows one that joins or parts them.
    ///
    /// - Parameters:
    ///   - text: valid UTF-8, at most 65,535 bytes.
    ///   - words: what words do, or nothing.
    init(_ text: Bytes, _ words: CommandWords) {
        let whole = CommandPart(start: 0, end: UInt16(truncatingIfNeeded: text.count), isApart: false)
        parts = InlineArray(repeating: whole)
        if !words.isEmpty { split(text, words) }
    }

    subscript(_ index: Int) -> CommandPart { parts[index] }

    /// Whether part number `index` stands alone, parted from those around it.
    func isAlone(_ index: Int) -> Bool {
        (index == 0 || parts[index].isApart) && (index &+ 1 == count || parts[index &+ 1].isApart)
    }

    /// Leaves out part number `index`.
    mutating func remove(_ index: Int) {
        count &-= 1
        for behind in index..<count { parts[behind] = parts[behind &+ 1] }
    }

    private mutating func split(_ text: Bytes, _ words: CommandWords) {
        var joint: CommandWords.Kind?
        var hasStart = false  // The first part may begin with anything: "hey pipit, turn off …".
        var end: UInt16 = 0  // of the last word that is in a part
        withUnsafeTemporaryAllocation(byteCount: NormalizedWord.scratchBytes, alignment: 2) { scratch in
            // Room was asked for, so there is a base.
            var scanner = WordScanner(text, scratch: scratch.baseAddress.unsafelyUnwrapped)
            while scanner.next() {
                let role = words.role(of: scanner.word.text)
                if role == .apart {
                    joint = .apart
                    continue
                }
                if role == .joining {
                    joint = joint ?? .joining
                    continue
                }
                if joint != nil && role == .skipped { continue }
                let isStart = role == .starting
                if let joint, isStart, hasStart, count < Self.maximum {
                    parts[count] = CommandPart(
                        start: scanner.word.start, end: parts[count &- 1].end, isApart: joint == .apart)
                    parts[count &- 1].end = end
                    count &+= 1
                }
                joint = nil
                hasStart = hasStart || isStart
                end = scanner.word.end
            }
        }
    }
}

extension CommandParts {
    /// How many parts a text has by a section of command words, which is not empty.
    package static func count(in text: UnsafeBufferPointer<UInt8>, section: UnsafeRawBufferPointer) -> Int {
        CommandParts(text, CommandWords(ByteView(section))).count
    }
}

/// Gives the words of a text in their normal form, as the device compares them.
package func forEachWord(of text: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> Void) {
    withUnsafeTemporaryAllocation(byteCount: NormalizedWord.scratchBytes, alignment: 2) { scratch in
        // Room was asked for, so there is a base.
        var scanner = WordScanner(text, scratch: scratch.baseAddress.unsafelyUnwrapped)
        while scanner.next() { body(scanner.word.text) }
    }
}
