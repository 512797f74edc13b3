import Testing

@testable import PipitCore

@Suite struct TaughtLabelsTests {
    private let limits = TeachingLimits(labels: 2, examples: 3)

    private func row(_ seed: Int8) -> [Int8] { (0..<16).map { $0 == 3 ? seed &* 20 : 100 } }

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
        #expect(block.teach(row(4), as: "b") == .success(2))
        #expect(block.teach(row(4), as: "a") == .success(2))
    }

    @Test func examplesDifferByOneNumber() {
        let block = TaughtBlock(width: 16, limits: limits)
        block.teach(row(1), as: "a")
        #expect(block.teach(row(1).dropLast() + [50], as: "a") == .success(2))
        #expect(block.teach([50] + row(1).dropFirst(), as: "a") == .success(3))
    }

    @Test func examplesDifferByOneWord() {
        let block = TaughtBlock(width: 16, limits: limits)
        block.teach(row(1), of: "turn it on", as: "a")
        #expect(block.teach(row(1), of: "turn it  on", as: "a") == .success(1))
        #expect(block.teach(row(1), of: "turn it off", as: "a") == .success(2))
    }

    @Test func wordsTellLabelsApartThatMeanTheSame() {
        let block = TaughtBlock(width: 16, limits: limits)
        block.teach(row(1), of: "turn it on", as: "a")
        block.teach(row(1), of: "turn it off", as: "b")
        #expect(block.classify(row(1), of: "is it on").label == 0)
        #expect(block.classify(row(1), of: "is it off").label == 1)
    }

    @Test func aTextWithoutLettersIsLikeNone() {
        let block = TaughtBlock(width: 16, limits: limits)
        block.teach(row(1), of: "???", as: "a")
        #expect(block.classify(row(1), of: "???").isUnknown)
        #expect(!block.classify(row(1), of: "some text").isUnknown)
    }

    /// The most important features are kept, the first of equals.
    @Test func anExampleKeepsTheMostImportantFeatures() {
        let words = (0..<40).map { "w\($0)" }
        let block = TaughtBlock(width: 16, limits: limits)
        block.teach(row(1), of: words.joined(separator: " "), as: "a")
        let kept = (0..<24).map { block.labels.memory.feature(0, $0) }
        #expect(block.labels.memory.featureCounts[0] == 24)
        #expect(Set(kept).count == 24)
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
        #expect(!block.classify(row(2)).isUnknown)
        #expect(block.classify(row(2).map { -$0 }, of: "nothing of it").isUnknown)
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
        block.teach(row(1), of: "some text", as: "a")
        // Without a word in common, eight times the cosine counts alone.
        let similarity = block.classify(row(2), of: "no").similarity
        block.labels.threshold = 8 * similarity
        #expect(!block.classify(row(2), of: "no").isUnknown)
        block.labels.threshold = (8 * similarity).nextUp
        #expect(block.classify(row(2), of: "no").isUnknown)
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
