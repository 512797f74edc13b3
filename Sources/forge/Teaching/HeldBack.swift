/// Which examples are held back: a fifth of each label, chosen by seed; none of a label with fewer than three.
struct HeldBack {
    /// Indices of the examples to fit on, rising.
    let fitted: [Int]
    /// Indices of the others, rising.
    let held: [Int]

    private static let share = 5
    private static let minimum = 3
    private static let seed: UInt64 = 20

    init(labels: [String]) {
        var groups: [String: [Int]] = [:]
        for (index, label) in labels.enumerated() { groups[label, default: []].append(index) }
        var numbers = SeededNumbers(HeldBack.seed)
        var held: Set<Int> = []
        for label in groups.keys.sorted() {
            let group = groups[label, default: []].shuffled(using: &numbers)
            guard group.count >= HeldBack.minimum else { continue }
            held.formUnion(group.prefix(max(1, group.count / HeldBack.share)))
        }
        fitted = labels.indices.filter { !held.contains($0) }
        self.held = held.sorted()
    }
}
