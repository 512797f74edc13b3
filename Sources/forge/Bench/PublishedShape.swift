import PipitCore

/// A network of a published shape with random weights, to measure speed on.
enum PublishedShape: String, CaseIterable {
    /// EmbBERT: V 8192, n 256, d 128, r 16, four blocks, kernel 32.
    case embbert
    /// BERT-Lite: V 30522, d 64, two blocks, two heads, feed-forward 256.
    case bertlite

    /// What a drawing calls it.
    var title: String { self == .embbert ? "EmbBERT" : "BERT-Lite" }

    /// The model file, always the same bytes: one head of 16 labels, which BERT-Lite puts on a pooler.
    func makeModel() throws -> [UInt8] {
        let config = self == .bertlite ? Self.bertLite : Self.embBERT
        let vocabulary = try VocabularyDraft(
            pieces: Self.pieces(config.vocabularySize), specials: Self.specials)
        var draft = try ModelDraft(
            config: config, info: [("name", "\(rawValue), random weights"), ("license", "MIT")],
            vocabulary: vocabulary)
        var random = RandomWeights()
        random.putEmbedding(of: config, into: &draft)
        for layer in 0..<config.layers { random.putBlock(layer, of: config, into: &draft) }
        try draft.put(random.head(of: config))
        return try draft.fileBytes()
    }

    private static var ids: SpecialIds { SpecialIds(pad: 0, unknown: 1, cls: 2, mask: 3, sep: 4) }
    private static let specials = ["[PAD]", "[UNK]", "[CLS]", "[MASK]", "[SEP]"]

    private static var embBERT: DraftConfig {
        DraftConfig(
            blockKind: .embBERT, vocabularySize: 8192, maxTokens: 256, width: 128, tokenRank: 16,
            positionRank: 16,
            segments: 3, layers: 4, heads: 1, kernel: 32, flags: [.causal], pooling: .firstPosition,
            normEpsilon: 1e-6,
            specials: ids)
    }

    private static var bertLite: DraftConfig {
        DraftConfig(
            blockKind: .bert, vocabularySize: 30522, maxTokens: 512, width: 64, tokenRank: 64,
            positionRank: 64,
            segments: 2, layers: 2, heads: 2, pooling: .firstPosition, feedForward: 256,
            activation: .geluByErf,
            normEpsilon: 1e-12, specials: ids)
    }

    /// The special tokens and words of four letters.
    private static func pieces(_ count: Int) -> [[UInt8]] {
        specials.map { Array($0.utf8) }
            + (0..<count - specials.count).map { number in
                [17576, 676, 26, 1].map { UInt8(97 + number / $0 % 26) }
            }
    }
}

/// Random matrices, sized so that activations stay near 1.
private struct RandomWeights {
    private var state: UInt64 = 0x9E37_79B9_7F4A_7C15
    private static let deviation: Float = 73  // of numbers from −127 to 127

    mutating func putEmbedding(of config: DraftConfig, into draft: inout ModelDraft) {
        draft[.tokenTable] = table(rows: config.vocabularySize, columns: config.tokenRank)
        draft[.positionTable] = table(rows: config.maxTokens, columns: config.positionRank)
        draft[.segmentTable] = floats(rows: config.segments, columns: config.width, around: [0])
        if config.blockKind == .bert {
            draft[.embeddingNorm] = floats(rows: 2, columns: config.width, around: [1, 0])
        } else {
            draft[.tokenProjection] = linear(rows: config.width, columns: config.tokenRank)
            draft[.positionProjection] = linear(rows: config.width, columns: config.positionRank)
        }
    }

    mutating func putBlock(_ layer: Int, of config: DraftConfig, into draft: inout ModelDraft) {
        let (d, f) = (config.width, config.feedForward)
        guard config.blockKind == .bert else {
            draft[.norm, layer] = floats(rows: 1, columns: d, around: [1])
            for role in [SectionRole.query, .attentionOutput, .convolutionOutput] {
                draft[role, layer] = linear(rows: d, columns: d)
            }
            draft[.convolution, layer] = depthwise(taps: config.kernel, channels: d)
            return
        }
        for role in [SectionRole.bertQuery, .bertKey, .bertValue, .bertAttentionOutput] {
            draft[role, layer] = linear(rows: d, columns: d)
        }
        draft[.bertAttentionNorm, layer] = floats(rows: 2, columns: d, around: [1, 0])
        draft[.feedForwardIn, layer] = linear(rows: f, columns: d)
        draft[.feedForwardOut, layer] = linear(rows: d, columns: f)
        draft[.feedForwardNorm, layer] = floats(rows: 2, columns: d, around: [1, 0])
    }

    mutating func head(of config: DraftConfig) -> DraftHead {
        let labels = (0..<16).map { "label_\($0)" }
        var head = DraftHead(kind: .sequence, name: "intent", labels: labels)
        head.pooling = .firstPosition
        if config.blockKind == .bert {
            head.matrices[.headTransform] = linear(rows: config.width, columns: config.width)
            head.activation = .tanh
        }
        head.matrices[.headOutput] = linear(rows: labels.count, columns: config.width)
        return head
    }

    private mutating func linear(rows: Int, columns: Int) -> SectionContent {
        scaled(format: .linear8, scales: rows, inputs: columns, rows: rows, columns: columns)
    }

    private mutating func depthwise(taps: Int, channels: Int) -> SectionContent {
        scaled(format: .depthwise8, scales: channels, inputs: taps, rows: taps, columns: channels)
    }

    /// Scales and biases, then numbers.
    private mutating func scaled(
        format: SectionFormat, scales: Int, inputs: Int, rows: Int, columns: Int
    ) -> SectionContent {
        var writer = ByteWriter(capacity: 8 * scales + rows * columns)
        writer.append([Float](repeating: 1 / (Self.deviation * Float(inputs).squareRoot()), count: scales))
        writer.append((0..<scales).map { _ in small() })
        writer.append(raw: (0..<rows * columns).map { _ in int8() })
        return SectionContent(format: format, rows: rows, columns: columns, bytes: writer.bytes)
    }

    private mutating func table(rows: Int, columns: Int) -> SectionContent {
        var writer = ByteWriter(capacity: 4 + rows * columns)
        writer.append([1 / Self.deviation])
        writer.append(raw: (0..<rows * columns).map { _ in int8() })
        return SectionContent(format: .table8, rows: rows, columns: columns, bytes: writer.bytes)
    }

    /// Rows near `centers`, the last of which serves all that follow.
    private mutating func floats(rows: Int, columns: Int, around centers: [Float]) -> SectionContent {
        var writer = ByteWriter(capacity: 4 * rows * columns)
        for row in 0..<rows {
            let center = centers[min(row, centers.count - 1)]
            writer.append((0..<columns).map { _ in center + small() })
        }
        return SectionContent(format: .float32, rows: rows, columns: columns, bytes: writer.bytes)
    }

    private mutating func next() -> UInt64 {
        state ^= state >> 12
        state ^= state << 25
        state ^= state >> 27
        return state &* 0x2545_F491_4F6C_DD1D
    }

    /// A number from −127 to 127.
    private mutating func int8() -> UInt8 {
        UInt8(bitPattern: Int8(truncatingIfNeeded: Int(next() >> 40) % 255 - 127))
    }

    /// A number from −0.1 to 0.1.
    private mutating func small() -> Float {
        (Float(next() >> 40) / Float(1 << 24) - 0.5) * 0.2
    }
}
