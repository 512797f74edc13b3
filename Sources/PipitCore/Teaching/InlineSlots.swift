/// Whether a text has a slot in brackets, `[name: value]`, as lines for `forge teach` have; `[MASK]` is none.
func hasInlineSlot(_ text: Bytes) -> Bool {
    for start in 0..<text.count where text[start] == UInt8(ascii: "[") {
        var position = start &+ 1
        while position < text.count && isSlotName(text[position]) { position &+= 1 }
        if position == start &+ 1 || position == text.count || text[position] != UInt8(ascii: ":") {
            continue
        }
        while position < text.count && text[position] != UInt8(ascii: "]") { position &+= 1 }
        if position < text.count { return true }
    }
    return false
}

private func isSlotName(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."): true
    case 0x80...: true
    default: false
    }
}
