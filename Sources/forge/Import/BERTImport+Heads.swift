import PipitCore

// The heads of a checkpoint, found by the names that the classes of transformers give their tensors:
//
//     cls.predictions       BertForMaskedLM, BertForPreTraining       masked word       @fill
//     cls.seq_relationship  BertForNextSentencePrediction             pair class        @next
//     classifier            BertForSequenceClassification             sequence or pair class
//                           BertForTokenClassification                tags of words
//     qa_outputs            BertForQuestionAnswering                  span              @qa
//     pooler                before cls.seq_relationship and a sequence classifier: the head's transform
//
// Matrices of heads keep 8 bits: they are small, and nothing after them evens their errors out.

extension BERTImport {
    private static let nextLabels = ["next", "random"]
    private static let decoder = "cls.predictions.decoder.weight"

    /// The heads, in the order of the file.
    mutating func heads() throws -> [DraftHead] {
        let pooler = try pooler()
        var found: [DraftHead] = []
        if tensors.has("cls.predictions.transform.dense.weight") { found.append(try wordHead()) }
        if tensors.has("cls.seq_relationship.weight") {
            found.append(
                try pooled(
                    DraftHead(kind: .pairClassification, name: "next", labels: BERTImport.nextLabels),
                    by: pooler, output: "cls.seq_relationship", rows: 2))
        }
        if tensors.has("classifier.weight") { found.append(try classifier(pooler)) }
        if tensors.has("qa_outputs.weight") {
            found.append(
                DraftHead(kind: .span, name: "qa", matrices: [.headOutput: try dense("qa_outputs", rows: 2)]))
        }
        if checkpoint.sentencePooling != nil || found.isEmpty {
            if checkpoint.sentencePooling == nil {
                remarks.append(
                    "the checkpoint has no head: @embed gives the mean of its rows, @similar the cosine of two"
                )
            }
            let pooling: ModelConfig.Pooling =
                checkpoint.sentencePooling == .firstPosition ? .firstPosition : .mean
            found.append(DraftHead(kind: .sentenceVector, name: "embed", pooling: pooling))
            found.append(DraftHead(kind: .pairSimilarity, name: "similar", pooling: pooling))
        }
        return found
    }

    private func dense(_ name: String, rows: Int) throws -> SectionContent {
        let (weight, bias) = try tensors.dense(name, rows: rows, columns: config.width)
        return try Quantizer.linear8(weight, bias: bias)
    }

    /// The pooler's matrix, where the checkpoint has one; heads that do not read it leave it out.
    private func pooler() throws -> SectionContent? {
        guard tensors.encoderHas("pooler.dense.weight") else { return nil }
        let (weight, bias) = try tensors.encoderDense(
            "pooler.dense", rows: config.width, columns: config.width)
        return try Quantizer.linear8(weight, bias: bias)
    }

    /// A head that reads the pooler: tanh of a dense layer on position 0.
    private func pooled(_ head: DraftHead, by pooler: SectionContent?, output: String, rows: Int) throws
        -> DraftHead
    {
        guard let pooler else {
            throw Failure("\(checkpoint.folder): \(output) needs the tensor \"pooler.dense.weight\"")
        }
        var head = head
        head.pooling = .firstPosition
        head.activation = .tanh
        head.matrices[.headTransform] = pooler
        head.matrices[.headOutput] = try dense(output, rows: rows)
        return head
    }

    /// The masked-word head: tied to the table of words, or with a matrix of its own where that differs.
    private mutating func wordHead() throws -> DraftHead {
        let prefix = "cls.predictions."
        let (rows, width) = (config.vocabularySize, config.width)
        let transform = try tensors.dense(prefix + "transform.dense", rows: width, columns: width)
        var head = DraftHead(kind: .maskedWord, name: "fill", activation: config.activation)
        head.matrices[.headTransform] = try Quantizer.linear8(transform.weight, bias: transform.bias)
        head.matrices[.headTransformNorm] = Quantizer.float32(
            try tensors.norm(prefix + "transform.LayerNorm", count: width))
        let names = [prefix + "bias", prefix + "decoder.bias"].filter(tensors.has)
        let biases = try names.map { try tensors.vector($0, count: rows) }
        guard biases.allSatisfy({ $0 == biases.first }) else {
            throw Failure(
                "\(checkpoint.folder): \(names.joined(separator: " and ")) differ, which should be one")
        }
        let words = try tensors.encoderMatrix("embeddings.word_embeddings.weight", rows: rows, columns: width)
        let decoder =
            tensors.has(BERTImport.decoder)
            ? try tensors.matrix(BERTImport.decoder, rows: rows, columns: width) : words
        let bias = biases.first ?? []
        let ordered = vocabulary.order.map { bias.isEmpty ? 0 : bias[$0] }
        if decoder != words {
            let own = try linear(decoder.rows(vocabulary.order), ordered, bits: options.tableBits)
            head.matrices[.headOutput] = own
            remarks.append("@fill has a matrix of its own, \(own.bytes.count.grouped) bytes")
        } else if ordered.contains(where: { $0 != 0 }) {
            head.matrices[.wordBias] = Quantizer.float32(
                try FloatMatrix(rows: 1, columns: ordered.count, values: ordered))
        }
        return head
    }

    /// What BertForSequenceClassification and BertForTokenClassification both call `classifier`.
    private mutating func classifier(_ pooler: SectionContent?) throws -> DraftHead {
        let rows = tensors.rows(of: "classifier.weight")
        let labels = config.labels(rows)
        let names = config.architectures
        let isOfTokens =
            names.contains { $0.contains("TokenClassification") }
            || pooler == nil && !names.contains { $0.contains("SequenceClassification") }
        if isOfTokens {
            let isBIO = labels.allSatisfy {
                $0 == "O" || ($0.hasPrefix("B-") || $0.hasPrefix("I-")) && $0.utf8.count > 2
            }
            return DraftHead(
                kind: isBIO ? .tokenBIO : .tokenPlain, name: options.task ?? (isBIO ? "ner" : "pos"),
                labels: labels,
                matrices: [.headOutput: try dense("classifier", rows: rows)])
        }
        guard rows > 1 else {
            throw Failure(
                "\(checkpoint.folder): a classifier with one output scores two texts, for which no kind of head exists"
            )
        }
        let readsPairs = options.readsPairs || labels.contains { $0.lowercased().contains("entail") }
        let head = DraftHead(
            kind: readsPairs ? .pairClassification : .sequence,
            name: options.task ?? (readsPairs ? "entail" : "label"),
            labels: labels)
        return try pooled(head, by: pooler, output: "classifier", rows: rows)
    }
}
