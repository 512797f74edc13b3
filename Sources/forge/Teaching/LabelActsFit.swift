import PipitCore

/// Which acts may have each taught label, by what its own examples do: "is the door locked" may be a label's question; and
/// which labels are done at once, so that a time in a line says when: "at ten" of "turn off the lights at ten".
struct LabelActsFit {
    /// What is known of an example.
    struct Example {
        let label: Int
        /// Nil where it asks for something to be done, as commands do.
        let act: Int?
        /// Whether it says when, or for how long.
        var tellsTime = false
    }

    let examples: [Example]
    let labelCount: Int
    let actCount: Int
    /// The act of forbidding, which more examples have to do.
    let forbidding: Int?
    /// Labels whose times are a part of them, whatever the examples say.
    var withTimes: Set<Int> = []

    /// An act belongs to a label when this part of its examples does it, and more than one unless there are few.
    private static let share = 0.1
    /// The same of forbidding: what runs although it was forbidden is the worst of errors.
    private static let shareOfForbidding = 0.25
    private static let few = 3
    /// Times are a part of a label when this part of its examples tells one: "lock the door for the night" is none.
    private static let shareOfTimes = 0.25
    /// A label that this part of its examples does not command, and three of them, does nothing: it tells something.
    private static let shareOfTelling = 0.2
    /// Where this part of all examples commands nothing, labels that tell something may be said in any words.
    private static let shareOfTalk = 0.25

    /// A set for each label.
    var acts: [ActSet] {
        let talks = Self.telling(examples.map(\.act)) >= Self.shareOfTalk
        return (0..<labelCount).map { label in
            let examples = examples.filter { $0.label == label }
            let own = examples.map(\.act)
            var acts = often(own)
            guard own.count(where: { $0 != nil }) >= Self.few, Self.telling(own) >= Self.shareOfTelling
            else {
                let times = examples.count(where: \.tellsTime)
                let areArguments =
                    times >= Self.needed(Self.shareOfTimes, of: own.count) || withTimes.contains(label)
                if acts.isEmpty && !areArguments { acts.insert(.atOnce) }
                return acts
            }
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
            if count.value >= Self.needed(share, of: own.count) { acts.insert(ActSet(only: count.key)) }
        }
    }

    /// How many of `count` examples are that share, and no chance.
    private static func needed(_ share: Double, of count: Int) -> Int {
        max(count <= few ? 1 : 2, Int((share * Double(count)).rounded(.up)))
    }

    /// The part of examples that do not command.
    private static func telling(_ acts: [Int?]) -> Double {
        acts.isEmpty ? 0 : Double(acts.count { $0 != nil }) / Double(acts.count)
    }

    /// The section of the head.
    var content: SectionContent { SectionContent(acts.map(\.rawValue)) }
}
