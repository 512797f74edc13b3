import Testing

@testable import PipitCore

/// What the encoder asks of the arena, for networks of the published size.
struct EncoderPlanTests {
    /// EmbBERT as published: n = 256, d = 128, r = 16, L = 4, k = 32.
    static func config(hasResidual: Bool, maxTokens: Int = 256) -> ModelConfig {
        ModelConfig(
            blockKind: .embBERT, vocabularySize: 8192, maxTokens: maxTokens, width: 128, tokenRank: 16,
            positionRank: 16,
            segments: 3, layers: 4, attentionHeads: 1, kernelSize: 32, isCausal: true,
            hasResidual: hasResidual,
            hasFinalNorm: false, pooling: .firstPosition, feedForward: 0, activation: .none,
            normEpsilon: 1e-6,
            padId: 0, unknownId: 1, clsId: 2, maskId: 3, sepId: 4, maskLayers: 0)
    }

    static func bytes(_ config: ModelConfig) -> Int {
        var plan = MemoryPlan()
        _ = EncoderPlan(for: config, WeightNeeds(), in: &plan)
        plan.place()
        return plan.totalBytes
    }

    @Test func publishedBlockNeedsTwoAndAHalfBytesACell() {
        let bytes = Self.bytes(Self.config(hasResidual: false))
        #expect(bytes == 81_664)
        #expect(bytes * 2 <= 5 * 256 * 128)
    }

    @Test func residualPathNeedsAStream() {
        #expect(Self.bytes(Self.config(hasResidual: true)) == 124_736)
    }

    @Test func grownByTokensAlone() {
        let short = Self.bytes(Self.config(hasResidual: false, maxTokens: 64))
        #expect(short < 81_664 / 2)
    }
}
