import PipitCore

/// What words do where a line holds several commands, as far as examples tell: FORMAT.md, "Command words".
///
/// A word starts commands when two examples start with it, and a quarter of all that have it do: "turn" does, and
/// "lights" does not. Where it is an eighth, and eight examples, it does before a way or a noun with its article alone:
/// "vacuum the hall", but "turn off the fan and vacuum". A label is left whole of whose own examples two and a twentieth
/// would be parted, "remind me to feed the cat and lock the shed", or two and a quarter take something out: "all off
/// except the hall".
///
/// Words that stand in three examples, and in one of five hundred, are read where a line has them mistyped, but those that
/// another word of the examples is a slip away from.
struct CommandWordsFit {
    /// The words that commands start with, in order.
    let starts: [String]
    /// Those that commands start with where a way or a noun with its article follows, in order.
    let startsBeforeNoun: [String]
    /// The labels whose texts may hold what would start a command, in order.
    let whole: [String]
    /// The words that mistyped ones are read as, in order.
    let spelled: [String]

    /// Each is read once for every mistyped word of a line.
    private static let maximumSpelled = 192

    private static let joining = ["and", "then", "also", "plus", "&", ","]
    private static let apart = ["but", ";", ".", "!", "?"]
    private static let skipped = words(
        of:
            """
            please just now kindly can could would will you go ahead afterwards after that again
            """)
    /// Words that say which way, and those before a noun, behind which a way is a preposition: "on the desk".
    private static let ways = ["on", "off", "up", "down"]
    private static let determining = words(
        of: "the my our your this that these those his her their a an all both every each some")
    /// Words that take something out, and one that does so behind "but": "not the hall".
    private static let excepting = words(
        of: "except excepting excluding besides unless apart instead if when whenever until till once before")
    private static let negating = ["not"]
    /// Words that say nothing of what is wanted, however often examples start with them.
    private static let empty = Set(
        words(
            of:
                """
                a an and but then the my our your some any all this that these those it its i we he she they there of
                in on at to for from with by or no not don do s m t one two three four five six seven eight nine ten
                hey hi hello ok okay so uh um er well oh was were am have had may might should must
                cannot need want never nothing excuse
                """))

    /// - Parameter examples: texts and their labels; those without a label are none of the commands.
    init(_ examples: [(text: String, label: String?)]) {
        var (first, total) = ([String: Int](), [String: Int]())
        for example in examples where example.label != nil {
            let words = Self.words(of: example.text)
            for word in Set(words) { total[word, default: 0] += 1 }
            // A line that starts with an empty word tells of no start: "the lights off".
            guard let start = words.first(where: { !Self.skipped.contains($0) }), !Self.empty.contains(start)
            else {
                continue
            }
            first[start, default: 0] += 1
        }
        func starting(_ least: Int, in share: Int) -> [String] {
            first.filter { word, count in
                count >= least && share * count >= total[word] ?? 0
                    && word.contains { $0.isLetter && $0.isASCII }
            }.map(\.key)
        }
        let found = starting(2, in: 4)
        // What forbids the next command starts it: "open the gate but don't turn on the light".
        starts = found.isEmpty ? [] : Set(found).union(["don", "never"]).sorted()
        startsBeforeNoun = found.isEmpty ? [] : Set(starting(8, in: 8)).subtracting(starts).sorted()
        spelled = Self.spelled(among: total, of: examples.count)
        let section = CommandWordsFit.packed(
            starts: starts, startsBeforeNoun: startsBeforeNoun, whole: [], spelled: [])
        var (parted, excepting, all) = ([String: Int](), [String: Int](), [String: Int]())
        for case (var text, let label?) in examples {
            let parts = text.withUTF8 { text in section.withUnsafeBytes { CommandParts(text, section: $0) } }
            all[label, default: 0] += 1
            if parts.count > 1 { parted[label, default: 0] += 1 }
            if parts.excepts { excepting[label, default: 0] += 1 }
        }
        func labels(of counts: [String: Int], outOf share: Int) -> Set<String> {
            Set(counts.filter { label, count in count >= 2 && share * count >= all[label] ?? 0 }.keys)
        }
        whole = labels(of: parted, outOf: 20).union(labels(of: excepting, outOf: 4)).sorted()
    }

    /// The section; empty where nothing starts commands.
    var packed: [UInt8] {
        if starts.isEmpty { return [] }
        return Self.packed(
            starts: starts, startsBeforeNoun: startsBeforeNoun, whole: whole, spelled: spelled)
    }

    /// The commonest of the words that count.
    private static func spelled(among total: [String: Int], of examples: Int) -> [String] {
        let words = total.filter { word, count in
            word.utf8.count >= leastSpelledLetters && word.utf8.allSatisfy { (0x61...0x7A).contains($0) }
        }
        let common = words.filter { $0.value >= max(3, examples / 500) }
        let ranked = common.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(maximumSpelled).map(
            \.key)
        // What examples spell themselves, and as often as no mistake is made, is no slip.
        return ranked.filter { word in
            !words.contains { other, count in
                count >= max(2, (total[word] ?? 0) / 10) && isSlip(other, of: word)
            }
        }.sorted()
    }

    private static func isSlip(_ typed: String, of word: String) -> Bool {
        var (typed, word) = (typed, word)
        return typed.withUTF8 { typed in word.withUTF8 { PipitCore.isSlip(typed, of: $0) } }
    }

    private static func packed(
        starts: [String], startsBeforeNoun: [String], whole: [String], spelled: [String]
    ) -> [UInt8] {
        // The commonest words come first, since each word of a line is looked up.
        let lines =
            ways.map { "^" + $0 } + determining.map { ":" + $0 } + excepting.map { "!" + $0 }
            + negating.map { "-" + $0 } + starts.map { ">" + $0 } + startsBeforeNoun.map { "<" + $0 }
            + joining.map { "+" + $0 } + apart.map { "|" + $0 } + skipped.map { "~" + $0 }
            + whole.map { "=" + $0 } + spelled.map { "?" + $0 }
        return Array((lines.joined(separator: "\n") + "\n").utf8)
    }

    private static func words(of text: String) -> [String] {
        var (text, words) = (text, [String]())
        text.withUTF8 { forEachWord(of: $0) { words.append(String(decoding: $0, as: UTF8.self)) } }
        return words
    }
}
