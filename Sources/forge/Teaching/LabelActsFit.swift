import PipitCore

/// Which acts may have each taught label, by what its own examples do: "is the door locked" may be a label's question.
struct LabelActsFit {
    /// The label and the act of each example; nil where it asks for something to be done, as commands do.
    let examples: [(label: Int, act: Int?)]
    let labelCount: Int
    /// The act of forbidding, which more examples have to do.
    let forbidding: Int?

    /// An act belongs to a label when this part of its examples does it, and more than one unless there are few.
    private static let share = 0.1
    /// The same of forbidding: what runs although it was forbidden is the worst of errors.
    private static let shareOfForbidding = 1.0 / 3
    private static let few = 3

    /// A set for each label.
    var acts: [ActSet] {
        (0..<labelCount).map { label in
            let own = examples.filter { $0.label == label }
            let counts = own.reduce(into: [Int: Int]()) { counts, example in
                if let act = example.act { counts[act, default: 0] += 1 }
            }
            return counts.reduce(into: ActSet()) { acts, count in
                let share = count.key == forbidding ? Self.shareOfForbidding : Self.share
                let needed = max(
                    own.count <= Self.few ? 1 : 2, Int((share * Double(own.count)).rounded(.up)))
                if count.value >= needed { acts.insert(ActSet(only: count.key)) }
            }
        }
    }

    /// The section of the head.
    var content: SectionContent { SectionContent(acts.map(\.rawValue)) }
}
