import Testing

@testable import forge

@Suite struct ClassificationScoreTests {
    /// Gold, predicted, out-of-scope score; "-" is out of scope.
    private func score(_ rows: [(String, String, Double)]) -> ClassificationScore {
        ClassificationScore(
            rows.map {
                ClassifiedExample(
                    gold: $0.0 == "-" ? nil : $0.0, predicted: $0.1 == "-" ? nil : $0.1,
                    bestLabel: $0.1 == "-" ? "b" : $0.1, outOfScopeScore: $0.2
                )
            })
    }

    @Test func fractionsCountWhatTheySay() {
        let result = score([
            ("a", "a", 0.1), ("a", "b", 0.2), ("b", "-", 0.9), ("b", "b", 0.0), ("-", "-", 0.8),
            ("-", "a", 0.3),
            ("-", "-", 0.7),
        ])
        #expect(result.accuracy == 4.0 / 7)
        #expect(result.inScopeAccuracy == 2.0 / 4)
        #expect(result.labelAccuracy == 3.0 / 4)
        #expect(result.outOfScopeRecall == 2.0 / 3)
    }

    /// scikit-learn's f1_score(y_true, y_pred, average="macro") of 0 1 2 0 1 2 against 0 2 1 0 0 1 is 0.26667.
    @Test func macroF1EqualsScikitLearns() throws {
        let result = score([
            ("0", "0", 0), ("1", "2", 0), ("2", "1", 0), ("0", "0", 0), ("1", "0", 0), ("2", "1", 0),
        ])
        #expect(abs(try #require(result.macroF1) - 0.266_666_667) < 1e-8)
    }

    @Test func thresholdKeepsTheShareAskedFor() {
        // 20 in scope with scores 0.00 … 0.19: keeping 95 % leaves one above the threshold, 0.18.
        let inScope = (0..<20).map { ("a", "a", Double($0) / 100) }
        let result = score(inScope + [("-", "a", 0.185), ("-", "a", 0.18), ("-", "a", 0.5), ("-", "a", 0.0)])
        #expect(result.outOfScopeRecall(keeping: 0.95) == 0.5)
        #expect(result.outOfScopeRecall(keeping: 1) == 0.25)
        // Keeping 91 % of 20 takes 19, since 18 are fewer.
        #expect(result.outOfScopeRecall(keeping: 0.91) == 0.5)
    }

    @Test func whatDoesNotApplyIsNil() {
        #expect(score([]).accuracy == nil && score([]).macroF1 == nil)
        #expect(score([("a", "a", 0)]).outOfScopeRecall == nil)
        #expect(score([("-", "a", 0)]).inScopeAccuracy == nil)
        #expect(score([("-", "a", 0)]).outOfScopeRecall(keeping: 0.95) == nil)
    }
}
