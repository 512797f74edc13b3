/// Looks ahead in a line of markup; a sign behind `\` is none.
enum MarkupScan {
    /// What a `(` is.
    enum Parenthesis: Equatable {
        /// It has its `)`, and a bar between them that belongs to no inner bracket.
        case group
        /// It has its `)`, here.
        case plain(end: Int)
        /// It has none; whether a bar follows.
        case open(hasBar: Bool)
    }

    /// What the `(` before `start` is.
    static func parenthesis(_ bytes: [UInt8], from start: Int) -> Parenthesis {
        var open: [UInt8] = []
        var hasBar = false
        var place = start
        while place < bytes.count {
            switch bytes[place] {
            case UInt8(ascii: "\\"): place += 1
            case UInt8(ascii: "("), UInt8(ascii: "["): open.append(bytes[place])
            case UInt8(ascii: ")"):
                // In a bracket that is still open, it is a character like all.
                if open.last == UInt8(ascii: "[") { break }
                if open.popLast() == nil { return hasBar ? .group : .plain(end: place) }
            case UInt8(ascii: "]"):
                while open.last == UInt8(ascii: "(") { open.removeLast() }
                if open.popLast() == nil { return .open(hasBar: hasBar) }
            case UInt8(ascii: "|"): hasBar = hasBar || open.isEmpty
            default: break
            }
            place += 1
        }
        return .open(hasBar: hasBar)
    }

    /// Where the `]` of the `[` before `start` stands.
    static func bracket(_ bytes: [UInt8], from start: Int) -> Int? {
        var depth = 0
        var place = start
        while place < bytes.count {
            switch bytes[place] {
            case UInt8(ascii: "\\"): place += 1
            case UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "]"):
                if depth == 0 { return place }
                depth -= 1
            default: break
            }
            place += 1
        }
        return nil
    }

    /// The first colon of a bracket that stands before any inner bracket and any bar.
    static func colon(_ bytes: [UInt8], in inside: Range<Int>) -> Int? {
        var place = inside.lowerBound
        while place < inside.upperBound {
            switch bytes[place] {
            case UInt8(ascii: ":"): return place
            case UInt8(ascii: "["), UInt8(ascii: "("), UInt8(ascii: "{"), UInt8(ascii: "|"): return nil
            case UInt8(ascii: "\\"): place += 1
            default: break
            }
            place += 1
        }
        return nil
    }

    /// The bytes of a name that starts at `start`, behind blanks.
    static func name(_ bytes: [UInt8], from start: Int) -> Range<Int> {
        let first = skipBlanks(bytes, from: start)
        var end = first
        while end < bytes.count, isNameByte(bytes[end]) { end += 1 }
        return first..<end
    }

    /// The first place from `start` on that is no space.
    static func skipBlanks(_ bytes: [UInt8], from start: Int) -> Int {
        var place = start
        while place < bytes.count, bytes[place] == UInt8(ascii: " ") { place += 1 }
        return place
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."),
            UInt8(ascii: "/"), 0x80...:
            true
        default: false
        }
    }
}
