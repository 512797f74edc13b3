import PipitCore

extension Command {
    /// `forge import DIR -o F.pipit`.
    static let importing = Command(
        name: "import", synopsis: "import DIR -o F.pipit [--bits 4|8] [--table-bits 4|8] [--max-tokens N]",
        summary: "Makes a model of a Hugging Face BERT.",
        details: """
            Reads config.json, model.safetensors (or its shards) and tokenizer.json or vocab.txt of a BERT (uncased):
            the encoder, and the heads that stand beside it under their usual names: masked word, next sentence,
            classifier, tags, span. With the modules.json of sentence-transformers the model also gets @embed and
            @similar. Tensors that are missing, of another shape, or known to no BERT are refused by name, and so is a
            meaning that no head has; Sources/forge/Import/IMPORT.md has it all.

              --bits 4|8          the weights of the blocks (8). 4 bits have a scale for each 32 columns
              --table-bits 4|8    the table of words (8)
              --max-tokens N      the longest text; as many as sentence-transformers reads, or the checkpoint has
                                  positions, at most 512
              --task NAME         the request that the classifier answers (label, entail, score, ner or pos)
              --pairs             the classifier reads two texts
              --name TEXT         what the model calls itself (the folder's name)
              --license TEXT      the licence of the weights (that of the model card)

            A masked-word head reads the table of words; where its matrix is another, it is stored in --table-bits.
            Matrices of other heads keep 8 bits. The table of words loses next to nothing in 4 bits, the blocks lose
            more: Weights/recipe/studies/compare_minilm.py measures it.
            """
    ) { arguments in
        var options = ImportOptions()
        guard let output = try arguments.option("-o") ?? arguments.option("--output") else {
            throw Misuse("-o is missing: where the model goes")
        }
        options.bits = try arguments.bits("--bits")
        options.tableBits = try arguments.bits("--table-bits")
        if let text = try arguments.option("--max-tokens") {
            guard let count = Int(text), count > 0 else {
                throw Misuse("--max-tokens \(text) is no count of tokens")
            }
            options.maxTokens = count
        }
        options.name = try arguments.option("--name")
        options.license = try arguments.option("--license")
        options.task = try arguments.option("--task")
        options.readsPairs = arguments.flag("--pairs")
        let folder = try arguments.operand("DIR")
        try arguments.finish()
        let written = try OutputFile(output)
        if let task = options.task { try HeadNames.check(task, option: "--task") }
        let progress = Progress("importing \(folder)")
        progress.update("reading")
        var importer = try BERTImport(try Checkpoint(folder: folder), options)
        let draft = try importer.draft(progress)
        progress.update("checking")
        let file = try draft.fileBytes()
        try written.write(file)
        progress.finish()
        for remark in importer.remarks { Console.note(remark) }
        let loaded = try LoadedModel(bytes: file, path: output)
        let arenaBytes = withExtendedLifetime(loaded) { Session.plan(for: loaded.model).totalBytes }
        Console.say("\(output): \(file.count.grouped) bytes, arena \(arenaBytes.grouped) bytes")
        Console.say("requests: " + draft.headNames.map { "@" + $0 }.joined(separator: " "))
        return 0
    }
}

extension Arguments {
    /// Takes an option that is 4 or 8, or 8 where it is not given.
    fileprivate mutating func bits(_ name: String) throws -> Int {
        guard let text = try option(name) else { return 8 }
        guard let bits = Int(text), [4, 8].contains(bits) else {
            throw Misuse("\(name) is 4 or 8, not \(text)")
        }
        return bits
    }
}
