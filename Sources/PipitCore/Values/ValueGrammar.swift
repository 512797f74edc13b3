/// A language that values are read in: its words, and the orders in which they say something.
///
/// Another language is two more tables in a folder of its own, beside English/, and a property like `english` here; which
/// one a model speaks would be a line of its info. VALUES.md says what a table can say.
struct ValueGrammar {
    let words: UnsafeBufferPointer<ValueWord>
    let forms: UnsafeBufferPointer<ValueForm>

    static var english: ValueGrammar { ValueGrammar(words: EnglishWords.rows, forms: EnglishForms.rows) }

    /// Reads the value that all of `text` says, and gives it to `body`; does nothing where it says none.
    ///
    /// - Parameters:
    ///   - text: any bytes; whatever is no word of the language makes it no value.
    ///   - kind: what the text should be. It decides what may be several things: "seven" is a time, a number or a
    ///     percentage. A text that can only be of another kind is read as that, and without a kind nothing else is.
    ///   - body: what is done with the value, which is gone afterwards.
    @inline(__always)
    func read(_ text: UnsafeBufferPointer<UInt8>, as kind: SlotKind, _ body: (SlotValue) -> Void) {
        if kind.isVerbatim || text.count > ValueTokens.maximumBytes { return }
        withUnsafeTemporaryAllocation(byteCount: ValueMemory.byteCount, alignment: ValueMemory.alignment) {
            memory in
            // Room was asked for, so there is a base.
            let memory = ValueMemory(start: memory.baseAddress.unsafelyUnwrapped)
            if let value = value(of: text, as: kind, in: memory) { body(value) }
        }
    }

    @inline(never)
    func value(
        of text: UnsafeBufferPointer<UInt8>, as kind: SlotKind, in memory: ValueMemory
    ) -> SlotValue? {
        var tokens = ValueTokens(storage: memory.tokens, grammar: self)
        let (lower, byteCount) = memory.lowerCase(text)
        guard tokens.scan(lower, byteCount), tokens.joinNumbers(for: kind) else { return nil }
        var reader = ValueReader(tokens, kind: kind, into: SlotValue(memory.fields), places: memory.places)
        return reader.read() ? reader.value : nil
    }
}

/// What reading a value needs to remember, in memory of the caller.
struct ValueMemory {
    let start: UnsafeMutableRawPointer

    static var alignment: Int { 4 }
    static var byteCount: Int { textStart &+ 2 &* ValueTokens.paddingBytes &+ ValueTokens.maximumBytes }

    private static var fieldsStart: Int {
        (ValueTokens.maximumCount &+ ValueTokens.endCount) &* MemoryLayout<ValueToken>.stride
    }
    private static var placesStart: Int { fieldsStart &+ 4 &* ValueField.count }
    private static var textStart: Int { placesStart &+ ValueSymbols.placeCount }

    var tokens: UnsafeMutablePointer<ValueToken> { start.assumingMemoryBound(to: ValueToken.self) }
    var fields: UnsafeMutablePointer<Int32> { (start + Self.fieldsStart).assumingMemoryBound(to: Int32.self) }
    var places: UnsafeMutablePointer<UInt8> { (start + Self.placesStart).assumingMemoryBound(to: UInt8.self) }

    /// A copy of a text with letters of ASCII in lower case and zeros around it, and its bytes.
    ///
    /// Typographic punctuation, U+2000 to U+203F, becomes an apostrophe each.
    @inline(never)  // Long, and called in several places.
    func lowerCase(_ text: UnsafeBufferPointer<UInt8>) -> (UnsafeMutablePointer<UInt8>, Int) {
        let padding = (start + Self.textStart).assumingMemoryBound(to: UInt8.self)
        padding.update(repeating: 0, count: text.count &+ 2 &* ValueTokens.paddingBytes)
        let copy = padding + ValueTokens.paddingBytes
        var (from, to) = (0, 0)
        while from < text.count {
            var byte = text[from]
            if byte &- UInt8(ascii: "A") < 26 { byte |= 0x20 }
            if byte == 0xE2 && text.count &- from > 2 && text[from &+ 1] == 0x80 {
                byte = UInt8(ascii: "'")
                from &+= 2
            }
            copy[to] = byte
            from &+= 1
            to &+= 1
        }
        return (copy, to)
    }
}
