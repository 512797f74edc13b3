// Where the commands of a line part, word by word. FORMAT.md, "Command words", has the rule.

/// A word as it matters to the commands of a line.
struct CommandWord {
    /// What it does, nil where it has no role.
    let kind: CommandWords.Kind?
    /// The line of the model that says so: words with the same one are the same word.
    let line: Int
    /// Where it stands in the text, in bytes, the end exclusive.
    let start: UInt16
    let end: UInt16
}

/// Parts the words of a line, as they come, into commands.
struct CommandSplitter {
    /// Where a part without a verb would begin, should a way follow: "the fan" in "turn the lights on and the fan off".
    private struct Branch {
        let start: UInt16
        /// The end of the word before the joint.
        let endBefore: UInt16
        let isApart: Bool
        /// Whether it takes something out of the part before it, unless it becomes a part: "but the hall".
        let excepts: Bool
    }

    /// A word that says which way, by its line of the model.
    private struct Way {
        var line = none
        var end: UInt16 = 0

        static var none: Int { -1 }
    }

    /// Whether a part may start without a joint.
    private let unjoined: Bool
    /// The first joint behind the last word of a part.
    private var joint: CommandWords.Kind?
    /// Whether the last joint was a word, not a mark.
    private var jointIsWord = false
    /// Whether a command has started: what comes before may be anything, "hey pipit, turn off …".
    private var hasStart = false
    /// The end of the last word that is in a part.
    private var end: UInt16 = 0
    private var previous: CommandWords.Kind?
    private var branch: Branch?
    /// The last way of the part.
    private var way = Way()
    /// A way that counts unless a noun follows: "the lamp on the desk".
    private var unconfirmed = Way()
    /// Whether a word that excepts came last: nothing is taken out where no word follows ("instead"), or one that says
    /// nothing of it ("if you could", "if not").
    private var mayExcept = false
    /// Whether the last word of the part says another way than one before it.
    private var endsWithAnotherWay = false
    /// How many words the part has.
    private var wordCount = 0
    /// Whether the part shares a verb and is but a way so far: "turn the lamp on and off".
    private var isWayAlone = false
    /// Whether the last word starts a command, should a way or a noun with its article follow.
    private var mayHaveStarted = false
    /// Where a part without a joint starts, should what follows its verb be a way or a noun with its article.
    private var unjoinedStart: Branch?

    init(unjoined: Bool) { self.unjoined = unjoined }

    /// Adds a word.
    mutating func add(_ word: CommandWord, to parts: inout CommandParts) {
        beginUnjoined(before: word, in: &parts)
        if mayHaveStarted {
            mayHaveStarted = false
            if word.kind == .way || word.kind == .determining { start(in: &parts) }
        }
        if word.kind == .determining { unconfirmed.line = Way.none }
        confirm(&parts)
        defer { previous = word.kind }
        switch word.kind {
        case .joining, .apart:
            if joint != .apart { joint = word.kind }
            jointIsWord = word.end &- word.start > 1
            mayExcept = false
            return
        case .skipped:
            if joint != nil { return }
        case .negating:
            if joint != nil { parts.excepts = true }
        default:
            if mayExcept { parts.excepts = true }
        }
        if word.kind != .skipped && joint == nil { endsWithAnotherWay = false }
        if joint != nil { openBranch(at: word, in: &parts) }
        if word.kind == .starting {
            if joint != nil {
                start(in: &parts)
            } else if unjoined && hasStart && wordCount > 1 && previous != .determining {
                unjoinedStart = Branch(start: word.start, endBefore: end, isApart: false, excepts: false)
            }
            hasStart = true
        }
        mayHaveStarted = word.kind == .startingBeforeNoun && (joint != nil || !hasStart)
        wordCount &+= 1
        if joint == nil { isWayAlone = false }
        mayExcept = word.kind == .excepting
        if word.kind == .way {
            unconfirmed = Way(line: word.line, end: word.end)
            // Behind a verb and at the start of a part it is no preposition.
            if joint != nil || previous == .starting {
                let count = parts.count
                confirm(&parts)
                if joint != nil { isWayAlone = parts.count > count }
            }
        }
        joint = nil
        end = word.end
    }

    /// Ends the line.
    mutating func finish(_ parts: inout CommandParts) {
        confirm(&parts)
        endPart(&parts)
        closeBranch(&parts)
    }

    /// Holds a part back that says another way than before, and not of what.
    ///
    /// "Hall light off kitchen light on" is two commands, and nothing tells where the second one starts; "the lamp on and
    /// off" says neither.
    private func endPart(_ parts: inout CommandParts) {
        if endsWithAnotherWay || isWayAlone { parts.excepts = true }
    }

    /// Starts a command with the word that opened the branch, or with the line.
    @inline(never)  // Called in two places.
    private mutating func start(in parts: inout CommandParts) {
        if hasStart { begin(sharesVerb: false, in: &parts) }
        branch = nil
        hasStart = true
    }

    /// Begins a part that nothing joins to the one before it: "… the hall light turn on …", "… the gate lock the …".
    private mutating func beginUnjoined(before word: CommandWord, in parts: inout CommandParts) {
        guard let start = unjoinedStart else { return }
        unjoinedStart = nil
        if word.kind != .way && word.kind != .determining { return }
        closeBranch(&parts)
        branch = start
        begin(sharesVerb: false, in: &parts)
        parts.areUnjoined = true
    }

    private mutating func openBranch(at word: CommandWord, in parts: inout CommandParts) {
        // A way that ends what stands before the first of several joints ends it for all of them: "… on, the fan and
        // the heater off".
        if word.kind != .starting, let branch, branch.endBefore == way.end { return }
        closeBranch(&parts)
        branch = Branch(
            start: word.start, endBefore: end, isApart: joint == .apart,
            excepts: joint == .apart && jointIsWord && word.kind == .determining)
    }

    /// Counts a way: another one than that before it, behind a joint, is another command.
    @inline(never)  // Called in several places.
    private mutating func confirm(_ parts: inout CommandParts) {
        let found = unconfirmed
        if found.line == Way.none { return }
        unconfirmed.line = Way.none
        let isAnother = way.line != Way.none && way.line != found.line
        if isAnother && branch != nil {
            begin(sharesVerb: true, in: &parts)
        } else if isAnother && joint == nil {
            endsWithAnotherWay = true
        }
        way = found
    }

    /// Begins a part at the branch.
    private mutating func begin(sharesVerb: Bool, in parts: inout CommandParts) {
        guard let branch else { return }
        endPart(&parts)
        parts.begin(
            at: branch.start, behind: branch.endBefore, isApart: branch.isApart, sharesVerb: sharesVerb)
        self.branch = nil
        way = Way()
        hasStart = true
        wordCount = sharesVerb ? 2 : 1
        endsWithAnotherWay = false
    }

    private func closeBranch(_ parts: inout CommandParts) {
        if let branch, branch.excepts { parts.excepts = true }
    }
}
