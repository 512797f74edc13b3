import PipitCore
import Testing

@testable import forge

/// Acts: 1 forbids, 2 asks, 3 tells.
@Suite struct LabelActsFitTests {
    /// The acts of labels with examples that do these acts; 0 for commands.
    private func acts(_ labels: [[Int]]) -> [ActSet] {
        let examples = labels.enumerated().flatMap { label, acts in
            acts.map { (label: label, act: $0 == 0 ? nil : $0) }
        }
        return LabelActsFit(examples: examples, labelCount: labels.count, actCount: 4, forbidding: 1).acts
    }

    private func set(_ acts: Int...) -> ActSet {
        acts.reduce(into: ActSet()) { $0.insert(ActSet(only: $1)) }
    }

    private let commands = [Int](repeating: 0, count: 18)

    @Test func oneLineInTenAndTwoAreEnoughButNotToForbid() {
        #expect(acts([commands + [2, 2]]) == [set(2)])
        #expect(acts([commands + [2]]) == [[]])
        #expect(acts([commands + [1, 1]]) == [[]])
        #expect(acts([commands, [0, 0, 0, 0, 0, 0, 1, 1]]) == [[], set(1)])
        #expect(acts([[0, 0, 1]]) == [set(1)])
    }

    @Test func aLabelThatTellsSomethingIsAskedForInAnyWords() {
        #expect(acts([commands, [0, 0, 0, 0, 0, 0, 0, 2, 2, 2]]) == [[], set(2, 3)])
        #expect(acts([commands, [0, 0, 0, 0, 0, 0, 0, 0, 2, 2]]) == [[], set(2)])
    }

    @Test func whereNothingIsDoneNothingIsForbidden() {
        #expect(acts([[0, 0, 0, 2, 2, 2], [0, 0, 0, 0]]) == [set(1, 2, 3), []])
        #expect(acts([[0, 0, 0, 2, 2, 2], commands]) == [set(2, 3), []])
    }

    @Test func labelsWithoutExamplesTakeCommandsAlone() {
        #expect(acts([[]]) == [[]])
    }
}
