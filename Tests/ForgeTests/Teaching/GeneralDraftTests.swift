import PipitCore
import Testing

@testable import forge

@Suite struct GeneralDraftTests {
    @Test func rareFeaturesTellMore() throws {
        let engine = try HostEngine(try everyHead())
        let texts = (0..<200).map { "bade \($0 % 2 == 0 ? "fu" : "duti") \($0)" }
        let draft = GeneralDraft(texts, by: engine)
        #expect(draft.states.count == 128)
        // 16 · (ln(201 / 201) + 1), in all texts; 16 · (ln(201 / 1) + 1), in none.
        #expect(draft.importances.min() == 16)
        #expect(draft.importances.max() == 101)
        let bucket = Int(WordKey.of("bade")) % 4096
        #expect(draft.importances[bucket] == 16)
    }

    @Test func aModelTakesTheSection() throws {
        var draft = try ModelDraft(copying: try everyHead())
        #expect(draft[.general] == nil)
        try draft.putGeneral()
        let model = try LoadedModel(bytes: try draft.fileBytes(), path: "the model")
        let general = try #require(model.model.general)
        #expect(general.count == 128)
        #expect(model.bytes.count > 4104 + 68 * model.model.config.width)
    }
}

private enum WordKey {
    static func of(_ word: String) -> UInt32 {
        var keys: [UInt32] = []
        var word = word
        word.withUTF8 { forEachTextFeature(of: $0, .brief) { keys.append($0) } }
        return keys[0]
    }
}
