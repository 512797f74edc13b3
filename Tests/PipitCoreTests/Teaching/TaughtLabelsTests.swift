import Testing

@testable import PipitCore

@Suite struct TaughtLabelsTests {
    private let limits = TeachingLimits(labels: 2, examples: 3)

    private func row(_ seed: Int8) -> [Int8] { (0..<16).map { $0 == 3 ? seed : 100 } }

    @Test func theLimitsAreThoseOfTheMemory() {
        let block = TaughtBlock(width: 16, limits: limits)
        #expect(block.teach(row(1), as: "a") == .success(1))
        #expect(block.teach(row(2), as: "b") == .success(1))
        #expect(block.teach(row(3), as: "c") == .failure(.tooManyLabels(limit: 2)))
        #expect(block.teach(row(3), as: "b") == .success(2))
        let full = block.state
        #expect(block.teach(row(4), as: "a") == .failure(.tooManyExamples(limit: 3)))
        #expect(block.teach(row(4), as: "c") == .failure(.tooManyExamples(limit: 3)))
        #expect(block.state == full)
        #expect(block.forget("a") == .success(1))
        #expect(block.teach(row(4), as: "c") == .success(1))
        #expect(block.labels.count == 2 && block.labels.exampleCount == 3)
    }

    @Test func anExampleCountsOnceForALabel() {
        let block = TaughtBlock(width: 16, limits: TeachingLimits(labels: 2, examples: 4))
        #expect(block.teach(row(1), as: "a") == .success(1))
        #expect(block.teach(row(1), as: "a") == .success(1))
        #expect(block.teach(row(1), as: "b") == .success(1))
        #expect(block.labels.exampleCount == 2)
        #expect(block.teach(row(2), as: "b") == .success(2))
        #expect(block.teach(row(2), as: "a") == .success(2))
    }

    @Test func examplesDifferByOneNumber() {
        let block = TaughtBlock(width: 16, limits: limits)
        block.teach(row(1), as: "a")
        #expect(block.teach(row(1).dropLast() + [99], as: "a") == .success(2))
        #expect(block.teach([99] + row(1).dropFirst(), as: "a") == .success(3))
    }

    @Test func labelsHaveTheirLength() {
        let block = TaughtBlock(width: 16, limits: limits)
        let longest = String(repeating: "é", count: 31) + "e"
        #expect(block.teach(row(1), as: longest) == .success(1))
        #expect(block.teach(row(1), as: longest + "e") == .failure(.labelTooLong(bytes: 64)))
        #expect(block.teach(row(1), as: "a\u{1}") == .failure(.labelNotPrintable))
        #expect(block.teach(row(1), as: "a\u{1F}") == .failure(.labelNotPrintable))
        #expect(block.teach(row(1), as: "a\u{7F}") == .failure(.labelNotPrintable))
        #expect(block.state.first == longest + " 1")
    }

    @Test func whatIsNotThereCannotBeForgotten() {
        let block = TaughtBlock(width: 16, limits: limits)
        #expect(block.forget("a") == .failure(.unknownLabel))
        block.teach(row(1), as: "a")
        #expect(block.forget("A") == .failure(.unknownLabel))
        #expect(block.forget("a") == .success(1))
        #expect(block.state.isEmpty)
    }

    @Test func aLoneLabelTakesWhatIsLikeIt() {
        let block = TaughtBlock(width: 16, limits: limits)
        block.teach(row(1), as: "a")
        #expect(!block.classify(row(50)).isUnknown)
        #expect(block.classify(row(50).map { -$0 }).isUnknown)
    }

    @Test func ofEqualLabelsTheFirstAnswers() {
        let block = TaughtBlock(width: 16, limits: limits)
        block.teach(row(1), as: "a")
        block.teach(row(1), as: "b")
        let answer = block.classify(row(1))
        #expect(answer.label == 0 && answer.score == 0.5)
    }

    @Test func whatIsAsLikeAsTheThresholdIsKnown() {
        let block = TaughtBlock(width: 16, limits: limits)
        block.teach(row(1), as: "a")
        let similarity = block.classify(row(50)).similarity
        block.labels.threshold = similarity
        #expect(!block.classify(row(50)).isUnknown)
        block.labels.threshold = similarity.nextUp
        #expect(block.classify(row(50)).isUnknown)
    }

    /// Training takes long: it runs when something was taught or forgotten, and then once.
    @Test func trainingRunsOnce() {
        let block = TaughtBlock(width: 16, limits: limits)
        for change in [{ block.teach(self.row(1), as: "a") }, { block.forget("b") }] {
            block.teach(row(2), as: "b")
            _ = block.classify(row(1))
            #expect(block.labels.isTrained)
            _ = change()
            #expect(!block.labels.isTrained)
        }
    }
}
