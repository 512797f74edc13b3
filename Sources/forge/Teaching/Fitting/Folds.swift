/// Parts of a training file that are held back in turn, each label spread over all of them; seeded.
///
/// A label with one line is never held back: nothing would be left to learn it from. What a template stands for is held
/// back as a whole: a text would be judged by its twins otherwise.
struct Folds {
    /// The part that each example belongs to, nil for one that is always fitted on.
    private let parts: [Int?]

    private static let seed: UInt64 = 20

    /// - Parameters:
    ///   - labels: that of each example.
    ///   - lines: the line that each example comes from; nil where every example has its own.
    ///   - count: how many parts there are.
    init<Label: Hashable & Comparable>(_ labels: [Label], lines: [Int]? = nil, count: Int) {
        let lines = lines ?? Array(labels.indices)
        var groups: [Label: [Int]] = [:]
        for (index, label) in labels.enumerated() where index == 0 || lines[index - 1] != lines[index] {
            groups[label, default: []].append(lines[index])
        }
        var numbers = SeededNumbers(Folds.seed)
        var partOfLine: [Int: Int] = [:]
        var next = 0
        for label in groups.keys.sorted() {
            let group = groups[label, default: []].shuffled(using: &numbers)
            guard group.count > 1 else { continue }
            for line in group {
                partOfLine[line] = next % count
                next += 1
            }
        }
        parts = lines.map { partOfLine[$0] }
    }

    /// The examples to fit on while part `number` is held back, rising.
    func fitted(without number: Int) -> [Int] { parts.indices.filter { parts[$0] != number } }

    /// The examples of part `number`, rising.
    func held(in number: Int) -> [Int] { parts.indices.filter { parts[$0] == number } }
}
