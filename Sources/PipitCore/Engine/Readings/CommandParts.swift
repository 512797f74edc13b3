// Several commands in one line: where each starts and ends. FORMAT.md, "Command words", has the rule.

/// A part of a line that may be a command of its own: byte offsets, the end exclusive.
struct CommandPart {
    let start: UInt16
    fileprivate(set) var end: UInt16
    /// Whether what stands before it parts more than it joins, as "but" does: what the part before it forbids or asks
    /// does not reach so far.
    let isApart: Bool
    /// Where the part starts whose verb this one shares, its own start where it has one.
    ///
    /// "The fan off" shares that of "turn the lights on and the fan off".
    let clause: UInt16

    /// Whether it has no verb of its own.
    var isElliptical: Bool { clause != start }
}

/// The parts of a line, one after the other; a single one where nothing tells of a second command.
package struct CommandParts {
    /// How many commands a line may hold; what would start another one belongs to the last.
    static var maximum: Int { 4 }

    /// How many there are.
    package private(set) var count = 1
    private var parts: InlineArray<4, CommandPart>
    /// Whether a part shares the verb of the one before it, so that the line is none as a whole.
    private(set) var shareVerbs = false
    /// Whether a part starts that nothing joins to the one before it, as where nobody types commas.
    var areUnjoined = false
    /// Whether something is taken out of what the line says, which no slot can tell: "except the hall".
    package internal(set) var excepts = false

    /// Parts a text where a word that starts commands follows one that joins or parts them, and where another way does.
    ///
    /// - Parameters:
    ///   - text: valid UTF-8, at most 65,535 bytes.
    ///   - words: what words do, or nothing.
    ///   - unjoined: whether a part may start that nothing joins to the one before it.
    init(_ text: Bytes, _ words: CommandWords, unjoined: Bool = false) {
        let whole = CommandPart(
            start: 0, end: UInt16(truncatingIfNeeded: text.count), isApart: false, clause: 0)
        parts = InlineArray(repeating: whole)
        if words.isEmpty { return }
        withUnsafeTemporaryAllocation(byteCount: NormalizedWord.scratchBytes, alignment: 2) { scratch in
            // Room was asked for, so there is a base.
            var scanner = WordScanner(text, scratch: scratch.baseAddress.unsafelyUnwrapped)
            var splitter = CommandSplitter(unjoined: unjoined)
            while scanner.next() {
                let role = words.role(of: scanner.word.text)
                splitter.add(
                    CommandWord(
                        kind: role?.kind, line: role?.line ?? 0, start: scanner.word.start,
                        end: scanner.word.end), to: &self)
            }
            splitter.finish(&self)
        }
    }

    subscript(_ index: Int) -> CommandPart { parts[index] }

    /// Whether part number `index` stands alone, parted from those around it.
    func isAlone(_ index: Int) -> Bool {
        (index == 0 || parts[index].isApart) && (index &+ 1 == count || parts[index &+ 1].isApart)
    }

    /// Begins another part at `start`, as long as there is room; the one before it ends at `end`.
    mutating func begin(at start: UInt16, behind end: UInt16, isApart: Bool, sharesVerb: Bool) {
        if sharesVerb { shareVerbs = true }
        guard count < Self.maximum else { return }
        let before = parts[count &- 1]
        parts[count] = CommandPart(
            start: start, end: before.end, isApart: isApart, clause: sharesVerb ? before.clause : start)
        parts[count &- 1].end = end
        count &+= 1
    }

    /// Leaves out part number `index`.
    mutating func remove(_ index: Int) {
        count &-= 1
        for behind in index..<count { parts[behind] = parts[behind &+ 1] }
    }
}

extension CommandParts {
    /// Reads a text by a section of command words, which is not empty.
    package init(_ text: UnsafeBufferPointer<UInt8>, section: UnsafeRawBufferPointer) {
        self.init(text, CommandWords(ByteView(section)))
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
