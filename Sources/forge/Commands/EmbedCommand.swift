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
        let encoder = try TextEncoder(try LoadedModel(path: path))
        let head = try encoder.model.vectorHead(named: name, path: path)
        let progress = Progress("encoding")
        var (count, truncated) = (0, 0)
        while let line = readLine(strippingNewline: true) {
            let (ids, segments, isTruncated) = encoder.pieces(of: Array(line.utf8))
            let vector = encoder.vector(of: head, encoder.encode(ids, segments: segments))
            Console.say("[" + vector.map { "\($0)" }.joined(separator: ",") + "]")
            count += 1
            truncated += isTruncated ? 1 : 0
            progress.update("\(count) lines")
        }
        progress.finish("\(count) lines")
        if truncated > 0 {
            Console.note("\(truncated) lines were cut to \(encoder.model.config.maxTokens) tokens")
        }
        return 0
    }
}

extension ModelFile {
    /// The head of this name, or the first that makes sentence vectors.
    fileprivate func vectorHead(named name: String?, path: String) throws -> Head {
        let vectors = (0..<headCount).map(head).filter { $0.kind == .sentenceVector }
        guard let name else {
            guard let first = vectors.first else { throw Failure("\(path) has no head for sentence vectors") }
            return first
        }
        guard let chosen = vectors.first(where: { String($0.name) == name }) else {
            let known = vectors.map { String($0.name) }.joined(separator: ", ")
            throw Failure(
                "\(path) has no sentence vector \"\(name)\"; there are: \(known.isEmpty ? "none" : known)")
        }
        return chosen
    }
}
