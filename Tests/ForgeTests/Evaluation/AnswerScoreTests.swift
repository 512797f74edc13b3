import Testing

@testable import forge

@Suite struct AnswerScoreTests {
    /// By normalize_answer of SQuAD's evaluate-v2.0.py.
    @Test func answersAreNormalized() {
        #expect(squadWords("  The U.S.A.'s\u{A0}Army,  an\tÉclair") == ["usas", "army", "éclair"])
        #expect(squadWords("a–b theatre the-other") == ["–b", "theatre", "theother"])
        #expect(squadWords("A an THE.") == [])
        #expect(squadWords("an2 3.5 $1,000 a²") == ["an2", "35", "1000", "a²"])
    }

    @Test func wordsAreCountedOnce() {
        #expect(wordF1(["a", "b", "b"], ["b", "c"]) == 0.4)
        #expect(wordF1([], []) == 1 && wordF1([], ["a"]) == 0 && wordF1(["a"], ["b"]) == 0)
    }
}
