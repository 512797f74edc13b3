import Foundation
import PipitCore
import Testing

@testable import forge

/// Files of Fixtures/evaluation, scored by forge as by scikit-learn, scipy and SQuAD's script on the witness's answers.
@Suite struct EvaluationFixtureTests {
    struct Case: Decodable, CustomTestStringConvertible {
        let model: String
        let task: String
        let file: String
        let examples: Int
        let measures: [String: Double]
        var testDescription: String { "\(model) @\(task) \(file)" }
    }

    static let folder = try? testWorkspace().path("Tests/ForgeTests/Fixtures/evaluation")

    static var cases: [Case] {
        guard let folder, let bytes = try? Files.read(folder + "/expected.json") else { return [] }
        return (try? JSONDecoder().decode([Case].self, from: Data(bytes))) ?? []
    }

    @Test func thereAreCasesOfEveryKind() throws {
        let kinds = try Self.cases.map { try Self.exam($0).kind }
        #expect(Self.cases.count == 17)
        for kind in ScoringTable.all.compactMap(\.kind) where kind != .tokenBIO {
            #expect(kinds.contains(kind), "\(kind)")
        }
    }

    @Test(arguments: cases)
    func measuresAreThoseOfOtherTools(item: Case) throws {
        let exam = try Self.exam(item)
        let evaluation = try Evaluation(task: item.task, file: exam.file, runner: exam.runner)
        let found = Dictionary(uniqueKeysWithValues: evaluation.measures.map { ($0.name, $0.value) })
        #expect(evaluation.examples == item.examples)
        #expect(Set(found.keys) == Set(item.measures.keys))
        for (name, value) in item.measures {
            #expect(abs((found[name] ?? .nan) - value) < 1e-6, "\(name)")
        }
    }

    private static func exam(_ item: Case) throws -> Exam {
        let model = try testWorkspace().path("Tests/PipitCoreTests/Fixtures/encoder/\(item.model).pipit")
        let file = try LabelledFile(path: (folder ?? "") + "/" + item.file)
        return try Exam(task: item.task, file: file, runner: try ModelRunner(try LoadedModel(path: model)))
    }
}

@Suite struct LabelNameTests {
    @Test func codesAndNumbersAreTheHeadsWords() {
        let trec = LabelNames(
            head: ["abbreviation", "entity", "human"], file: ["ENTY", "HUM", "LOC", "ENTY"])
        #expect(trec.wanted("ENTY") == "entity" && trec.wanted("HUM") == "human")
        #expect(trec.unknown == ["LOC"] && trec.wanted("LOC") == "LOC" && trec.answer("entity") == "entity")
        let polarity = LabelNames(head: ["negative", "positive"], file: ["0", "1", "2"])
        #expect(polarity.wanted("0") == "negative" && polarity.wanted("1") == "positive")
        #expect(polarity.unknown == ["2"] && polarity.positive == "positive")
    }

    /// 0 and 1 are no and yes, in whatever order the head has them.
    @Test func numbersAreNoAndYes() {
        let names = LabelNames(head: ["yes", "no"], file: ["0", "1"])
        #expect(names.wanted("0") == "no" && names.wanted("1") == "yes" && names.positive == "yes")
    }

    @Test func caseDoesNotMatter() {
        let names = LabelNames(head: ["entailment", "neutral", "Neutral"], file: ["NEUTRAL", "Neutral"])
        #expect(names.wanted("NEUTRAL") == "neutral" && names.wanted("Neutral") == "Neutral")
    }

    @Test func notXIsAnythingElse() {
        let names = LabelNames(
            head: ["neutral", "entailment", "contradiction"], file: ["entailment", "not_entailment"])
        #expect(names.answer("neutral") == "not_entailment" && names.answer("entailment") == "entailment")
        #expect(names.wanted("not_entailment") == "not_entailment" && names.unknown.isEmpty)
        #expect(names.positive == "entailment")
        let own = LabelNames(head: ["entailment", "not_entailment"], file: ["not_entailment"])
        #expect(own.answer("not_entailment") == "not_entailment" && own.answer("entailment") == "entailment")
    }

    @Test func oosIsNoLabelUnlessTheHeadHasIt() {
        #expect(LabelNames(head: ["a"], file: ["oos", "a"]).wanted("oos") == nil)
        #expect(LabelNames(head: ["a", "oos"], file: ["oos"]).wanted("oos") == "oos")
        #expect(LabelNames(head: ["a"], file: ["oos"]).unknown.isEmpty)
    }
}

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
