import Foundation
import PipitCore
import Testing

@testable import forge

/// Files of Fixtures/evaluation, scored by forge as by scikit-learn, scipy and SQuAD's script on the reference's
/// answers.
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
        let kinds = try Self.cases.map { try Self.evaluation($0).kind }
        #expect(Self.cases.count == 17)
        for kind in ScoringTable.all.compactMap(\.kind) where kind != .tokenBIO {
            #expect(kinds.contains(kind), "\(kind)")
        }
    }

    @Test(arguments: cases)
    func measuresAreThoseOfOtherTools(item: Case) throws {
        let report = try EvaluationReport(try Self.evaluation(item))
        let actual = Dictionary(uniqueKeysWithValues: report.measures.map { ($0.name, $0.value) })
        #expect(report.examples == item.examples)
        #expect(Set(actual.keys) == Set(item.measures.keys))
        for (name, value) in item.measures {
            #expect(abs((actual[name] ?? .nan) - value) < 1e-6, "\(name)")
        }
    }

    private static func evaluation(_ item: Case) throws -> Evaluation {
        let model = try testWorkspace().path("Tests/PipitCoreTests/Fixtures/encoder/\(item.model).pipit")
        let file = try LabelledFile(path: (folder ?? "") + "/" + item.file)
        return try Evaluation(
            task: item.task, file: file, engine: try HostEngine(try LoadedModel(path: model)))
    }
}
