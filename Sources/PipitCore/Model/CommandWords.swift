/// What words do where a line holds several commands, and which words a mistyped one may be: a section of the model, in
/// lines of a mark and a word.
struct CommandWords {
    /// The mark of a line.
    ///
    /// No enumeration: a mark is looked at for each line and word, and was checked with the section.
    struct Kind: Equatable {
        let rawValue: UInt8

        /// `>`: a word that commands start with.
        static var starting: Self { Self(rawValue: 0x3E) }
        /// `<`: one that commands start with where a way or a noun with its article follows: vacuum the hall.
        static var startingBeforeNoun: Self { Self(rawValue: 0x3C) }
        /// `+`: a word or mark that joins commands.
        static var joining: Self { Self(rawValue: 0x2B) }
        /// `|`: one that parts them.
        static var apart: Self { Self(rawValue: 0x7C) }
        /// `~`: a word that may stand between one of those and the start.
        static var skipped: Self { Self(rawValue: 0x7E) }
        /// `^`: one that says which way: on, off.
        static var way: Self { Self(rawValue: 0x5E) }
        /// `:`: one that a noun follows: the.
        static var determining: Self { Self(rawValue: 0x3A) }
        /// `!`: one that takes what follows out of the command: except.
        static var excepting: Self { Self(rawValue: 0x21) }
        /// `-`: one that does so behind a word that joins or parts: not.
        static var negating: Self { Self(rawValue: 0x2D) }
        /// `=`: a label whose texts may hold what would start a command, so that they are not parted.
        static var whole: Self { Self(rawValue: 0x3D) }
        /// `?`: a word that is read where a line has it mistyped.
        static var spelled: Self { Self(rawValue: 0x3F) }

        /// Whether there is such a mark.
        var isKnown: Bool {
            switch self {
            case .starting, .startingBeforeNoun, .joining, .apart, .skipped, .way, .determining, .excepting,
                .negating, .whole, .spelled:
                true
            default: false
            }
        }

        /// Whether it says what a word does.
        fileprivate var isRole: Bool { self != .whole && self != .spelled }
    }

    private let lines: TextLines

    init(_ bytes: ByteView) {
        lines = TextLines(bytes: bytes)
    }

    var isEmpty: Bool { lines.bytes.count == 0 }

    /// What a word does, by its first line, and where that line is; nil where it has none.
    @inline(never)
    func role(of word: Bytes) -> (kind: Kind, line: Int)? {
        var offset = 0
        while let (kind, text, next) = line(at: offset), kind.isRole {
            if sameBytes(text, word) { return (kind, offset) }
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
        guard let (line, next) = lines.line(at: offset) else { return nil }
        return (Kind(rawValue: line.u8(0)), line.slice(1, line.count &- 1).characters, next)
    }
}
