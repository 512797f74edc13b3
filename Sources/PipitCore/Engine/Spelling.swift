/// What was put right in a line: where its bytes stood as they were typed.
struct Spelling {
    /// Words that are put right; what is mistyped behind them stays.
    static var maximum: Int { 6 }

    /// A word as it is read, by its bytes in the line that is read, and the word that was typed there.
    struct Change {
        let start: UInt16
        let end: UInt16
        let typedStart: UInt16
        let typedEnd: UInt16
    }

    /// How many words.
    private(set) var count = 0
    private var changes = InlineArray<6, Change>(
        repeating: Change(start: 0, end: 0, typedStart: 0, typedEnd: 0))

    /// Notes the next word, below `maximum`.
    mutating func append(_ change: Change) {
        changes[count] = change
        count &+= 1
    }

    /// Where an offset into the line that is read lies in the line that was typed.
    @inline(never)
    func typedOffset(_ offset: UInt16) -> UInt16 {
        var (read, typed) = (UInt16(0), UInt16(0))  // the end of the last change before the offset
        for index in 0..<count where changes[index].start < offset {
            let change = changes[index]
            if offset < change.end {
                return min(change.typedStart &+ (offset &- change.start), change.typedEnd)
            }
            (read, typed) = (change.end, change.typedEnd)
        }
        return typed &+ (offset &- read)
    }
}
