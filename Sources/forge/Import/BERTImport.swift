import PipitCore

/// Makes a model of a checkpoint: the encoder here, its heads in BERTImport+Heads.swift.
struct BERTImport {
    let checkpoint: Checkpoint
    let options: ImportOptions
    let config: CheckpointConfig
    let tensors: CheckpointTensors
    let vocabulary: VocabularyDraft
    /// What the user should know about the choices that were made.
    var remarks: [String] = []
    private let maxTokens: Int

    /// Numbers of texts that BERT's tokenizer gives: rows of the table of segments behind them are never read.
    private static let usedSegments = 2
    /// Columns that share a scale in 4 bits.
    private static let group = 2 * FileFormat.groupMultiple

    /// - Throws: `Failure` when the vocabulary or the options do not fit.
    init(_ checkpoint: Checkpoint, _ options: ImportOptions) throws {
        self.checkpoint = checkpoint
        self.options = options
        config = checkpoint.config
        tensors = checkpoint.tensors
        let tokenizer = checkpoint.tokenizer
        do {
            vocabulary = try VocabularyDraft(pieces: tokenizer.pieces, specials: tokenizer.specials)
        } catch let failure as Failure {
            throw Failure("\(tokenizer.name): \(failure.message)")
        }
        let (length, remark) = try BERTImport.length(checkpoint, options)
        maxTokens = length
        remarks = tokenizer.remarks + checkpoint.sentences.remarks + (remark.map { [$0] } ?? [])
        if tokenizer.pieces.count < config.vocabularySize {
            remarks.append(
                "\(tokenizer.name) has \(tokenizer.pieces.count) of \(config.vocabularySize) words: "
                    + "the rest is left out"
            )
        }
    }

    /// The longest text in tokens: what was asked for, or what sentence-transformers reads, or as many as there are
    /// positions.
    private static func length(_ checkpoint: Checkpoint, _ options: ImportOptions) throws -> (Int, String?) {
        let allowed = ConfigField.maxTokens.bounds(.bert)
        let maximum = min(checkpoint.config.positions, allowed.upperBound)
        if let asked = options.maxTokens {
            guard allowed.lowerBound...maximum ~= asked else {
                throw Failure(
                    "--max-tokens \(asked); \(allowed.lowerBound) to \(maximum) fits this checkpoint")
            }
            return (asked, nil)
        }
        let sentences = checkpoint.sentences
        let ofTokenizer = sentences.pooling == nil ? nil : checkpoint.tokenizer.maximumTokens
        guard let length = sentences.maximumTokens ?? ofTokenizer, length < maximum else {
            return (maximum, nil)
        }
        guard length >= allowed.lowerBound else {
            throw Failure(
                "\(checkpoint.folder): max_seq_length \(length); a model reads \(allowed.lowerBound) or more, "
                    + "which --max-tokens says")
        }
        return (
            length,
            "texts have at most \(length) tokens, as sentence-transformers reads them; --max-tokens up to \(maximum)"
        )
    }

    /// Reads every tensor and makes the model.
    ///
    /// - Throws: `Failure` that names a tensor that is missing, odd, or known to no BERT.
    mutating func draft(_ progress: Progress) throws -> ModelDraft {
        var draft = try ModelDraft(config: draftConfig, info: info, vocabulary: vocabulary)
        progress.update("embeddings")
        try addEmbeddings(to: &draft)
        for layer in 0..<config.layers {
            progress.update("layer \(layer + 1) of \(config.layers)")
            try addLayer(layer, to: &draft)
        }
        progress.update("heads")
        for head in try heads() {
            guard !draft.headNames.contains(head.name) else {
                throw Failure("--task \(head.name): the checkpoint has a head @\(head.name) of its own")
            }
            try draft.put(head)
        }
        try tensors.finish()
        return draft
    }

