import PipitCore
import PipitKernels
import Testing

@testable import forge

@Suite struct WeightsPackingTests {
    /// Weights in blocks give the same logits, to the bit, on every kernel set of this processor.
    @Test(arguments: ["paper", "causal_residual", "bert_erf"])
    func answersAreTheSame(name: String) throws {
        let path = try testWorkspace().path("Tests/PipitCoreTests/Fixtures/encoder/\(name).pipit")
        let portable = try LoadedModel(path: path)
        var draft = try ModelDraft(copying: portable)
        draft.packWeights()
        let bytes = try draft.fileBytes()
        #expect(bytes.count == portable.bytes.count)
        let packed = try LoadedModel(bytes: bytes, path: name)
        let layouts = try ModelSection.all(in: bytes, name: name).map(\.layout)
        #expect(layouts.contains(1))
        var set = 0
        while let kernels = pipit_kernels_at(set) {
            #expect(try states(portable, kernels) == states(packed, kernels))
            set += 1
        }
    }

    @Test func onlyFittingProjectionsAreBlocked() throws {
        let model = try LoadedModel(bytes: try PublishedShape.bertlite.makeModel(), path: "bertlite")
        var draft = try ModelDraft(copying: model)
        draft.packWeights()
        for section in try ModelSection.all(in: try draft.fileBytes(), name: "bertlite") {
            #expect(
                section.layout == (0x30...0x36 ~= section.role && section.formatName == "linear8" ? 1 : 0))
        }
        let again = draft
        draft.packWeights()
        #expect(try draft.fileBytes() == again.fileBytes())
    }

    /// The hidden states of a text with their scales.
    private func states(_ loaded: LoadedModel, _ kernels: UnsafePointer<pipit_kernels>) throws -> [Float] {
        let engine = try HostEngine(loaded, kernels: kernels)
        let input = engine.input(
            of: Array("turn on the lights in the living room and play some jazz there".utf8))
        let states = engine.encode(input.ids, segments: input.segments)
        let values = UnsafeBufferPointer(start: states.values, count: states.count * states.width)
        return values.map { Float($0) } + UnsafeBufferPointer(start: states.scales, count: states.count)
    }
}
