import Testing

@testable import PipitCore

struct ModelFileTests {
    @Test(arguments: Fixture.models)
    func acceptsEveryFixture(model name: String) throws {
        let file = FencedBytes(try Fixture.bytes(name + ".pipit"))
        let model = try ModelFile(file.readOnly)
        #expect(text(model.info("name")) == name)
        #expect(model.info("license") != nil)
        #expect(model.info("nothing") == nil)
        #expect(model.headCount >= 1)
        #expect(model.vocabulary.count > 16)
    }

    @Test func readsTheConfig() throws {
        let file = FencedBytes(try Fixture.bytes("centred31.pipit"))
        let config = try ModelFile(file.readOnly).config
        #expect(config.blockKind == .embBERT)
        #expect(config.width == 64 && config.attentionHeads == 4 && config.headWidth == 16)
        #expect(config.layers == 1 && config.maxTokens == 33)
        #expect(config.kernelSize == 31 && config.tapsBefore == 15 && !config.isCausal)
        #expect(config.hasResidual && config.hasFinalNorm && config.pooling == .mean)
        #expect(config.tokenRank == 16 && config.positionRank == 16 && config.segments == 3)
        let bert = FencedBytes(try Fixture.bytes("bert_tanh_linear4.pipit"))
        let other = try ModelFile(bert.readOnly).config
        #expect(other.blockKind == .bert && other.feedForward == 128 && other.activation == .geluByTanh)
        #expect(other.normEpsilon == 1e-12)
    }

    @Test func readsEveryHead() throws {
        let file = FencedBytes(try Fixture.bytes("every_head.pipit"))
        let model = try ModelFile(file.readOnly)
        #expect(model.headCount == 12)
        let names = (0..<model.headCount).map { text(model.head($0).name) }
        #expect(Array(names[..<5]) == ["intent", "emotion", "sentiment", "intent.clinc", "slots"])
        let intent = model.head(0)
        #expect(intent.kind == .sequence && intent.labelCount == 7 && intent.outputs == 8)
        #expect(intent.hasOutOfScope && intent.threshold == 0.25 && intent.pooling == .firstPosition)
        #expect(text(intent.label(0)) == "label_0" && text(intent.label(6)) == "label_6")
        #expect(intent.transform == nil && intent.output?.rows == 8)
        #expect(model.head(1).pooling == .mean)
        #expect(model.head(2).output?.isInt4 == true && model.head(2).activation == .relu)
        #expect(model.head(3).transformNorm?.width == 24)
        #expect(text(model.head(4).label(2)) == "I-room" && model.head(4).kind == .tokenBIO)
        #expect(model.head(7).kind == .maskedWord && model.head(7).output == nil)
        for (index, name) in names.enumerated() {
            Array(name!.utf8).withUnsafeBufferPointer { #expect(model.headIndex(named: $0) == index) }
        }
        Array("inten".utf8).withUnsafeBufferPointer { #expect(model.headIndex(named: $0) == nil) }
    }

    @Test func needsItsAlignment() throws {
        let bytes = try Fixture.bytes("narrow.pipit")
        let file = FencedBytes(count: bytes.count + 16)
        let shifted = UnsafeMutableRawBufferPointer(rebasing: file.bytes[4..<4 + bytes.count])
        shifted.copyBytes(from: bytes)
        #expect(throws: ModelError.self) { try ModelFile(UnsafeRawBufferPointer(shifted)) }
        #expect(refusal(of: UnsafeRawBufferPointer(shifted))?.code == "model_not_aligned")
        #expect(refusal(of: UnsafeRawBufferPointer(start: nil, count: 0))?.code == "model_empty")
    }

    private func text(_ bytes: UnsafeBufferPointer<UInt8>?) -> String? {
        bytes.map { String(decoding: $0, as: UTF8.self) }
    }
}

/// Why a file is refused: the error's code and its sentence.
struct Refusal {
    let code: String
    let sentence: String
}

/// The refusal of a file, or nil when it is accepted.
func refusal(of bytes: UnsafeRawBufferPointer) -> Refusal? {
    do throws(ModelError) {
        _ = try ModelFile(bytes)
        return nil
    } catch {
        return Refusal(
            code: String(decoding: error.code.bytes, as: UTF8.self),
            sentence: WrittenText { error.describe(to: &$0) }.text)
    }
}

func refusal(of file: [UInt8]) -> Refusal? {
    let memory = FencedBytes(file)
    return refusal(of: memory.readOnly)
}
