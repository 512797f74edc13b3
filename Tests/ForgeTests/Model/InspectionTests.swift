import PipitCore
import Testing

@testable import forge

@Suite struct InspectionTests {
    @Test func inspectionShowsEverySection() throws {
        let loaded = try everyHead()
        let sections = try ModelSection.all(in: loaded.bytes, name: "m")
        let text = try Inspection(of: loaded).lines.joined(separator: "\n")
        #expect(sections.allSatisfy { text.contains($0.name) && text.contains($0.byteCount.grouped) })
        #expect(text.contains("@intent.clinc") && text.contains("9 labels") && text.contains("bytes in all"))
        #expect(
            SectionRole.Part.bytes(of: sections, fileBytes: loaded.bytes.count).values.reduce(0, +)
                == loaded.bytes.count)
    }

    @Test func layersOfMaskedWordsAreSaidToBeTheirs() throws {
        let path = "Tests/PipitCoreTests/Fixtures/encoder/mask_layer.pipit"
        let loaded = try LoadedModel(path: try testWorkspace().path(path))
        let lines = try Inspection(of: loaded).lines.filter { $0.hasPrefix("  norm") }
        #expect(lines.map { $0.contains("masks, layer 0") } == [false, false, true])
    }
}
