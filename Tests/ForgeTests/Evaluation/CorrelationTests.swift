import Testing

@testable import forge

@Suite struct CorrelationTests {
    @Test func equalValuesShareARank() {
        #expect(ranks([3, 1, 3, 2, 3]) == [4, 1, 4, 2, 4])
        #expect(ranks([]) == [])
    }

    @Test func nothingCorrelatesWithAConstant() {
        #expect(correlation([1, 1], [1, 2]) == nil && correlation([], []) == nil)
        #expect(abs((correlation([1, 2, 3], [2, 4, 6]) ?? 0) - 1) < 1e-12)
    }
}
