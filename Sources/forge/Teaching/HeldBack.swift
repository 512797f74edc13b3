/// Which examples are held back: a fifth of each label's lines, chosen by seed; none of a label with fewer than three.
///
/// What a template stands for is held back as a whole: a text would be judged by its twins otherwise.
struct HeldBack {
    /// Indices of the examples to fit on, rising.
    let fitted: [Int]
    /// Indices of the others, rising.
    let held: [Int]

    private static let share = 5
    private static let minimum = 3
    private static let seed: UInt64 = 20

    /// Examples without lines of their own.
    init(labels: [String]) {
        self.init(lines: Array(labels.indices), labels: labels)
    }

    init(_ examples: [TaughtExample]) {
        self.init(lines: examples.map(\.line), labels: examples.map(\.label))
    }

    private init(lines: [Int], labels: [String]) {
        var groups: [String: [Int]] = [:]
        for (index, (line, label)) in zip(lines, labels).enumerated() {
            if index > 0 && lines[index - 1] == line { continue }
            groups[label, default: []].append(line)
        }
        var numbers = SeededNumbers(HeldBack.seed)
        var held: Set<Int> = []
        for label in groups.keys.sorted() {
            let group = groups[label, default: []].shuffled(using: &numbers)
            guard group.count >= HeldBack.minimum else { continue }
            held.formUnion(group.prefix(max(1, group.count / HeldBack.share)))
        }
        fitted = lines.indices.filter { !held.contains(lines[$0]) }
        self.held = lines.indices.filter { held.contains(lines[$0]) }
    }
}
