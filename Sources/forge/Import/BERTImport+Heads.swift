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
    private static let words = "cls.predictions.transform.dense.weight"
    private static let decoder = "cls.predictions.decoder.weight"

    /// The heads, in the order of the file.
    mutating func heads() throws -> [DraftHead] {
        let pooler = try pooler()
        var found: [DraftHead] = []
        if tensors.has(BERTImport.words) { found.append(try wordHead()) }
        if tensors.has("cls.seq_relationship.weight") {
            found.append(
                try pooled(
                    DraftHead(kind: .pairClassification, name: "next", labels: BERTImport.nextLabels),
                    by: pooler, output: "cls.seq_relationship", rows: 2))
        }
        if tensors.has("classifier.weight") {
            found.append(try classifier(pooler))
        } else if let task = options.task {
            throw Failure("--task \(task): the checkpoint has no classifier, which alone may be given a name")
        } else if options.readsPairs {
            throw Failure("--pairs: the checkpoint has no classifier")
        }
        if tensors.has("qa_outputs.weight") {
            // Close spans share what an answer is worth, so a share of a tenth is one.
            found.append(
                DraftHead(
                    kind: .span, name: "qa", threshold: 0.9,
                    matrices: [.headOutput: try dense("qa_outputs", rows: 2)]))
        }
        remarkOnMissingHeads()
        if checkpoint.sentences.hasModules, checkpoint.sentences.pooling == nil, found.isEmpty {
            throw Failure("\(checkpoint.folder): no module Pooling in modules.json, and no head")
        }
        if checkpoint.sentences.pooling != nil || found.isEmpty {
            if checkpoint.sentences.pooling == nil {
                remarks.append(
                    "the checkpoint has no head: @embed gives the mean of its rows, @similar the cosine of two"
                )
            }
            let pooling: ModelConfig.Pooling =
                checkpoint.sentences.pooling == .firstPosition ? .firstPosition : .mean
            found.append(DraftHead(kind: .sentenceVector, name: "embed", pooling: pooling))
            found.append(DraftHead(kind: .pairSimilarity, name: "similar", pooling: pooling))
        }
        return found
    }

    /// Heads that config.json names, and of which there is nothing.
    private mutating func remarkOnMissingHeads() {
        let heads = [
            ("PreTraining", BERTImport.words), ("MaskedLM", BERTImport.words),
            ("NextSentencePrediction", "cls.seq_relationship.weight"),
            ("SequenceClassification", "classifier.weight"), ("TokenClassification", "classifier.weight"),
            ("QuestionAnswering", "qa_outputs.weight"),
        ]
        for (name, tensor) in heads where config.isFor(name) && !tensors.has(tensor) {
            remarks.append("config.json names BertFor\(name), but the weights have no \"\(tensor)\"")
        }
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
        try pooled(head, by: pooler, name: output, output: try dense(output, rows: rows))
    }

    private func pooled(
        _ head: DraftHead, by pooler: SectionContent?, name: String, output: SectionContent
    ) throws -> DraftHead {
        guard let pooler else {
            throw Failure("\(checkpoint.folder): \(name) needs the tensor \"pooler.dense.weight\"")
        }
        var head = head
        head.pooling = .firstPosition
        head.activation = .tanh
        head.matrices[.headTransform] = pooler
        head.matrices[.headOutput] = output
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
        guard config.tiesWords || tensors.has(BERTImport.decoder) else {
            throw Failure(
                "\(checkpoint.folder): tie_word_embeddings is false, but no tensor \"\(BERTImport.decoder)\"")
        }
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
        switch (config.isFor("TokenClassification"), config.isFor("SequenceClassification")) {
        case (true, false): return try tags(rows)
        case (false, true): break
        default:
            throw Failure(
                "\(checkpoint.folder): there is a classifier, and architectures in config.json does not say of what: "
                    + "BertForSequenceClassification or BertForTokenClassification is needed")
        }
        if rows == 1, config.problemType != .manyLabels { return try score(pooler) }
        let labels = try config.labels(rows)
        switch config.problemType {
        case .values:
            throw Failure(
                "\(checkpoint.folder): problem_type is regression: its \(rows) outputs are numbers, no labels"
            )
        case .oneLabel, .manyLabels, nil: break
        }
        let readsPairs = options.readsPairs || labels.contains { $0.lowercased().contains("entail") }
        var head = DraftHead(
            kind: readsPairs ? .pairClassification : .sequence,
            name: options.task ?? (readsPairs ? "entail" : "label"),
            labels: labels)
        if config.problemType == .manyLabels { head.flag = .severalLabels }
        return try pooled(head, by: pooler, output: "classifier", rows: rows)
    }

    /// A classifier with one output, whose probability is its sigmoid: that of one label against none.
    ///
    /// Of two classes, of which the second has a logit of zero, the softmax is the sigmoid of the first.
    private mutating func score(_ pooler: SectionContent?) throws -> DraftHead {
        let labels = try config.labels(1)
        switch config.problemType {
        case .values:
            throw Failure(
                "\(checkpoint.folder): problem_type is regression: its output is a number, and a head gives labels "
                    + "with probabilities")
        case .oneLabel:
            throw Failure(
                "\(checkpoint.folder): problem_type is single_label_classification, but there is one label alone"
            )
        case .manyLabels, nil: break
        }
        let activation = config.scoreActivation ?? "Sigmoid"
        guard ["Sigmoid", "Identity"].contains(activation) else {
            throw Failure(
                "\(checkpoint.folder): activation_fn \(activation.abridged); Sigmoid or Identity can be imported"
            )
        }
        // A cross-encoder, which reads pairs: sentence-transformers gives them no problem_type.
        var head = DraftHead(kind: .pairClassification, name: options.task ?? "score", labels: labels)
        head.flag = .outOfScope
        let (weight, bias) = try tensors.dense("classifier", rows: 1, columns: config.width)
        let none = [Float](repeating: 0, count: config.width)
        let both = try FloatMatrix(rows: 2, columns: config.width, values: weight.values + none)
        remarks.append(
            "@\(head.name) has a classifier with one output: the score of two texts is its sigmoid"
                + (activation == "Identity" ? "; the checkpoint itself gives it without the sigmoid" : ""))
        return try pooled(
            head, by: pooler, name: "classifier", output: try Quantizer.linear8(both, bias: bias + [0]))
    }

    /// A classifier of tokens: spans, or a tag for each word.
    private mutating func tags(_ rows: Int) throws -> DraftHead {
        if let type = config.problemType, type != .oneLabel {
            throw Failure("\(checkpoint.folder): problem_type is \(type.rawValue): a word has one tag")
        }
        let scheme: TagScheme
        do {
            scheme = try TagScheme(try config.labels(rows))
        } catch let failure as Failure {
            throw Failure("\(checkpoint.folder): \(failure.message)")
        }
        if let remark = scheme.remark { remarks.append(remark) }
        let (weight, bias) = try tensors.dense("classifier", rows: rows, columns: config.width)
        var head = DraftHead(
            kind: scheme.namesSpans ? .tokenBIO : .tokenPlain,
            name: options.task ?? (scheme.namesSpans ? "ner" : "pos"), labels: scheme.labels)
        if scheme.namesSpans { head.flag = .freeTags }
        head.matrices[.headOutput] = try Quantizer.linear8(
            weight.rows(scheme.rows), bias: scheme.rows.map { bias[$0] })
        return head
    }
}