    private var info: [(key: String, value: String)] {
        let folderName = checkpoint.folder.split(separator: "/").last.map(String.init) ?? checkpoint.folder
        return [
            ("name", options.name ?? folderName),
            ("license", options.license ?? checkpoint.license ?? "not stated"),
            ("source", "a Hugging Face BERT checkpoint"),
        ]
    }

    private var draftConfig: DraftConfig {
        DraftConfig(
            blockKind: .bert, vocabularySize: checkpoint.tokenizer.pieces.count, maxTokens: maxTokens,
            width: config.width,
            tokenRank: config.width, positionRank: config.width,
            segments: min(config.segments, BERTImport.usedSegments),
            layers: config.layers,
            attentionHeads: config.attentionHeads,
            pooling: checkpoint.sentences.pooling == .mean ? .mean : .firstPosition,
            feedForward: config.feedForward, activation: config.activation, normEpsilon: config.normEpsilon,
            specials: SpecialIds(pad: 0, unknown: 1, cls: 2, mask: 3, sep: 4))
    }

    private func addEmbeddings(to draft: inout ModelDraft) throws {
        let width = config.width
        let words = try tensors.encoderMatrix(
            "embeddings.word_embeddings.weight", rows: config.vocabularySize, columns: width
        ).rows(vocabulary.order)
        draft[.tokenTable] =
            options.tableBits == 8
            ? try Quantizer.table8(words, group: width)
            : try Quantizer.table4(words, group: try group(width), scales: options.scales)
        let positions = try tensors.encoderMatrix(
            "embeddings.position_embeddings.weight", rows: config.positions, columns: width)
        draft[.positionTable] = try Quantizer.table8(positions.rows(Array(0..<maxTokens)), group: width)
        let segments = try tensors.encoderMatrix(
            "embeddings.token_type_embeddings.weight", rows: config.segments, columns: width)
        let used = min(config.segments, BERTImport.usedSegments)
        draft[.segmentTable] = Quantizer.float32(segments.rows(Array(0..<used)))
        draft[.embeddingNorm] = try norm("embeddings.LayerNorm")
    }

    private func addLayer(_ layer: Int, to draft: inout ModelDraft) throws {
        let prefix = "encoder.layer.\(layer)."
        let (width, inner) = (config.width, config.feedForward)
        let parts: [(role: SectionRole, name: String, rows: Int, columns: Int)] = [
            (.bertQuery, "attention.self.query", width, width),
            (.bertKey, "attention.self.key", width, width),
            (.bertValue, "attention.self.value", width, width),
            (.bertAttentionOutput, "attention.output.dense", width, width),
            (.feedForwardIn, "intermediate.dense", inner, width),
            (.feedForwardOut, "output.dense", width, inner),
        ]
        for part in parts {
            let (weight, bias) = try tensors.encoderDense(
                prefix + part.name, rows: part.rows, columns: part.columns)
            draft[part.role, layer] = try linear(weight, bias, bits: options.bits)
        }
        draft[.bertAttentionNorm, layer] = try norm(prefix + "attention.output.LayerNorm")
        draft[.feedForwardNorm, layer] = try norm(prefix + "output.LayerNorm")
    }

    private func norm(_ name: String) throws -> SectionContent {
        Quantizer.float32(try tensors.encoderNorm(name, count: config.width))
    }

    /// A projection in 8 bits, or in 4 with groups.
    func linear(_ weight: FloatMatrix, _ bias: [Float], bits: Int) throws -> SectionContent {
        bits == 8
            ? try Quantizer.linear8(weight, bias: bias)
            : try Quantizer.linear4(
                weight, bias: bias, group: try group(weight.columns), scales: options.scales)
    }

    /// The columns that share a scale, of so many.
    private func group(_ columns: Int) throws -> Int {
        guard let group = [BERTImport.group, BERTImport.group / 2].first(where: { columns % $0 == 0 }) else {
            throw Failure(
                "4 bits need a multiple of \(BERTImport.group / 2) columns; this checkpoint has \(columns)")
        }
        return group
    }
}
