/// Makes the texts that the rows of a training file stand for.
struct MarkupReader {
    /// A row with its texts.
    struct Line {
        let row: TrainingRow
        let texts: [SlotMarkup]
        var isTemplate = false
    }

    private let lists: [TaughtList]
    private let names: Set<String>
    private let reading: SlotReading
    /// Rows that cannot be used.
    private(set) var problems: [TaughtFile.Problem] = []
    /// The slots whose values are those of a list, by the list's name.
    private(set) var uses: [String: Set<String>] = [:]
    /// What the user should know about brackets.
    private(set) var remarks: [String] = []

    init(lists: [TaughtList], reading: SlotReading) {
        self.lists = lists
        names = Set(lists.map(\.name))
        self.reading = reading
    }

    /// The texts of all rows; rows that cannot be used are left out.
    mutating func lines(_ rows: [TrainingRow]) -> [Line] {
        let patterns = rows.map { row in Result { try MarkupParser.pattern(of: row.text, lists: names) } }
        let parsed = patterns.compactMap { try? $0.get() }
        for (list, slot) in parsed.flatMap(\.uses) { uses[list, default: []].insert(slot) }
        let hasMarkup = reading != .automatic || parsed.contains { $0.hasSlots || $0.isTemplate }
        guard hasMarkup else {
            remarkOnBrackets(rows)
            return zip(rows, patterns).map { row, pattern in
                Line(row: row, texts: [MarkupReader.plain(row, pattern)])
            }
        }
        let expansion = PatternExpansion(lists: lists)
        let counts = parsed.filter(\.isTemplate).map(expansion.count(of:))
        let limit = MarkupReader.limit(for: counts)
        var lines: [Line] = []
        for (row, pattern) in zip(rows, patterns) {
            switch pattern {
            case .success(let pattern):
                let texts = expansion.texts(of: pattern, limit: limit, seed: MarkupReader.seed(row.text))
                lines.append(Line(row: row, texts: texts, isTemplate: pattern.isTemplate))
            case .failure where reading == .stripped:
                lines.append(Line(row: row, texts: [SlotMarkup(text: row.text)]))
            case .failure(let error):
                problems.append(TaughtFile.Problem(line: row.line, message: "\(error)", text: row.text))
            }
        }
        remarkOnMarkup(
            zip(rows, patterns).compactMap { row, pattern in (try? pattern.get()).map { (row, $0) } })
        remarkOnTemplates(lines, counts, limit)
        return lines
    }

    /// A text without markup: its backslashes go where it has no brackets that are wrong.
    private static func plain(_ row: TrainingRow, _ pattern: Result<Pattern, any Error>) -> SlotMarkup {
        guard case .success(let pattern) = pattern,
            let text = PatternExpansion(lists: []).texts(of: pattern, limit: 1).first
        else { return SlotMarkup(text: row.text) }
        return text
    }

    /// How many texts a template may become, so that all together are not too many.
    private static func limit(for counts: [Int]) -> Int {
        var limit = TaughtFile.maximumTextsOfLine
        while limit > 1, counts.reduce(0, { $0 + min($1, limit) }) > TaughtFile.maximumMadeTexts {
            limit -= 1
        }
        return limit
    }

    /// FNV-1a, so that a template's texts do not depend on where it stands.
    private static func seed(_ text: String) -> UInt64 {
        text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }

    // MARK: - Remarks

    private mutating func remarkOnBrackets(_ rows: [TrainingRow]) {
        let lines = rows.filter { $0.text.contains { "[]{}".contains($0) } }.map(\.line)
        if !lines.isEmpty {
            remarks.append(
                "brackets that are no slots and no templates are read as they stand: " + listed(lines))
        }
    }

    private mutating func remarkOnMarkup(_ parsed: [(row: TrainingRow, pattern: Pattern)]) {
        guard reading == .automatic else { return }
        let count = parsed.count { $0.pattern.hasSlots }
        if count > 0 {
            remarks.append(
                counted(count, "text") + (count == 1 ? " has" : " have")
                    + " slots in [ ], as in [name: value], which are taught; --no-slots takes their words alone"
            )
        }
    }

    private mutating func remarkOnTemplates(_ lines: [Line], _ counts: [Int], _ limit: Int) {
        guard !counts.isEmpty else { return }
        let templates = lines.filter(\.isTemplate)
        let made = templates.reduce(0) { $0 + $1.texts.count }
        var remark =
            counted(counts.count, "line") + " with optional words, alternatives or lists "
            + (counts.count == 1 ? "stands for " : "stand for ") + counted(made, "text") + ": "
            + listed(templates.map(\.row.line))
        let over = counts.count { $0 > limit }
        if over > 0 { remark += "; \(over) of them for more than \(limit), of which \(limit) were chosen" }
        remarks.append(remark)
    }
}
