/// What words do where a line holds several commands, and which words a mistyped one may be: a section of the model, in
/// lines of a mark and a word.
struct CommandWords {
    /// The mark of a line, in the order of the section.
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
        /// `?`: a word that is read where a line has it mistyped.
        case spelled = 0x3F

        /// Whether it says what a word does.
        fileprivate var isRole: Bool { self != .whole && self != .spelled }
    }

    private let lines: TextLines

    init(_ bytes: ByteView) {
        lines = TextLines(bytes: bytes)
    }

    var isEmpty: Bool { lines.bytes.count == 0 }

    /// What a word does, by its first line; nil where it has none.
    @inline(never)
    func role(of word: Bytes) -> Kind? {
        var offset = 0
        while let (kind, text, next) = line(at: offset), kind.isRole {
            if sameBytes(text, word) { return kind }
            offset = next
        }
        return nil
    }

    /// Whether the texts of a label may hold what would start a command.
    func isWhole(_ label: Bytes) -> Bool { first(.whole, for: label) != nil }

    /// The first word of `?` that a mistyped one may be.
    func spelled(_ typed: Bytes) -> Bytes? { first(.spelled, for: typed) }

    /// The first line of a kind that has the label, or the word that one is a slip away from.
    @inline(never)  // For both.
    private func first(_ wanted: Kind, for word: Bytes) -> Bytes? {
        var offset = 0
        while let (kind, text, next) = line(at: offset) {
            if kind == wanted && (kind == .whole ? sameBytes(text, word) : isSlip(word, of: text)) {
                return text
            }
            offset = next
        }
        return nil
    }

    /// The line at an offset, and where the next one starts.
    @inline(never)
    private func line(at offset: Int) -> (kind: Kind, text: Bytes, next: Int)? {
        // No line is empty, and each has a mark: the section was checked.
        guard let (line, next) = lines.line(at: offset), let kind = Kind(rawValue: line.u8(0)) else {
            return nil
        }
        return (kind, line.slice(1, line.count &- 1).characters, next)
    }
}
