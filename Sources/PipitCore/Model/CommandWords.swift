/// What words do where a line holds several commands: a section of the model, in lines of a mark and a word.
struct CommandWords {
    /// The mark of a line.
    enum Kind: UInt8 {
        /// `>`: a word that commands start with.
        case starting = 0x3E
        /// `+`: a word or mark that joins commands.
        case joining = 0x2B
        /// `|`: one that parts them.
        case apart = 0x7C
        /// `~`: a word that may stand between one of those and the start.
        case skipped = 0x7E
        /// `=`: a label whose texts may hold what would start a command, so that they are not parted.
        case whole = 0x3D
    }

    private let lines: TextLines

    init(_ bytes: ByteView) {
        lines = TextLines(bytes: bytes)
    }

    var isEmpty: Bool { lines.bytes.count == 0 }

    /// Whether there is a line of this kind with these bytes.
    @inline(never)  // For each kind.
    func has(_ word: Bytes, as kind: Kind) -> Bool {
        var offset = 0
        while let (line, next) = lines.line(at: offset) {
            offset = next
            // No line is empty: the section was checked.
            if line.u8(0) == kind.rawValue && sameBytes(line.slice(1, line.count &- 1).characters, word) {
                return true
            }
        }
        return false
    }
}
