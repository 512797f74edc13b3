import PipitCore

/// Which acts may have each taught label, by what its own examples do: "is the door locked" may be a label's question.
struct LabelActsFit {
    /// The label and the act of each example; nil where it asks for something to be done, as commands do.
    let examples: [(label: Int, act: Int?)]
    let labelCount: Int
    let actCount: Int
    /// The act of forbidding, which more examples have to do.
    let forbidding: Int?

    /// An act belongs to a label when this part of its examples does it, and more than one unless there are few.
    private static let share = 0.1
    /// The same of forbidding: what runs although it was forbidden is the worst of errors.
    private static let shareOfForbidding = 0.25
    private static let few = 3
    /// A label that this part of its examples does not command, and three of them, does nothing: it tells something.
    private static let shareOfTelling = 0.2
    /// Where this part of all examples commands nothing, labels that tell something may be said in any words.
    private static let shareOfTalk = 0.25

    /// A set for each label.
    var acts: [ActSet] {
        let talks = Self.telling(examples.map(\.act)) >= Self.shareOfTalk
        return (0..<labelCount).map { label in
            let own = examples.filter { $0.label == label }.map(\.act)
            var acts = often(own)
            guard own.count(where: { $0 != nil }) >= Self.few, Self.telling(own) >= Self.shareOfTelling
            else { return acts }
            for act in 1..<actCount where act != forbidding || talks { acts.insert(ActSet(only: act)) }
            return acts
        }
    }

    /// The acts that enough of a label's examples do.
    private func often(_ own: [Int?]) -> ActSet {
        let counts = own.reduce(into: [Int: Int]()) { counts, act in
            if let act { counts[act, default: 0] += 1 }
        }
        return counts.reduce(into: ActSet()) { acts, count in
            let share = count.key == forbidding ? Self.shareOfForbidding : Self.share
            let needed = max(own.count <= Self.few ? 1 : 2, Int((share * Double(own.count)).rounded(.up)))
            if count.value >= needed { acts.insert(ActSet(only: count.key)) }
        }
    }

    /// The part of examples that do not command.
    private static func telling(_ acts: [Int?]) -> Double {
        acts.isEmpty ? 0 : Double(acts.count { $0 != nil }) / Double(acts.count)
    }

    /// The section of the head.
    var content: SectionContent { SectionContent(acts.map(\.rawValue)) }
}
