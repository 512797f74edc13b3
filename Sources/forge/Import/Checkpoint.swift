import Foundation

/// A folder with a Hugging Face BERT: its config, tensors, words, and what sentence-transformers adds.
struct Checkpoint {
    let folder: String
    let config: CheckpointConfig
    let tensors: CheckpointTensors
    let tokenizer: CheckpointTokenizer
    let sentences: SentenceTransformersConfig
    /// The licence in the head of README.md, if there is one.
    let license: String?

    /// Reads and checks all but the tensors' numbers.
    ///
    /// - Throws: `Failure` that names the file and what is wrong with it.
    init(folder path: String) throws {
        let top = CheckpointFolder(path: path)
        sentences = try SentenceTransformersConfig(top)
        // Older ones keep the network in a folder of its own.
        let folder = sentences.networkFolder.map { CheckpointFolder(path: "\(path)/\($0)") } ?? top
        self.folder = folder.path
        config = try CheckpointConfig(try folder.json("config.json"), name: "\(folder.path)/config.json")
        tokenizer = try CheckpointTokenizer(folder)
        guard tokenizer.pieces.count <= config.vocabularySize else {
            throw Failure(
                "\(tokenizer.name) has \(tokenizer.pieces.count) words; "
                    + "vocab_size in config.json is \(config.vocabularySize)")
        }
        license = top.has("README.md") ? Checkpoint.license(in: try Files.read("\(path)/README.md")) : nil
        tensors = try CheckpointTensors(try folder.weights(), path: folder.path)
    }

    /// The value of `license:` between the two lines `---` at the start of a model card.
    private static func license(in card: [UInt8]) -> String? {
        guard let lines = try? TextFile(card, path: "README.md").lines else { return nil }
        let texts = lines.map { String(decoding: $0.bytes, as: UTF8.self) }
        guard texts.first == "---" else { return nil }
        for line in texts.dropFirst() {
            if line == "---" { return nil }
            if line.hasPrefix("license:") {
                let value = line.dropFirst("license:".count).trimmingCharacters(in: .whitespaces)
                return value.isEmpty ? nil : value
            }
        }
        return nil
    }
}
