import PipitCore
import Testing

@testable import forge

/// Acts: 1 forbids, 2 asks, 3 tells.
@Suite struct LabelActsFitTests {
    /// The acts of labels with examples that do these acts; 0 for commands.
    private func acts(_ labels: [[Int]]) -> [ActSet] {
        fit(labels).acts.map { $0.subtracting(.atOnce) }
    }

    /// The fit of labels with examples that do these acts, 0 for commands; the first `timed` examples tell a time.
    private func fit(_ labels: [[Int]], timed: Int = 0, withTimes: Set<Int> = []) -> LabelActsFit {
        let examples = labels.enumerated().flatMap { label, acts in
            acts.enumerated().map { number, act in
                LabelActsFit.Example(label: label, act: act == 0 ? nil : act, tellsTime: number < timed)
            }
        }
        return LabelActsFit(
            examples: examples, labelCount: labels.count, actCount: 4, forbidding: 1, withTimes: withTimes)
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

    @Test func whatHardlyTellsATimeIsDoneAtOnce() {
        let atOnce: [ActSet] = [.atOnce]
        #expect(fit([commands]).acts == atOnce)
        #expect(fit([commands], timed: 4).acts == atOnce)
        #expect(fit([commands], timed: 5).acts == [[]])
        #expect(fit([[0, 0, 0, 0]], timed: 1).acts == atOnce)
        #expect(fit([[0, 0, 0]], timed: 1).acts == [[]])
        #expect(fit([commands], withTimes: [0]).acts == [[]])
        // What is asked for in other words as well is not done at all.
        #expect(fit([commands + [2, 2]]).acts == [set(2)])
        #expect(fit([[0, 0, 0, 2, 2, 2], commands]).acts == [set(2, 3), .atOnce])
    }

    @Test func labelsWithoutExamplesTakeCommandsAlone() {
        #expect(acts([[]]) == [[]])
    }
}
