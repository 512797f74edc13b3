/// Reads a text once, byte by byte, and stops at the end of each normalized word.
///
/// Words are what BERT's splitter makes: parted by white space; punctuation, ASCII symbols and ideographs alone.
struct WordScanner: ~Copyable {
    private let text: UnsafeBufferPointer<UInt8>
    private var position = 0
    private(set) var word: NormalizedWord

    /// - Parameters:
    ///   - text: At most 65,535 bytes; those that are not UTF-8 leave nothing.
    ///   - scratch: `NormalizedWord.scratchBytes`, aligned to 2 bytes.
    init(_ text: UnsafeBufferPointer<UInt8>, scratch: UnsafeMutableRawPointer) {
        self.text = text
        word = NormalizedWord(scratch: scratch)
    }

    /// Moves on to the next word; false where there is none.
    mutating func next() -> Bool {
        word.clear()
        let bytes = text.span
        while position < bytes.count {
            // Most bytes are these; the rest of the loop would do the same with them.
            if let kept = foldedLetterOrDigit(bytes[position]) {
                let start = UInt16(truncatingIfNeeded: position)
                word.append(kept, start: start, end: start &+ 1)
                position &+= 1
                continue
            }
            let scalar = decodeScalar(bytes, at: position)
            let start = UInt16(truncatingIfNeeded: position)
            let after = position &+ max(1, scalar.byteCount)
            let end = UInt16(truncatingIfNeeded: after)
            switch folding(of: scalar.value) {
            case .drop: break
            case .dropStarter: word.closeOrdering()
            case .space:
                if !word.isEmpty { return true }
            case .keep(let kept): word.append(kept, start: start, end: end)
            case .alone(let kept):
                // A word before it ends here, and the scalar is read anew as the next one.
                if !word.isEmpty { return true }
                word.append(kept, start: start, end: end)
                position = after
                return true
            case .mark(let mark, let order): word.appendMark(mark, order: order, start: start, end: end)
            case .several(let expansion, let plane):
                var index = 0
                while let kept = expandedScalar(expansion, plane: plane, index: index) {
                    appendExpanded(kept, start: start, end: end)
                    index &+= 1
                }
            case .syllable(let index): appendJamo(ofSyllable: index, start: start, end: end)
            }
            position = after
        }
        return !word.isEmpty
    }

    private mutating func appendExpanded(_ scalar: UInt32, start: UInt16, end: UInt16) {
        if case .mark(let mark, let order) = folding(of: scalar) {
            word.appendMark(mark, order: order, start: start, end: end)
        } else {
            word.append(scalar, start: start, end: end)
        }
    }

    /// Decomposes a Hangul syllable as section 3.12 of the Unicode Standard does: 21 vowels, 28 finals, one of them none.
    private mutating func appendJamo(ofSyllable index: UInt32, start: UInt16, end: UInt16) {
        word.append(0x1100 &+ index / 588, start: start, end: end)
        word.append(0x1161 &+ index % 588 / 28, start: start, end: end)
        let final = index % 28
        if final > 0 { word.append(0x11A7 &+ final, start: start, end: end) }
    }
}
