// How texts lie in the file: lines, of the info section and of labels, and the pieces of the vocabulary.

/// The lines of a text section, each ended by LF: those of the info section, and the labels of a head.
struct TextLines {
    let bytes: ByteView

    /// The line that starts at `offset`, without its LF, and where the next one starts; nil at the end.
    @inline(never)  // Long, and called in several places.
    func line(at offset: Int) -> (text: ByteView, next: Int)? {
        if offset >= bytes.count { return nil }
        var end = offset
        while end < bytes.count && bytes.u8(end) != UInt8(ascii: "\n") { end &+= 1 }
        return (bytes.slice(offset, end &- offset), end &+ 1)
    }

    /// Line number `index`, or an empty one past the last.
    func line(_ index: Int) -> ByteView {
        var offset = 0
        var left = index
        while let (text, next) = line(at: offset) {
            if left == 0 { return text }
            left &-= 1
            offset = next
        }
        return bytes.slice(0, 0)
    }

    /// How many lines there are.
    var count: Int {
        var lines = 0
        for offset in 0..<bytes.count where bytes.u8(offset) == UInt8(ascii: "\n") { lines &+= 1 }
        return lines
    }

    /// Makes sure of UTF-8, of the LF at the end, and of no control characters but LF, and TAB in the info section.
    @inline(never)  // Long, and called in several places.
    func check(_ key: SectionKey, mayHoldTabs: Bool) throws(ModelError) {
        let last = bytes.u8(bytes.count &- 1)
        if last != UInt8(ascii: "\n") {
            throw .badSection(key, problem: "last byte, LF", needed: 10, available: UInt32(last))
        }
        for offset in 0..<bytes.count {
            let byte = bytes.u8(offset)
            let isAllowed = byte == UInt8(ascii: "\n") || mayHoldTabs && byte == UInt8(ascii: "\t")
            if byte < 32 && !isAllowed {
                throw .badSection(key, problem: "control character", needed: 32, available: UInt32(byte))
            }
        }
        if !isValidUTF8(bytes.characters) {
            throw .badSection(key, problem: "UTF-8", needed: 1, available: 0)
        }
    }
}

extension TextLines {
    /// The value of `key` among lines `key TAB value`, or nil.
    func value(of key: Literal) -> UnsafeBufferPointer<UInt8>? {
        value(of: key.bytes, from: 0)
    }

    private func value(of key: UnsafeBufferPointer<UInt8>, from start: Int) -> UnsafeBufferPointer<UInt8>? {
        var offset = start
        while let (text, next) = line(at: offset) {
            if let tab = text.firstTab, sameBytes(text.slice(0, tab).characters, key) {
                return text.slice(tab &+ 1, text.count &- tab &- 1).characters
            }
            offset = next
        }
        return nil
    }

    /// Makes sure that each line is `key TAB value`, no key twice, with the keys that every model has.
    func checkInfo(_ key: SectionKey) throws(ModelError) {
        try check(key, mayHoldTabs: true)
        var offset = 0
        while let (text, next) = line(at: offset) {
            guard let tab = text.firstTab, tab > 0 else {
                throw .badSection(key, problem: "key TAB value", needed: 1, available: 0)
            }
            if text.slice(tab &+ 1, text.count &- tab &- 1).firstTab != nil {
                throw .badSection(key, problem: "TABs in a line", needed: 1, available: 2)
            }
            if value(of: text.slice(0, tab).characters, from: next) != nil {
                throw .badSection(key, problem: "lines with the same key", needed: 1, available: 2)
            }
            offset = next
        }
        if value(of: "name") == nil {
            throw .badSection(key, problem: "a line with the key name", needed: 1, available: 0)
        }
        if value(of: "license") == nil {
            throw .badSection(key, problem: "a line with the key license", needed: 1, available: 0)
        }
    }
}

extension ByteView {
    /// Where the first TAB stands, or nil.
    fileprivate var firstTab: Int? {
        for offset in 0..<count where u8(offset) == UInt8(ascii: "\t") { return offset }
        return nil
    }
}

/// One piece as it is stored: `shared` bytes of the piece before it, then `restCount` bytes of its own.
///
/// Both counts share one byte, but for a long rest: its count has a byte of its own.
struct FrontCodedEntry {
    let shared: Int
    let restCount: Int
    let rest: UnsafePointer<UInt8>

    init(at start: UnsafePointer<UInt8>) {
        shared = Int(start[0] &>> 4)
        let headerBytes = Self.headerBytes(start[0])
        restCount = headerBytes == 1 ? Self.shortRest(start[0]) : Int(start[1])
        rest = start + headerBytes
    }

    /// Bytes before the rest of an entry that starts with `first`.
    static func headerBytes(_ first: UInt8) -> Int { shortRest(first) == VocabularyField.longRest ? 2 : 1 }

    private static func shortRest(_ first: UInt8) -> Int { Int(first & 15) }

    /// The entry behind this one, which must not be the last.
    var next: FrontCodedEntry { FrontCodedEntry(at: rest + restCount) }
}
