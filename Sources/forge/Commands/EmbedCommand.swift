import PipitCore

extension Command {
    /// `forge embed --model F`.
    static let embed = Command(
        name: "embed", synopsis: "embed --model F.pipit [--head NAME]",
        summary: "Prints the sentence vector of each line of standard input.",
        details: """
            One JSON array of floats a line, in order, computed with the integers of the device. The head is the
            first of the kind sentence vector unless another is named; a model without one is refused. Vectors have
            the length that the network gives them: compare them by their cosine.
            """
    ) { arguments in
        guard let path = try arguments.option("--model") else { throw Misuse("--model is missing") }
        let name = try arguments.option("--head")
        try arguments.finish()
        let engine = try HostEngine(try LoadedModel(path: path))
        let head = try engine.vectorHead(named: name)
        let progress = Progress("encoding")
        var (count, truncated) = (0, 0)
        while let line = readLine(strippingNewline: true) {
            let (vector, isTruncated) = engine.vector(of: Array(line.utf8), head: head)
            Console.say("[" + vector.map { "\($0)" }.joined(separator: ",") + "]")
            count += 1
            truncated += isTruncated ? 1 : 0
            progress.update("\(count) lines")
        }
        progress.finish("\(count) lines")
        if truncated > 0 {
            Console.note("\(truncated) lines were cut to \(engine.model.config.maxTokens) tokens")
        }
        return 0
    }
}

extension HostEngine {
    /// The number of the head of this name, or of the first that makes sentence vectors.
    fileprivate func vectorHead(named name: String?) throws -> Int {
        let vectors = (0..<model.headCount).filter { model.head($0).kind == .sentenceVector }
        guard let name else {
            guard let first = vectors.first else {
                throw Failure("\(loaded.path) has no head for sentence vectors")
            }
            return first
        }
        guard let chosen = vectors.first(where: { String(model.head($0).name) == name }) else {
            let known = vectors.map { String(model.head($0).name) }.joined(separator: ", ")
            throw Failure(
                "\(loaded.path) has no sentence vector \"\(name)\"; there are: "
                    + (known.isEmpty ? "none" : known))
        }
        return chosen
    }
}
